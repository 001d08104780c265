"""Frames on their way to the kernel, and tables on their way back.

A frame is written to one file, column by column, four bytes a row, which `load frame NAME` maps:

    8 bytes       b"DEPHNFR1"
    8 bytes       where the header begins, little-endian; it goes to the end of the file
    blocks        each at a multiple of 64 bytes from the start of the file
    header        JSON: {"rows": N, "columns": [{"name": …, "type": …, and its blocks}, …]}

A column's type says what it is as a feature: "number", "category", or "integer", which may be either. Its blocks are

    values                float32 for each row, NaN where missing; or
    codes, integers       int32 codes, -1 where missing, of distinct int64 values; or
    codes, text, ends     int32 codes, -1 where missing, of distinct words; these one after the other in UTF-8, and
                          where each ends (int64)

BLOCK is {"at": byte, "count": elements}. All numbers are little-endian.
"""

import json
import math
import os
import pathlib
import sys

from .column_types import number_word

MAGIC = b"DEPHNFR1"
ALIGNMENT = 64
# A column of floating-point numbers with no more distinct ones than this is written as words, so that it can be a
# label or a category as well as a number.
FEW = 20
# Between the values of a list.
SEPARATOR = "|"


class FrameError(ValueError):
    """A frame that cannot be handed over; the message names the column and a way out."""


class ColumnFault(Exception):
    """What is wrong with a column, and the key of the advice on it, which depends on the library."""

    def __init__(self, fault, advice="drop", **details):
        super().__init__(fault)
        self.fault = fault
        self.advice = advice
        self.details = details


def known(frame):
    """A pandas or polars frame as it is; anything with `to_pandas()` as one of pandas."""
    module = type(frame).__module__.split(".")[0]
    if module == "polars" and hasattr(frame, "iter_columns"):
        return frame
    if module != "pandas" and hasattr(frame, "to_pandas"):
        return known(frame.to_pandas())
    if module == "pandas" and hasattr(frame, "columns"):
        return frame
    raise FrameError(f"A pandas or polars frame is needed, not {type(frame).__name__}.")


def write(frame, path: pathlib.Path) -> None:
    """Writes a frame beside `path` and then in its place."""
    columns, advice = columns_of(known(frame))
    rows = len(frame)
    check_names([name for name, _ in columns])
    if rows == 0:
        raise FrameError("The frame has no rows.")
    if rows > 2**31 - 1:
        raise FrameError(f"The frame has {rows:,} rows; the kernel takes at most {2**31 - 1:,}.")
    part = path.with_name(path.name + ".part")
    try:
        with open(part, "wb") as file:
            write_columns(file, rows, columns, advice)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def columns_of(frame):
    """Pairs of a name and a function that encodes the column, and the advice of the frame's library."""
    if hasattr(frame, "iter_columns"):
        from .polars_columns import ADVICE, encode

        return [(column.name, lambda column=column: encode(column)) for column in frame.iter_columns()], ADVICE
    from .pandas_columns import ADVICE, encode

    columns = [(name, lambda place=place: encode(frame.iloc[:, place])) for place, name in enumerate(frame.columns)]
    return columns, ADVICE


def check_names(names) -> None:
    seen = set()
    for place, name in enumerate(names):
        if isinstance(name, tuple):
            raise FrameError(
                f"Column {name!r} has a name of several levels: "
                "df.columns = ['_'.join(map(str, c)) for c in df.columns] makes it one."
            )
        text = str(name)
        if not text.strip():
            raise FrameError(f"Column {place + 1} has no name: df.columns = […] gives all of them one.")
        if text in seen:
            raise FrameError(f"Two columns are called '{text}': df.columns = […] gives each a name of its own.")
        seen.add(text)
    if not names:
        raise FrameError("The frame has no columns.")


def write_columns(file, rows, columns, advice) -> None:
    import numpy

    file.write(MAGIC + bytes(8))
    described = []

    def block(values):
        file.write(bytes(-file.tell() % ALIGNMENT))
        place = {"at": file.tell(), "count": len(values)}
        if isinstance(values, (bytes, bytearray)):
            file.write(values)
        else:
            if sys.byteorder == "big":
                values = values.byteswap()
            file.write(memoryview(numpy.ascontiguousarray(values)).cast("B"))
        return place

    for name, encode in columns:
        try:
            kind, blocks = encode()
            if b"\0" in blocks.get("text", b""):
                raise ColumnFault("holds a zero byte", "zero")
        except ColumnFault as fault:
            way = advice[fault.advice].format(name=name, **fault.details)
            raise FrameError(f"Column '{name}' {fault.fault}: {way}.") from None
        described.append({"name": str(name), "type": kind, **{part: block(values) for part, values in blocks.items()}})
    header = json.dumps({"rows": rows, "columns": described}, ensure_ascii=False).encode("utf-8", "replace")
    place = block(header)
    file.seek(len(MAGIC))
    file.write(place["at"].to_bytes(8, "little"))


