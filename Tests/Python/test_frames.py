"""Frames on their way to the kernel and back: types, missing values, categories, 64-bit ids."""

import datetime
import decimal
import json
import math

import dephn
import numpy
import pandas
import polars
import pytest
from dephn import frames
from dephn.frames import FrameError

TEXTS = ["a", "b c", 'say "no"', "it's, here", "line\nbreak", "größer ✓", "$5", None]


def everything(rows=40):
    """A pandas frame with a column of each type that people have."""
    place = numpy.arange(rows)
    return pandas.DataFrame(
        {
            "user_id": (2**53 + 1 + place % 7).astype("int64"),
            "price": numpy.where(place % 5 == 3, numpy.nan, place * 0.37 + 0.1),
            "rating": numpy.where(place % 4 == 0, numpy.nan, (place % 4) / 2),
            "city": pandas.Categorical.from_codes(place % 4 - 1, ["Oslo", "Bonn", "Rom"]),
            "text": [TEXTS[i % len(TEXTS)] for i in place],
            "member": place % 3 == 0,
            "seen": pandas.Timestamp("2024-05-01") + pandas.to_timedelta(place % 6 * 3601, unit="s"),
            "maybe": pandas.array([None if i % 6 == 0 else int(i) for i in place], dtype="Int64"),
            "click": place % 2,
            "buy": place % 5 == 0,
        }
    )


@pytest.fixture
def written(tmp_path):
    """Writes a frame and reads the file again: the values that the kernel will see, by column."""

    def write(frame):
        path = tmp_path / "df.frame"
        frames.write(frame, path)
        assert list(tmp_path.iterdir()) == [path]
        return read(path.read_bytes())

    return write


def read(content):
    assert content[:8] == frames.MAGIC
    header = json.loads(content[int.from_bytes(content[8:16], "little") :])
    kinds, values = {}, {}
    for column in header["columns"]:

        def block(name, kind, column=column):
            place = column[name]
            return numpy.frombuffer(content, kind, place["count"], place["at"])

        if "values" in column:
            found = [None if math.isnan(value) else float(value) for value in block("values", "f4")]
        else:
            if "integers" in column:
                words = [str(value) for value in block("integers", "i8")]
            else:
                ends = [0, *block("ends", "i8").tolist()]
                text = block("text", "u1").tobytes()
                words = [text[start:end].decode() for start, end in zip(ends, ends[1:])]
            assert len(set(words)) == len(words) and "" not in words
            found = [None if code < 0 else words[code] for code in block("codes", "i4")]
        assert len(found) == header["rows"]
        kinds[column["name"]], values[column["name"]] = column["type"], found
    return kinds, values


def test_each_type_is_written_as_what_it_is(written):
    frame = everything()
    kinds, values = written(frame)
    assert kinds == {
        "user_id": "integer",
        "price": "number",
        "rating": "number",
        "city": "category",
        "text": "category",
        "member": "category",
        "seen": "category",
        "maybe": "integer",
        "click": "integer",
        "buy": "category",
    }
    assert values["user_id"][:2] == ["9007199254740993", "9007199254740994"]
    assert values["price"][3] is None and values["price"][4] == pytest.approx(1.58)
    assert values["rating"][:4] == [None, "0.5", "1", "1.5"]
    assert values["city"][:4] == [None, "Oslo", "Bonn", "Rom"]
    assert values["text"][: len(TEXTS)] == TEXTS
    assert values["member"][:2] == ["true", "false"]
    assert values["seen"][:2] == ["2024-05-01T00:00:00", "2024-05-01T01:00:01"]
    assert values["maybe"][:2] == [None, "1"]


def test_polars_says_the_same(written):
    frame = everything()
    kinds, values = written(polars.from_pandas(frame))
    assert (kinds, values) == written(frame)


def test_pyarrow_says_the_same(written):
    pyarrow = pytest.importorskip("pyarrow")
    frame = everything()
    assert written(pyarrow.Table.from_pandas(frame)) == written(frame)


