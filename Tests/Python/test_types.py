"""Each type of pandas and polars, without and with missing values, comes back as itself."""

import datetime
import decimal
import zoneinfo

import dephn
import pandas
import polars
import pytest
from dephn import column_types, pandas_columns

ROWS = 40
OSLO = zoneinfo.ZoneInfo("Europe/Oslo")
START = datetime.datetime(2024, 5, 1, 12, 30)
DAYS = [datetime.date(2024, 5, 1) + datetime.timedelta(days=row % 9) for row in range(ROWS)]
PRICES = [decimal.Decimal(row % 30) / 4 for row in range(ROWS)]
CODES = [row % 3 for row in range(ROWS)]
CITIES = ["Oslo", "Bonn", "Rom"]
TEXTS = [f"text {row % 9}" for row in range(ROWS)]
ONES = [row % 2 for row in range(ROWS)]
WHOLE = [2**62 + row for row in range(ROWS)]
SMALL = [row % 11 for row in range(ROWS)]
HALVES = [row / 2 for row in range(ROWS)]
TIMES = [START + datetime.timedelta(minutes=row) for row in range(ROWS)]
SPANS = [datetime.timedelta(seconds=row % 7 * 60) for row in range(ROWS)]


def of_pandas():
    """A column of each type; those of one name are the same with a missing value."""
    stamps = pandas.Series(pandas.to_datetime(TIMES))
    spans = pandas.Series(pandas.to_timedelta(SPANS))
    full = {
        "int64": pandas.Series(WHOLE, dtype="int64"),
        "uint64": pandas.Series([2**63 + row for row in range(ROWS)], dtype="uint64"),
        "int8": pandas.Series(SMALL, dtype="int8"),
        "float64": pandas.Series(HALVES, dtype="float64"),
        "float32": pandas.Series(HALVES, dtype="float32"),
        "bool": pandas.Series(ONES, dtype="bool"),
        "text": pandas.Series(TEXTS),
        "stamps": stamps,
        "stamps s": stamps.astype("datetime64[s]"),
        "stamps Oslo": stamps.dt.tz_localize(OSLO),
        "spans": spans,
        "category": pandas.Series(pandas.Categorical.from_codes(CODES, CITIES, ordered=True)),
        "numbers": pandas.Series(pandas.Categorical.from_codes(CODES, [10, 20, 30])),
        "days": pandas.Series(DAYS),
        "prices": pandas.Series(PRICES),
        "Int64": pandas.Series(WHOLE, dtype="Int64"),
        "UInt64": pandas.Series([2**63 + row for row in range(ROWS)], dtype="UInt64"),
        "Float32": pandas.Series(HALVES, dtype="Float32"),
        "boolean": pandas.Series(ONES, dtype="boolean"),
        "string": pandas.Series(TEXTS, dtype="string"),
        "truth": pandas.Series([bool(one) for one in ONES], dtype=object),
        "huge": pandas.Series([2**70 + row for row in range(ROWS)], dtype=object),
        "arrow": pandas.Series(WHOLE, dtype="int64[pyarrow]"),
    }
    return pandas.DataFrame(full)


def of_polars():
    return polars.DataFrame(
        {
            "Int64": polars.Series(WHOLE, dtype=polars.Int64),
            "UInt64": polars.Series([2**63 + row for row in range(ROWS)], dtype=polars.UInt64),
            "Int128": polars.Series([2**70 + row for row in range(ROWS)], dtype=polars.Int128),
            "Int8": polars.Series(SMALL, dtype=polars.Int8),
            "Float64": polars.Series(HALVES, dtype=polars.Float64),
            "Float32": polars.Series(HALVES, dtype=polars.Float32),
            "Boolean": polars.Series(ONES, dtype=polars.Int8).cast(polars.Boolean),
            "String": TEXTS,
            "Date": DAYS,
            "Time": [time.time() for time in TIMES],
            "us": TIMES,
            "ms": polars.Series(TIMES).cast(polars.Datetime("ms")),
            "zone": polars.Series(TIMES).dt.replace_time_zone("Europe/Oslo"),
            "spans": SPANS,
            "Decimal": polars.Series(PRICES, dtype=polars.Decimal(12, 3)),
            "Categorical": polars.Series([CITIES[code] for code in CODES], dtype=polars.Categorical),
            "Enum": polars.Series([CITIES[code] for code in CODES], dtype=polars.Enum(CITIES)),
        }
    )


def back(kernel, frame, library):
    """The frame as identifiers of rows, which the kernel keeps as they are."""
    names = [f"c{place}" for place in range(frame.shape[1])]
    click = [row % 2 for row in range(ROWS)]
    if isinstance(frame, pandas.DataFrame):
        sent = frame.set_axis(names, axis=1).assign(click=click, x=[row * 0.37 for row in range(ROWS)])
    else:
        sent = frame.rename(dict(zip(frame.columns, names))).with_columns(
            click=polars.Series(click), x=polars.Series([row * 0.37 for row in range(ROWS)])
        )
    kernel.put("types", sent)
    kernel.run(
        f"d = load frame types --label click --numeric x --id {' '.join(names)} --split ordered --ratio 1 0 0\n"
        "m = build shared-bottom d\np = predict m --split train"
    )
    table = kernel.table("p", library)
    assert 0 < float(table["click"][0]) < 1  # A prediction is not of the type of its label.
    found = table[names]
    return (
        found.set_axis(frame.columns, axis=1) if library == "pandas" else found.rename(dict(zip(names, frame.columns)))
    )


