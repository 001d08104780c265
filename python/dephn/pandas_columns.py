"""A pandas column as blocks of a frame's file, and values that come back as a column."""

import numpy
import pandas
from pandas.api import types

from .column_types import ColumnType, number_word
from .frames import ColumnFault, integers, numbers, objects, word, words

ADVICE = {
    "drop": "df.drop(columns='{name}') leaves it out",
    "text": "df['{name}'].astype(str) makes {what} text",
    "fields": "df['{name}'].str.get({field}) takes out one field, df.drop(columns='{name}') leaves it out",
    "bytes": "df['{name}'].str.decode('utf-8') makes them text",
    "complex": "df['{name}'].abs() makes them real",
    "infinite": "df['{name}'].replace([inf, -inf], nan) makes it missing",
    "scale": "df['{name}'] / 1e6, for example, has smaller ones",
    "zero": "df['{name}'].str.replace('\\0', '') removes it",
}
# The kinds of objects that come back, by what pandas calls them.
OBJECTS = {
    "string": "text", "boolean": "boolean", "integer": "integer", "floating": "float", "decimal": "decimal",
    "date": "day", "time": "time",
}  # fmt: skip


def encode(column):
    """The kind and the blocks of a column, by its type."""
    kind = column.dtype
    if isinstance(kind, pandas.CategoricalDtype):
        return words(column.cat.codes, category_words(kind.categories))
    if types.is_bool_dtype(kind):
        codes, values = pandas.factorize(column)
        return words(codes, ["true" if value else "false" for value in values])
    if types.is_integer_dtype(kind):
        codes, values = pandas.factorize(column)
        return integers(codes, values.to_numpy() if hasattr(values, "to_numpy") else values)
    if types.is_float_dtype(kind):
        return numbers(column.to_numpy(dtype=numpy.float64, na_value=numpy.nan))
    if types.is_datetime64_any_dtype(kind):
        return moments(column)
    if types.is_timedelta64_dtype(kind):
        return numbers(column.dt.total_seconds().to_numpy())
    if types.is_complex_dtype(kind):
        raise ColumnFault("holds complex numbers", "complex")
    if isinstance(kind, pandas.StringDtype) or is_text(column):
        codes, values = pandas.factorize(column)
        return words(codes, [str(value) for value in values])
    values = column.tolist()
    return objects(values, [value is None or is_missing(value) for value in values])


def is_text(column) -> bool:
    """Whether a column of objects holds text alone; pandas looks at each of them quickly."""
    return types.infer_dtype(column, skipna=True) == "string"


def is_missing(value) -> bool:
    """Of a list, pandas would say it of each element."""
    return types.is_scalar(value) and pandas.isna(value)


def category_words(kinds):
    """Categories of any type, as words, in their order."""
    if types.is_datetime64_any_dtype(kinds.dtype):
        return iso(kinds).tolist()
    if types.is_float_dtype(kinds.dtype):
        return [number_word(value) for value in kinds.tolist()]
    return [word(value) for value in kinds.tolist()]


def moments(column):
    """Dates and times as ISO 8601, which sorts as they do: 2024-05-01, or 2024-05-01T12:30:00."""
    codes, values = pandas.factorize(column)
    return words(codes, iso(pandas.DatetimeIndex(values)).tolist())


def iso(values):
    """As text; times of a zone in UTC, days without a time where all are."""
    if values.tz is not None:
        values = values.tz_convert("UTC").tz_localize(None)
    for unit in ("D", "s", "ms", "us", "ns"):
        rounded = values.to_numpy().astype(f"datetime64[{unit}]")
        if (rounded == values.to_numpy()).all():
            break
    return numpy.datetime_as_string(rounded, unit=unit)


def type_of(column):
    """What comes back as this column; None if it comes back as text and numbers."""
    dtype = column.dtype
    arrow = getattr(dtype, "pyarrow_dtype", None)
    made = ColumnType("", "pandas", dtype, has_missing=bool(column.isna().any()))
    if isinstance(dtype, pandas.CategoricalDtype):
        values = dtype.categories.tolist()
        made.kind, made.is_ordered = "category", bool(dtype.ordered)
        made.categories = dict(zip(category_words(dtype.categories), values))
        return made if len(made.categories) == len(values) else None
    if types.is_bool_dtype(dtype):
        made.kind = "boolean"
    elif types.is_integer_dtype(dtype) or types.is_float_dtype(dtype):
        made.kind = "integer" if types.is_integer_dtype(dtype) else "float"
        made.width = str(getattr(dtype, "numpy_dtype", dtype))
    elif types.is_datetime64_any_dtype(dtype):
        made.kind, made.unit = (
            "moment",
            arrow.unit if arrow else numpy.datetime_data(column.dt.tz_localize(None).dtype)[0],
        )
        made.zone = arrow.tz if arrow else getattr(dtype, "tz", None)
    elif types.is_timedelta64_dtype(dtype):
        made.kind, made.unit = "duration", arrow.unit if arrow else numpy.datetime_data(dtype)[0]
    elif isinstance(dtype, pandas.StringDtype):
        made.kind = "text"
    else:
        made.kind = OBJECTS.get(types.infer_dtype(column, skipna=True))
    return made if made.kind else None


def decode(values, kind):
    """A column of values that were read as `kind`, whichever library it is of."""
    dtype = kind.dtype if kind.library == "pandas" else own_type(kind)
    if kind.kind in ("moment", "duration"):
        name = "datetime64" if kind.kind == "moment" else "timedelta64"
        counts = numpy.array([numpy.iinfo("int64").min if value is None else value for value in values], dtype="int64")
        column = pandas.Series(counts.view(f"{name}[{kind.unit}]"))
        if kind.zone is not None:
            column = column.dt.tz_localize("UTC").dt.tz_convert(kind.zone)
        return column if dtype is None else column.astype(dtype)
    if kind.kind == "category":
        return pandas.Series(pandas.Categorical(values, dtype=dtype))
    if None in values and isinstance(dtype, numpy.dtype):
        # Only the nullable types of pandas know missing integers and truth values.
        if kind.kind == "integer" and dtype != object:
            dtype = str(dtype).replace("int", "Int").replace("uInt", "UInt")
        elif kind.kind == "boolean" and dtype != object:
            dtype = "boolean"
    return pandas.Series(values, dtype=dtype)


def own_type(kind):
    """The type here for a column of polars; None for the one that pandas gives by itself."""
    if kind.kind in ("integer", "float"):
        return numpy.dtype(object if kind.width.endswith("128") else kind.width)
    if kind.kind == "boolean":
        return numpy.dtype(bool)
    if kind.kind == "category":
        return pandas.CategoricalDtype(list(kind.categories.values()), kind.is_ordered)
    return None if kind.kind in ("text", "moment", "duration") else numpy.dtype(object)