@pytest.mark.parametrize(
    ("values", "kind", "expected"),
    [
        ([True, None, False], "category", ["true", None, "false"]),
        ([1, None, 3], "number", ["1", None, "3"]),
        (pandas.array([2**64 - 1, 1, 1], dtype="UInt64"), "integer", [str(2**64 - 1), "1", "1"]),
        (numpy.array([2**63 - 1, -(2**63), 0]), "integer", [str(2**63 - 1), str(-(2**63)), "0"]),
        ([decimal.Decimal("1.5"), decimal.Decimal(2), None], "number", ["1.5", "2", None]),
        ([10**30, 1, None], "integer", [str(10**30), "1", None]),
        ([datetime.date(2024, 5, 1), None, datetime.date(2024, 5, 2)], "category", ["2024-05-01", None, "2024-05-02"]),
        (pandas.to_datetime(["2024-05-01", None, "2024-05-02"]), "category", ["2024-05-01", None, "2024-05-02"]),
        (
            pandas.to_datetime(["2024-05-01 01:00", "2024-05-01 02:30", None]).tz_localize("Europe/Oslo"),
            "category",
            ["2024-04-30T23:00:00", "2024-05-01T00:30:00", None],
        ),
        (pandas.to_timedelta(["1min", None, "2s"]), "number", ["60", None, "2"]),
        (["", "a", "a"], "category", [None, "a", "a"]),
        (pandas.Categorical([1, "1", None]), "category", ["1", "1", None]),
        (pandas.Categorical([0.5, 1.0, None]), "category", ["0.5", "1", None]),
        ([None, None, None], "number", [None, None, None]),
        (pandas.array(["x", None, "y"], dtype="string"), "category", ["x", None, "y"]),
        (numpy.array([1, 2, 3], dtype="float16"), "number", ["1", "2", "3"]),
        ([["a", "b"], [], None], "category", ["a|b", None, None]),
        ([(1, 2), numpy.array([2.0, 0.5]), [None, math.nan]], "category", ["1|2", "2|0.5", None]),
    ],
)
def test_values_of_a_type(written, values, kind, expected):
    kinds, found = written(pandas.DataFrame({"x": values}))
    assert (kinds["x"], found["x"]) == (kind, expected)


@pytest.mark.parametrize(
    ("frame", "sentence"),
    [
        (pandas.DataFrame({"a": []}), "The frame has no rows."),
        (pandas.DataFrame(index=[1, 2]), "The frame has no columns."),
        (pandas.DataFrame([[1, 2]], columns=["a", "a"]), "Two columns are called 'a'"),
        (pandas.DataFrame([[1, 2]], columns=[1, "1"]), "Two columns are called '1'"),
        (pandas.DataFrame([[1, 2]], columns=["a", " "]), "Column 2 has no name"),
        (pandas.DataFrame([[1]], columns=pandas.MultiIndex.from_tuples([("a", "b")])), "a name of several levels"),
        (pandas.DataFrame({"x": [1, "a"]}), "Column 'x' mixes text and whole numbers"),
        (pandas.DataFrame({"x": [True, "a"]}), "Column 'x' mixes text and true or false"),
        (pandas.DataFrame({"x": [[[1]], [2]]}), "Column 'x' holds lists of lists, dictionaries or other objects"),
        (pandas.DataFrame({"x": [["a|b"], [2]]}), "Column 'x' holds lists with '|' in a value"),
        (pandas.DataFrame({"x": [{"a": 1}, None]}), "Column 'x' holds dictionaries: df['x'].str.get('a') takes"),
        (pandas.DataFrame({"x": [b"a", None]}), "Column 'x' holds bytes: df['x'].str.decode('utf-8') makes"),
        (pandas.DataFrame({"x": [1j, 2j]}), "Column 'x' holds complex numbers"),
        (pandas.DataFrame({"x": [object(), None]}), "Column 'x' holds values of the type object"),
        (pandas.DataFrame({"x": [1.0, math.inf]}), "Column 'x' holds an infinite value"),
        (pandas.DataFrame({"x": numpy.arange(30) * 1e38}), "Column 'x' holds numbers beyond ±3.4e38"),
        (pandas.DataFrame({"x": ["a\0b", "c"]}), "Column 'x' holds a zero byte"),
        (polars.DataFrame({"x": [[[1]], [[2]]]}), "Column 'x' holds lists of lists, dictionaries or other objects"),
        (polars.DataFrame({"x": [{"a": 1}]}), "Column 'x' holds nested values (Struct({'a': Int64})): df.unnest('x')"),
        (polars.DataFrame({"x": [b"a", None]}), "Column 'x' holds bytes: df['x'].bin.encode('hex') makes"),
        (polars.DataFrame({"x": [object(), None]}), "df['x'].map_elements(str, return_dtype=pl.String) makes"),
        (polars.DataFrame({"x": [1.0, math.inf]}), "df['x'].replace([inf, -inf], None) makes it missing"),
        (3, "A pandas or polars frame is needed, not int."),
        (polars.Series([1]), "A pandas or polars frame is needed, not Series."),
        ([[1, 2]], "A pandas or polars frame is needed, not list."),
    ],
)
def test_what_cannot_be_handed_over_says_why(tmp_path, frame, sentence):
    with pytest.raises(FrameError) as caught:
        frames.write(frame, tmp_path / "df.frame")
    assert sentence in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_the_index_stays_behind_and_a_slice_is_what_it_shows(written):
    frame = everything().iloc[::3].set_index("text")
    kinds, values = written(frame)
    assert "text" not in kinds
    assert values["user_id"] == [str(value) for value in frame["user_id"]]


