"""The types of a frame's columns, and how values that the kernel wrote get them again."""

import datetime
import decimal
import re
from dataclasses import dataclass, field

WHOLE = re.compile(r"[-+]?\d+")
TRUTH = {"true": True, "false": False, "1": True, "0": False, 1: True, 0: False}
PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}


@dataclass
class ColumnType:
    """What a column holds, in the terms of both libraries."""

    # integer, float, boolean, text, category, moment, day, time, duration or decimal
    kind: str
    # "pandas" or "polars", and the type there
    library: str
    dtype: object
    # of integers and floating-point numbers: int64, uint8, float32; "" for whole numbers of Python
    width: str = ""
    # of moments and durations; a zone makes times in UTC those of the zone
    unit: str = "us"
    zone: str = None
    # of categories: each by the word that the kernel knows, and whether their order counts
    categories: dict = field(default_factory=dict)
    is_ordered: bool = False
    # An empty text is a missing value for the kernel; it is a text again where no text was missing.
    has_missing: bool = True


def types_of(frame):
    """The types of the columns of a pandas or polars frame by name; None of those that come back as they are."""
    if type(frame).__module__.split(".")[0] == "polars":
        from .polars_columns import type_of

        return {column.name: type_of(column) for column in frame.iter_columns()}
    from .pandas_columns import type_of

    return {str(name): type_of(frame.iloc[:, place]) for place, name in enumerate(frame.columns)}


def restored(values, kind):
    """Values that the kernel wrote as those of Python, None where missing; moments and durations are counts of units.

    Raises `ValueError` or `TypeError` if one of them is none of this type, or would lose something.
    """
    read = READERS[kind.kind]
    keeps_empty = kind.kind == "text" and not kind.has_missing
    return [None if value is None or (value == "" and not keeps_empty) else read(value, kind) for value in values]


def integer(value, kind):
    if isinstance(value, str):
        if not WHOLE.fullmatch(value):
            raise ValueError(value)
        return int(value)
    if int(value) != value:
        raise ValueError(value)
    return int(value)


def boolean(value, kind):
    if value not in TRUTH:
        raise ValueError(value)
    return TRUTH[value]


def text(value, kind):
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def category(value, kind):
    word = value if isinstance(value, str) else number_word(value)
    if word not in kind.categories:
        raise ValueError(value)
    return kind.categories[word]


def moment(value, kind):
    import numpy

    given = numpy.datetime64(text(value, kind))
    found = given.astype(f"datetime64[{kind.unit}]")
    if found.astype(given.dtype) != given:
        raise ValueError(value)
    return int(found.astype("int64"))


def duration(value, kind):
    return round(decimal.Decimal(str(value)) * PER_SECOND[kind.unit])


def exact(value, kind):
    import numpy

    if isinstance(value, float) and numpy.float32(value) == value:
        # The kernel keeps 32 bits: 0.37 and not 0.3700000047683716.
        value = numpy.float32(value)
    try:
        return decimal.Decimal(str(value))
    except decimal.InvalidOperation:
        raise ValueError(value) from None


READERS = {
    "integer": integer,
    "float": lambda value, kind: float(value),
    "boolean": boolean,
    "text": text,
    "category": category,
    "moment": moment,
    "day": lambda value, kind: datetime.date.fromisoformat(text(value, kind)),
    "time": lambda value, kind: datetime.time.fromisoformat(text(value, kind)),
    "duration": duration,
    "decimal": exact,
}


def number_word(value) -> str:
    """0, 1.5, 1e-07: whole numbers without a point."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))
