"""A table of the kernel as a pandas or polars frame."""

import csv
import importlib.util

from .column_types import restored


def frame(rows, header_file, types, library):
    """The frame of `rows`, a dictionary each; the columns' names and order are those of the CSV file."""
    with open(header_file, encoding="utf-8", newline="") as file:
        names = next(csv.reader(file))
    library = library or default_library()
    if library == "pandas":
        import pandas as module

        from .pandas_columns import decode

        plain, failures = pandas_column, ()
    elif library == "polars":
        import polars as module

        from .polars_columns import decode

        # What polars raises is not derived from the errors of Python.
        plain, failures = polars_column, (module.exceptions.PolarsError,)
    else:
        raise ValueError(f"'{library}' is neither pandas nor polars.")

    def column(name):
        values = [row.get(name) for row in rows]
        if types.get(name):
            try:
                return decode(restored(values, types[name]), types[name])
            except (ValueError, TypeError, OverflowError, ArithmeticError, *failures):
                pass
        return plain(values)

    return module.DataFrame({name: column(name) for name in names})


def default_library():
    for name in ("pandas", "polars"):
        if importlib.util.find_spec(name):
            return name
    raise ImportError("Tables come out as frames of pandas or polars: pip install pandas")


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def pandas_column(values):
    import pandas

    present = [value for value in values if value is not None]
    if not present or not all(map(is_number, present)):
        return pandas.Series(values, dtype=None if present else float)
    if len(present) == len(values) and all(isinstance(value, int) for value in values):
        return pandas.Series(values, dtype="int64")
    return pandas.Series([float("nan") if value is None else value for value in values], dtype=float)


def polars_column(values):
    import polars

    present = [value for value in values if value is not None]
    if present and all(map(is_number, present)):
        whole = all(isinstance(value, int) for value in present)
        return polars.Series(values, dtype=polars.Int64 if whole else polars.Float64)
    if any(map(is_number, present)):
        values = [None if value is None else str(value) for value in values]
    return polars.Series(values, dtype=polars.String if present else polars.Null)
