"""A polars column as blocks of a frame's file."""

import numpy
import polars

from .frames import FrameError, few_or_many, integers, objects, words


def encode(column):
    """The kind and the blocks of a column, by its type."""
    name, kind = column.name, column.dtype
    if kind.is_float():
        return few_or_many(column.cast(polars.Float64).fill_null(float("nan")).to_numpy(), name)
    if kind.is_decimal():
        return few_or_many(column.cast(polars.Float64).fill_null(float("nan")).to_numpy(), name)
    if kind.is_integer():
        codes, values = factorize(column)
        return integers(codes, values.to_numpy())
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
        return few_or_many(
            column.dt.total_microseconds().cast(polars.Float64).fill_null(float("nan")).to_numpy() / 1e6, name
        )
    if kind == polars.Null:
        return few_or_many(numpy.full(len(column), numpy.nan), name)
    if kind.is_nested():
        raise FrameError(
            f"Column '{name}' holds nested values ({kind}): df.explode('{name}') makes a row of each, "
            f"df.drop('{name}') leaves it out."
        )
    values = column.to_list()
    return objects(values, [value is None for value in values], name)


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