POLARS = [
    polars.Series("x", [["a", "b"], [], None]),
    polars.Series("x", [[1, 2], [None], None], dtype=polars.List(polars.Int8)),
]


@pytest.mark.parametrize(("column", "expected"), zip(POLARS, [["a|b", None, None], ["1|2", None, None]]))
def test_lists_of_polars_are_words_for_multi(written, column, expected):
    assert written(column.to_frame()) == ({"x": "category"}, {"x": expected})


def test_integers_beyond_64_bits(written):
    wide = polars.Series("x", [2**100, None, -5], dtype=polars.Int128)
    assert written(wide.to_frame()) == ({"x": "integer"}, {"x": [str(2**100), None, "-5"]})
    narrow = polars.Series("x", [7, None, -5], dtype=polars.Int128)
    assert written(narrow.to_frame()) == ({"x": "integer"}, {"x": ["7", None, "-5"]})


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_column_of_lists_is_a_feature_of_several_values(kernel, library):
    lists = [["a", "b"], ["b"], [], ["c", "a"]] * 50
    frame = pandas.DataFrame({"tags": lists, "click": [0, 1] * 100})
    kernel.put("lists", polars.from_pandas(frame) if library == "polars" else frame)
    kernel.run("d = load frame lists --label click --multi tags --split ordered --ratio 1 0 0\nback = head d --rows 4")
    assert kernel.table("back", "pandas")["tags"].fillna("").tolist() == ["a b", "b", "", "c a"]


def test_types_survive_the_way_there_and_back(kernel):
    frame = everything()
    kernel.put("df", frame)
    kernel.run(
        "d = load frame df --label click buy --categorical user_id --split ordered --ratio 1 0 0\n"
        "back = head d --rows 20"
    )
    back = kernel.table("back")
    sent = frame.head(20)
    for name in ("user_id", "member", "maybe", "city", "seen"):
        pandas.testing.assert_series_equal(back[name], sent[name], check_index=False)
    assert [None if pandas.isna(value) else value for value in back["text"]] == [TEXTS[i % 8] for i in range(20)]
    numpy.testing.assert_allclose(back["price"], sent["price"], rtol=1e-6)
    numpy.testing.assert_allclose(back["rating"], sent["rating"])
    assert back["click"].tolist() == sent["click"].tolist()


def test_the_kernel_learns_the_same_from_a_frame_as_from_the_file(kernel, tmp_path):
    random = numpy.random.default_rng(1)
    frame = pandas.DataFrame(
        {
            "a": random.normal(size=2000).astype("float32"),
            "b": random.integers(0, 5, 2000),
            "c": random.choice(["x", "y", "z"], 2000),
            "y": random.integers(0, 2, 2000),
        }
    )
    frame.to_csv(tmp_path / "t.csv", index=False)
    kernel.put("same", frame)
    kernel.run(f"""
        f = load frame same --label y
        c = load csv '{tmp_path / "t.csv"}' --label y
        mf = build dnn f
        mc = build dnn c
        train mf --epochs 2 --seed 1
        train mc --epochs 2 --seed 1
        tf = evaluate mf
        tc = evaluate mc
    """)
    pandas.testing.assert_frame_equal(
        kernel.table("tf").drop(columns="model"), kernel.table("tc").drop(columns="model"), check_exact=True
    )


def test_a_frame_can_be_handed_over_anew(kernel):
    for rows in (30, 60):
        kernel.put("anew", everything(rows))
        said = kernel.run("d = load frame anew --label click\nshow d").text
        assert str(rows) in said


def test_a_frame_that_is_missing_is_told_with_those_that_are_there(kernel):
    kernel.put("there", everything())
    with pytest.raises(dephn.KernelError) as caught:
        kernel.run("d = load frame missing --label click")
    assert "There is no frame 'missing'." in str(caught.value)
    assert "there" in str(caught.value)


def test_a_frame_and_its_prediction_from_polars(kernel):
    frame = polars.from_pandas(everything(400))
    kernel.put("pl", frame)
    kernel.run("""
        d = load frame pl --label click buy
        m = build mmoe d
        train m --epochs 2 --batch-size 32
        p = predict m
    """)
    predicted = kernel.table("p", "polars")
    assert predicted["click"].is_between(0, 1).all()
    assert len(predicted) == 40
