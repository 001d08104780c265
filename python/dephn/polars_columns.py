"""A polars column as blocks of a frame's file, and values that come back as a column."""

import numpy
import polars

from .column_types import ColumnType
from .frames import ColumnFault, integers, numbers, objects, words

ADVICE = {
    "drop": "df.drop('{name}') leaves it out",
    "text": "df['{name}'].map_elements(str, return_dtype=pl.String) makes {what} text",
    "fields": "df['{name}'].map_elements(lambda v: v[{field}]) takes out one field, df.drop('{name}') leaves it out",
    "struct": "df.unnest('{name}') makes a column of each field",
    "bytes": "df['{name}'].bin.encode('hex') makes them text",
    "infinite": "df['{name}'].replace([inf, -inf], None) makes it missing",
    "scale": "df['{name}'] / 1e6, for example, has smaller ones",
    "zero": "df['{name}'].str.replace_all('\\0', '', literal=True) removes it",
}


def encode(column):
    """The kind and the blocks of a column, by its type."""
    kind = column.dtype
    if kind.is_float() or kind.is_decimal():
        return numbers(column.cast(polars.Float64).fill_null(float("nan")).to_numpy())
    if kind.is_integer():
        codes, values = factorize(column)
        return integers(codes, values.to_list() if str(kind).endswith("128") else values.to_numpy())
    if kind == polars.Boolean:
        codes, values = factorize(column)
        return words(codes, ["true" if value else "false" for value in values.to_list()])
    if kind in (polars.String, polars.Categorical, polars.Enum):
        codes, values = factorize(column.cast(polars.String))
        return words(codes, values.to_list())
    if kind == polars.Date:
        codes, values = factorize(column)
        return words(codes, [value.isoformat() for value in values.to_list()])
    if kind == polars.Datetime:
        return moments(column)
    if kind == polars.Duration:
        return numbers(column.dt.total_microseconds().cast(polars.Float64).fill_null(float("nan")).to_numpy() / 1e6)
    if kind == polars.Null:
        return numbers(numpy.full(len(column), numpy.nan))
    if kind == polars.Struct:
        raise ColumnFault(f"holds nested values ({kind})", "struct")
    if kind == polars.Binary:
        raise ColumnFault("holds bytes", "bytes")
    values = column.to_list()
    return objects(values, [value is None for value in values])


def factorize(column):
    """A code for each row, -1 where null, and the distinct values in the order of their codes."""
    values = column.drop_nulls().unique(maintain_order=True)
    known = polars.DataFrame({"value": values, "code": numpy.arange(len(values), dtype=numpy.int32)})
    rows = polars.DataFrame({"value": column}).with_row_index("row")
    found = rows.join(known, on="value", how="left").sort("row")
    return found["code"].fill_null(-1).to_numpy(), values


def moments(column):
    """Times as ISO 8601 in UTC, without fractions where all are whole seconds."""
    if column.dtype.time_zone is not None:
        column = column.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    codes, values = factorize(column)
    stamps = values.to_numpy()
    for unit in ("D", "s", "ms", "us", "ns"):
        rounded = stamps.astype(f"datetime64[{unit}]")
        if (rounded == stamps).all():
            break
    return words(codes, numpy.datetime_as_string(rounded, unit=unit).tolist())


def type_of(column):
    """What comes back as this column; None if it comes back as text and numbers."""
    dtype = column.dtype
    made = ColumnType("", "polars", dtype, has_missing=column.null_count() > 0)
    if dtype.is_integer() or dtype.is_float():
        made.kind = "integer" if dtype.is_integer() else "float"
        made.width = str(dtype).lower()
    elif dtype in (polars.Categorical, polars.Enum):
        made.kind, made.is_ordered = "category", dtype == polars.Enum
        words = (
            dtype.categories if made.is_ordered else column.cast(polars.String).drop_nulls().unique(maintain_order=True)
        )
        made.categories = {word: word for word in words.to_list()}
    elif dtype == polars.Datetime:
        made.kind, made.unit, made.zone = "moment", dtype.time_unit, dtype.time_zone
    elif dtype == polars.Duration:
        made.kind, made.unit = "duration", dtype.time_unit
    elif dtype.is_decimal():
        made.kind = "decimal"
    else:
        known = {polars.Boolean: "boolean", polars.String: "text", polars.Date: "day", polars.Time: "time"}
        made.kind = known.get(dtype)
    return made if made.kind else None


def decode(values, kind):
    """A column of values that were read as `kind`, whichever library it is of."""
    dtype = kind.dtype if kind.library == "polars" else own_type(kind)
    if kind.kind in ("moment", "duration"):
        unit = kind.unit
        if unit == "s":
            values, unit = [None if value is None else value * 1000 for value in values], "ms"
        counts = polars.Series(values, dtype=polars.Int64)
        if kind.kind == "duration":
            return counts.cast(polars.Duration(unit))
        times = counts.cast(polars.Datetime(unit))
        if kind.zone is None:
            return times
        return times.dt.replace_time_zone("UTC").dt.convert_time_zone(str(kind.zone))
    return polars.Series(values, dtype=dtype)


def own_type(kind):
    """The type here for a column of pandas; None for the one that polars gives by itself."""
    if kind.kind == "integer":
        return getattr(polars, (kind.width or "int64").replace("int", "Int").replace("uInt", "UInt"))
    if kind.kind == "float":
        return polars.Float64 if kind.width in ("", "float64") else polars.Float32
    if kind.kind == "category":
        words = list(kind.categories.values())
        if not all(isinstance(word, str) for word in words):
            return None
        return polars.Enum(words) if kind.is_ordered else polars.Categorical
    return {"boolean": polars.Boolean, "text": polars.String, "day": polars.Date, "time": polars.Time}.get(kind.kind)
