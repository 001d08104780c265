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
import os
import pathlib
import sys

MAGIC = b"DEPHNFR1"
ALIGNMENT = 64
# A column of floating-point numbers with no more distinct ones than this is written as words, so that it can be a
# label or a category as well as a number.
FEW = 20


class FrameError(ValueError):
    """A frame that cannot be handed over; the message names the column and a way out."""


def write(frame, path: pathlib.Path) -> None:
    """Writes a pandas or polars frame, or anything with `to_pandas()`, beside `path` and then in its place."""
    columns = columns_of(frame)
    rows = len(frame)
    check_names([name for name, _ in columns])
    if rows == 0:
        raise FrameError("The frame has no rows.")
    if rows > 2**31 - 1:
        raise FrameError(f"The frame has {rows:,} rows; the kernel takes at most {2**31 - 1:,}.")
    part = path.with_name(path.name + ".part")
    try:
        with open(part, "wb") as file:
            write_columns(file, rows, columns)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def columns_of(frame):
    """Pairs of a name and a function that encodes the column."""
    module = type(frame).__module__.split(".")[0]
    if module == "polars" and hasattr(frame, "iter_columns"):
        from .polars_columns import encode

        return [(column.name, lambda column=column: encode(column)) for column in frame.iter_columns()]
    if module != "pandas" and hasattr(frame, "to_pandas"):
        frame = frame.to_pandas()
        module = "pandas"
    if module == "pandas" and hasattr(frame, "columns"):
        from .pandas_columns import encode

        return [
            (name, lambda place=place: encode(frame.iloc[:, place], str(frame.columns[place])))
            for place, name in enumerate(frame.columns)
        ]
    raise FrameError(f"A pandas or polars frame is needed, not {type(frame).__name__}.")


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


def write_columns(file, rows, columns) -> None:
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
        kind, blocks = encode()
        if b"\0" in blocks.get("text", b""):
            raise FrameError(f"Column '{name}' holds a zero byte: df['{name}'].str.replace('\\0', '') removes it.")
        described.append({"name": str(name), "type": kind, **{part: block(values) for part, values in blocks.items()}})
    header = json.dumps({"rows": rows, "columns": described}, ensure_ascii=False).encode("utf-8", "replace")
    place = block(header)
    file.seek(len(MAGIC))
    file.write(place["at"].to_bytes(8, "little"))


def numbers(values, name):
    """A block of float32, from any array of numbers; NaN is missing."""
    import numpy

    values = numpy.asarray(values, dtype=numpy.float64)
    # One pass says both whether there is an infinity and whether a value is too large.
    with numpy.errstate(over="ignore"):
        narrow = values.astype(numpy.float32)
    if numpy.isinf(narrow).any():
        if numpy.isinf(values).any():
            raise FrameError(
                f"Column '{name}' holds an infinite value: df['{name}'].replace([inf, -inf], nan) makes it missing."
            )
        raise FrameError(f"Column '{name}' holds numbers beyond ±3.4e38, which do not fit in 32 bits.")
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

    values = numpy.asarray(values)
    if values.dtype == numpy.uint64 and (values > 2**63 - 1).any():
        return words(codes, [str(value) for value in values.tolist()], "integer")
    return "integer", {
        "codes": numpy.asarray(codes, dtype=numpy.int32),
        "integers": numpy.asarray(values, dtype=numpy.int64),
    }


def objects(values, missing, name):
    """Objects of Python, of which `missing` are none: all text, or booleans, integers, numbers or dates."""
    import datetime
    import decimal
    import numbers as abstract

    import numpy

    kinds = set()
    for kind in {type(value) for value, gone in zip(values, missing) if not gone}:
        if issubclass(kind, str):
            kinds.add("text")
        elif issubclass(kind, (bool, numpy.bool_)):
            kinds.add("true or false")
        elif issubclass(kind, abstract.Integral):
            kinds.add("whole numbers")
        elif issubclass(kind, (abstract.Real, decimal.Decimal)):
            kinds.add("numbers")
        elif issubclass(kind, (datetime.date, datetime.time, numpy.datetime64)):
            kinds.add("dates")
        elif issubclass(kind, (list, tuple, dict, set, numpy.ndarray)):
            raise FrameError(
                f"Column '{name}' holds nested values ({kind.__name__}): "
                f"df.explode('{name}') makes a row of each, df.drop(columns='{name}') leaves it out."
            )
        else:
            raise FrameError(
                f"Column '{name}' holds values of the type {kind.__name__}: df['{name}'].astype(str) makes them text."
            )
    if kinds == {"whole numbers", "numbers"}:
        kinds = {"numbers"}
    if len(kinds) > 1:
        raise FrameError(
            f"Column '{name}' mixes {' and '.join(sorted(kinds))}: df['{name}'].astype(str) makes all of it text."
        )
    if kinds <= {"numbers"}:
        floats = [float("nan") if gone else float(value) for value, gone in zip(values, missing)]
        return few_or_many(numpy.array(floats), name)
    table = {}
    codes = [-1 if gone else table.setdefault(value, len(table)) for value, gone in zip(values, missing)]
    if kinds == {"whole numbers"}:
        if all(-(2**63) <= int(value) < 2**63 for value in table):
            return integers(codes, numpy.array([int(value) for value in table], dtype=numpy.int64))
        return words(codes, [str(int(value)) for value in table], "integer")
    return words(codes, [word(value) for value in table])


def word(value) -> str:
    """A single value as the kernel's words write it."""
    if isinstance(value, str):
        return value
    if type(value).__name__ in ("bool", "bool_"):
        return "true" if value else "false"
    return str(value)


def number_word(value: float) -> str:
    """0, 1.5, 1e-07: whole numbers without a point."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def few_or_many(values, name):
    """Floating-point numbers: words if there are few distinct ones, else numbers."""
    import numpy

    if len(numpy.unique(values[:1000])) <= FEW + 1:
        distinct, codes = numpy.unique(values, return_inverse=True)
        finite = distinct[~numpy.isnan(distinct)]
        if len(finite) <= FEW and not numpy.isinf(finite).any():
            codes = codes.astype(numpy.int32)
            codes[codes >= len(finite)] = -1
            return words(codes, [number_word(value) for value in finite.tolist()], "number")
    return numbers(values, name)