def numbers(values):
    """Floating-point numbers, NaN where missing: words if there are few distinct ones, else a block of float32."""
    import numpy

    values = numpy.asarray(values, dtype=numpy.float64)
    if len(numpy.unique(values[:1000])) <= FEW + 1:
        distinct, codes = numpy.unique(values, return_inverse=True)
        finite = distinct[~numpy.isnan(distinct)]
        if len(finite) <= FEW and not numpy.isinf(finite).any():
            codes = codes.astype(numpy.int32)
            codes[codes >= len(finite)] = -1
            return words(codes, [number_word(value) for value in finite.tolist()], "number")
    # One pass says both whether there is an infinity and whether a value is too large.
    with numpy.errstate(over="ignore"):
        narrow = values.astype(numpy.float32)
    if numpy.isinf(narrow).any():
        if numpy.isinf(values).any():
            raise ColumnFault("holds an infinite value", "infinite")
        raise ColumnFault("holds numbers beyond ±3.4e38, which do not fit in 32 bits", "scale")
    return "number", {"values": narrow}


def words(codes, texts, kind="category"):
    """Blocks of codes and words; an empty word is missing, and words that are equal as text become one."""
    import numpy

    codes = numpy.asarray(codes, dtype=numpy.int32)
    encoded = [text.encode("utf-8", "replace") for text in texts]
    known = {}
    new_codes = []
    for word in encoded:
        new_codes.append(-1 if not word else known.setdefault(word, len(known)))
    if len(known) < len(encoded):
        codes = numpy.append(numpy.asarray(new_codes, dtype=numpy.int32), numpy.int32(-1))[codes]
    lengths = numpy.fromiter((len(word) for word in known), dtype=numpy.int64, count=len(known))
    return kind, {"codes": codes, "text": b"".join(known), "ends": numpy.cumsum(lengths, dtype=numpy.int64)}


def integers(codes, values):
    """Blocks of codes and of the integers they stand for; those beyond 64 signed bits become words."""
    import numpy

    if not isinstance(values, numpy.ndarray) or values.dtype == object:
        values = [int(value) for value in values]
    if len(values) and not -(2**63) <= int(numpy.min(values)) <= int(numpy.max(values)) < 2**63:
        return words(codes, [str(int(value)) for value in values], "integer")
    return "integer", {
        "codes": numpy.asarray(codes, dtype=numpy.int32),
        "integers": numpy.asarray(values, dtype=numpy.int64),
    }


def objects(values, missing):
    """Objects of Python, of which `missing` are none: lists, or all text, booleans, integers, numbers or dates."""
    import datetime
    import decimal
    import numbers as abstract

    import numpy

    kinds = {}
    for value in (value for value, gone in zip(values, missing) if not gone):
        if type(value) in kinds:
            continue
        kind = type(value)
        if issubclass(kind, str):
            kinds[kind] = "text"
        elif issubclass(kind, (bool, numpy.bool_)):
            kinds[kind] = "true or false"
        elif issubclass(kind, abstract.Integral):
            kinds[kind] = "whole numbers"
        elif issubclass(kind, (abstract.Real, decimal.Decimal)):
            kinds[kind] = "numbers"
        elif issubclass(kind, (datetime.date, datetime.time, numpy.datetime64)):
            kinds[kind] = "dates"
        elif issubclass(kind, (list, tuple, set, frozenset, numpy.ndarray)):
            kinds[kind] = "lists"
        elif issubclass(kind, dict):
            raise ColumnFault("holds dictionaries", "fields", field=repr(next(iter(value), "name")))
        elif issubclass(kind, bytes):
            raise ColumnFault("holds bytes", "bytes")
        else:
            raise ColumnFault(f"holds values of the type {kind.__name__}", "text", what="them")
    kinds = set(kinds.values())
    if kinds == {"whole numbers", "numbers"}:
        kinds = {"numbers"}
    if len(kinds) > 1:
        raise ColumnFault(f"mixes {' and '.join(sorted(kinds))}", "text", what="all of it")
    if kinds <= {"numbers"}:
        floats = [float("nan") if gone else float(value) for value, gone in zip(values, missing)]
        return numbers(numpy.array(floats))
    if kinds == {"lists"}:
        return lists(values, missing)
    table = {}
    codes = [-1 if gone else table.setdefault(value, len(table)) for value, gone in zip(values, missing)]
    return (
        integers(codes, list(table)) if kinds == {"whole numbers"} else words(codes, [word(value) for value in table])
    )


def lists(values, missing):
    """Lists as words that `load frame --multi` takes apart: `a|b`; an empty list is missing."""
    table = {}
    codes = []
    for value, gone in zip(values, missing):
        items = [] if gone else [item for item in value if not is_gap(item)]
        if any(not is_plain(item) for item in items):
            raise ColumnFault("holds lists of lists, dictionaries or other objects")
        items = [word(item) for item in items]
        if any(SEPARATOR in item for item in items):
            raise ColumnFault(f"holds lists with '{SEPARATOR}' in a value, which separates them here")
        codes.append(table.setdefault(SEPARATOR.join(items), len(table)) if items else -1)
    return words(codes, list(table))


def is_gap(item) -> bool:
    return item is None or (isinstance(item, float) and math.isnan(item))


def is_plain(item) -> bool:
    import datetime
    import decimal
    import numbers as abstract

    return (
        isinstance(item, (str, bool, abstract.Real, decimal.Decimal, datetime.date)) or type(item).__name__ == "bool_"
    )


def word(value) -> str:
    """A single value as the kernel's words write it."""
    if isinstance(value, str):
        return value
    if type(value).__name__ in ("bool", "bool_"):
        return "true" if value else "false"
    return number_word(value) if isinstance(value, float) else str(value)