def test_pandas_comes_back_as_it_was(kernel):
    frame = of_pandas()
    pandas.testing.assert_frame_equal(back(kernel, frame, "pandas"), frame)


NULLABLE = {"int64": "Int64", "uint64": "UInt64", "int8": "Int8", "bool": "boolean"}


def test_pandas_comes_back_with_what_is_missing(kernel):
    frame = of_pandas()
    for name in frame.columns:
        kind = NULLABLE.get(str(frame[name].dtype), frame[name].dtype)
        frame[name] = frame[name].astype(kind)
        frame.loc[[3, 17], name] = None
    found = back(kernel, frame, "pandas")
    assert found.isna().to_numpy().tolist() == frame.isna().to_numpy().tolist()
    pandas.testing.assert_frame_equal(found, frame)


def test_missing_values_that_only_the_way_back_has_make_nullable_types():
    kind = column_types.types_of(pandas.DataFrame({"a": [1], "b": [True]}))
    assert str(pandas_columns.decode([1, None], kind["a"]).dtype) == "Int64"
    assert str(pandas_columns.decode([True, None], kind["b"]).dtype) == "boolean"


@pytest.mark.parametrize("missing", [[], [3, 17]])
def test_polars_comes_back_as_it_was(kernel, missing):
    gone = polars.Series([row in missing for row in range(ROWS)])
    frame = of_polars().select(polars.when(~gone).then(polars.all()))
    assert back(kernel, frame, "polars").equals(frame)
    assert back(kernel, frame, "polars").schema == frame.schema


def test_polars_comes_back_as_pandas(kernel):
    frame = of_polars()
    found = back(kernel, frame, "pandas")
    kinds = found.dtypes.astype(str).to_dict()
    assert (kinds["Int64"], kinds["UInt64"], kinds["Int8"]) == ("int64", "uint64", "int8")
    assert (kinds["Float32"], kinds["Boolean"], kinds["ms"]) == ("float32", "bool", "datetime64[ms]")
    assert (kinds["zone"], kinds["spans"]) == ("datetime64[us, Europe/Oslo]", "timedelta64[us]")
    for name in frame.columns:
        assert found[name].tolist() == frame[name].to_list(), name


def test_pandas_comes_back_as_polars(kernel):
    frame = of_pandas().drop(columns="huge")
    frame.loc[3, "text"] = None
    found = back(kernel, frame, "polars")
    kinds = {name: str(kind) for name, kind in found.schema.items()}
    assert (kinds["int64"], kinds["uint64"], kinds["int8"]) == ("Int64", "UInt64", "Int8")
    assert (kinds["float32"], kinds["boolean"], kinds["days"]) == ("Float32", "Boolean", "Date")
    assert found.schema["category"] == polars.Enum(CITIES) and kinds["numbers"] == "Int64"
    assert "Europe/Oslo" in kinds["stamps Oslo"] and kinds["prices"].startswith("Decimal")
    for name in frame.columns:
        sent = [None if pandas.isna(value) else value for value in frame[name].tolist()]
        assert found[name].to_list() == sent, name


def test_an_empty_text_is_missing_only_where_a_text_was(kernel):
    full = column_types.types_of(pandas.DataFrame({"a": ["x", ""]}))["a"]
    assert column_types.restored(["x", ""], full) == ["x", ""]
    partly = column_types.types_of(pandas.DataFrame({"a": ["x", None]}))["a"]
    assert column_types.restored(["x", ""], partly) == ["x", None]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([0.25, 1], "int64"),
        (["x"], "int64"),
        (["2"], "bool"),
        ([0.5], "datetime64[s]"),
        (["2024-05-01T00:00:00.5"], "datetime64[s]"),
        (["Paris"], pandas.CategoricalDtype(["Rom"])),
    ],
)
def test_what_would_lose_a_value_is_not_read(values, kind):
    found = column_types.types_of(pandas.DataFrame({"a": pandas.Series([], dtype=kind)}))["a"]
    with pytest.raises((ValueError, TypeError)):
        column_types.restored(values, found)


def test_a_frame_that_is_handed_over_anew_has_its_new_types(kernel):
    kernel.put("one", pandas.DataFrame({"a": [1, 2], "y": [0, 1]}))
    kernel.put("one", pandas.DataFrame({"a": [["x"], ["y"]], "y": [0, 1]}))
    assert kernel._types["a"] is None
    assert isinstance(kernel, dephn.Kernel)
