"""A table of the kernel as a pandas or polars frame."""

import csv
import importlib.util


def frame(rows, header_file, types, library):
    """The frame of `rows`, a dictionary each; the columns' names and order are those of the CSV file."""
    with open(header_file, encoding="utf-8", newline="") as file:
        names = next(csv.reader(file))
    columns = {name: [row.get(name) for row in rows] for name in names}
    library = library or default_library()
    if library == "pandas":
        import pandas

        made = pandas.DataFrame({name: pandas_column(values) for name, values in columns.items()})
        return restored(made, types)
    if library == "polars":
        import polars

        return polars.DataFrame({name: polars_column(values) for name, values in columns.items()})
    raise ValueError(f"'{library}' is neither pandas nor polars.")


def default_library():
    for name in ("pandas", "polars"):
        if importlib.util.find_spec(name):
            return name
    raise ImportError("Tables come out as frames of pandas or polars: pip install pandas")


def types_of(frame):
    """The types of a pandas frame's columns, by name; nothing of other frames."""
    if type(frame).__module__.split(".")[0] != "pandas":
        return {}
    return {str(name): kind for name, kind in zip(frame.columns, frame.dtypes)}


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


def restored(made, types):
    """The frame with the types that columns of these names once had."""
    for name in made.columns:
        if name in types:
            column = with_type(made[name], types[name])
            if column is not None:
                made[name] = column
    return made


def with_type(column, kind):
    """A column as `kind`; None if a value would be lost."""
    import pandas

    present = column.notna()
    try:
        if isinstance(kind, pandas.CategoricalDtype):
            meant = {str(value): value for value in kind.categories}
            found = column.map(meant, na_action="ignore") if column.dtype == object or len(meant) else column
            found = pandas.Series(pandas.Categorical(found, dtype=kind), index=column.index)
        elif pandas.api.types.is_bool_dtype(kind):
            meant = {"true": True, "false": False, "1": True, "0": False, 1: True, 0: False}
            found = column.map(meant)
            found = found.astype("boolean" if found.isna().any() else kind)
        elif pandas.api.types.is_integer_dtype(kind):
            found = column.map(int, na_action="ignore")
            found = pandas.Series(
                [pandas.NA if pandas.isna(value) else int(value) for value in found],
                index=column.index,
                dtype="Int64" if not present.all() else object,
            ).astype("Int64" if not present.all() else kind)
            if not all(int(was) == int(now) for was, now in zip(column[present], found[present])):
                return None
        elif pandas.api.types.is_datetime64_any_dtype(kind):
            zone = getattr(kind, "tz", None)
            found = pandas.to_datetime(column, utc=zone is not None)
            found = found.astype(kind)
        elif pandas.api.types.is_float_dtype(kind):
            found = pandas.to_numeric(column).astype(kind)
        else:
            return None
    except (ValueError, TypeError, OverflowError):
        return None
    return found if (found.notna() == present).all() else None
