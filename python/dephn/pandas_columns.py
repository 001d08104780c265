"""A pandas column as blocks of a frame's file."""

import numpy
import pandas

from .frames import FrameError, few_or_many, integers, number_word, objects, word, words


def encode(column, name):
    """The kind and the blocks of a column, by its type."""
    kind = column.dtype
    if isinstance(kind, pandas.CategoricalDtype):
        return categories(column)
    if pandas.api.types.is_bool_dtype(kind):
        codes, values = pandas.factorize(column)
        return words(codes, ["true" if value else "false" for value in values])
    if pandas.api.types.is_integer_dtype(kind):
        codes, values = pandas.factorize(column)
        return integers(codes, values.to_numpy() if hasattr(values, "to_numpy") else values)
    if pandas.api.types.is_float_dtype(kind):
        return few_or_many(column.to_numpy(dtype=numpy.float64, na_value=numpy.nan), name)
    if pandas.api.types.is_datetime64_any_dtype(kind):
        return moments(column)
    if pandas.api.types.is_timedelta64_dtype(kind):
        return few_or_many(column.dt.total_seconds().to_numpy(), name)
    if pandas.api.types.is_complex_dtype(kind):
        raise FrameError(f"Column '{name}' holds complex numbers: df['{name}'].abs() makes them real.")
    if isinstance(kind, pandas.StringDtype) or is_text(column):
        codes, values = pandas.factorize(column)
        return words(codes, [str(value) for value in values])
    return objects(column.tolist(), pandas.isna(column).tolist(), name)


def is_text(column) -> bool:
    """Whether a column of objects holds text alone; pandas looks at each of them quickly."""
    return pandas.api.types.infer_dtype(column, skipna=True) == "string"


def categories(column):
    """Categories of any type, as words, in their order; rows without one are missing."""
    kinds = column.cat.categories
    if pandas.api.types.is_datetime64_any_dtype(kinds.dtype):
        return words(column.cat.codes, iso(kinds).tolist())
    if pandas.api.types.is_float_dtype(kinds.dtype):
        return words(column.cat.codes, [number_word(value) for value in kinds.tolist()])
    return words(column.cat.codes, [word(value) for value in kinds.tolist()])


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
