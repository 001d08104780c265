"""Tables of people's own: what the program reads is what pandas and DuckDB read, when told what we recognise."""

import json
import os
import pathlib
import subprocess
import sys

import pandas
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build/release/dephn"
ROWS = 60
CITIES = ["Rome", "Oslo", "Bonn", "Orléans"]


def rows(price=lambda row: f"{row * 1.5 + 0.25}"):
    """A header and rows: age, city, price, click."""
    return [["age", "city", "price", "click"]] + [
        [str(20 + row), CITIES[row % 4], price(row), str(row // 3 % 2)] for row in range(ROWS)
    ]


def text(separator=",", end="\n", price=lambda row: f"{row * 1.5 + 0.25}"):
    return "".join(separator.join(row) + end for row in rows(price))


def thousands(row):
    return f'"{(row + 1) * 1234.5:,.2f}"'


# A name, the bytes, and what pandas must be told.
FILES = {
    "comma": (text().encode(), {}),
    "tab": (text("\t").encode(), {"sep": "\t"}),
    "semicolon": (text(";").encode(), {"sep": ";"}),
    "bar": (text("|").encode(), {"sep": "|"}),
    "crlf": (text(end="\r\n").encode(), {}),
    "bom": (b"\xef\xbb\xbf" + text().encode(), {"encoding": "utf-8-sig"}),
    "utf16": (text().encode("utf-16"), {"encoding": "utf-16"}),
    "latin1": (text().encode("latin-1"), {"encoding": "latin-1"}),
    "comments": (b"# exported\n" + text().encode(), {"comment": "#"}),
    "decimal comma": (
        text(";", price=lambda row: f"{row * 1.5 + 0.25}".replace(".", ",")).encode(),
        {"sep": ";", "decimal": ","},
    ),
    "thousands": (text(price=thousands).encode(), {"thousands": ","}),
    "missing": (
        text(price=lambda row: ["nan", "N/A", "", "null"][row % 4] if row > 40 else f"{row}.5").encode(),
        {},
    ),
    "scientific": (text(price=lambda row: f"{row}.25e-3").encode(), {}),
    "title": (b"Report of 2024\n\n" + text().encode(), {"skiprows": 2}),
    "excel": (
        b"\xef\xbb\xbf" + "".join(",".join(f'"{word}"' for word in row) + "\r\n" for row in rows()).encode(),
        {"encoding": "utf-8-sig"},
    ),
    "control characters": (text("\x01").encode(), {"sep": "\x01"}),
    "pandas' own": (text(price=lambda row: ["<NA>", "NaN", "None"][row % 3] if row > 40 else f"{row}.5").encode(), {}),
    "negative zero": (text(price=lambda row: "-0.0" if row % 5 == 0 else f"-{row}.5").encode(), {}),
}


def run(folder, cells, path=None):
    """Runs cells in a folder; what they print."""
    (folder / "cells.dephn").write_text(cells)
    done = subprocess.run(
        [PROGRAM, "script", folder / "cells.dephn"],
        check=False,
        cwd=folder,
        env=os.environ | {"DEPHN_CACHE": str(folder / "cache"), "PATH": path or os.environ["PATH"]},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def head(folder, load, path=None):
    """The first rows of the training part, by their number in the file."""
    run(folder, f"d = {load}\nt = head d --rows 20\nexport t t.json\n", path)
    return {row["row"]: row for row in json.loads((folder / "t.json").read_text())}


@pytest.mark.parametrize("name", FILES)
def test_values_agree_with_pandas(name, tmp_path):
    content, options = FILES[name]
    (tmp_path / "t.csv").write_bytes(content)
    frame = pandas.read_csv(tmp_path / "t.csv", **options)
    shown = head(tmp_path, "load csv t.csv --label click")
    assert len(shown) == 20
    for number, row in shown.items():
        expected = frame.iloc[int(number) - 1]
        assert row["age"] == expected["age"]
        assert row["city"] == expected["city"]
        assert row["click"] == expected["click"]
        if pandas.isna(expected["price"]):
            assert row["price"] is None
        else:
            assert row["price"] == pytest.approx(expected["price"], rel=1e-6)


# How a time is written, and what pandas must be told.
DATES = {
    "iso": ("%Y-%m-%d %H:%M:%S", {}),
    "day first": ("%d.%m.%Y %H:%M", {"format": "%d.%m.%Y %H:%M"}),
    "month first": ("%m/%d/%Y %I:%M %p", {"format": "%m/%d/%Y %I:%M %p"}),
    "seconds": ("%s", {"unit": "s"}),
}


@pytest.mark.parametrize("name", DATES)
def test_hours_and_weekdays_agree_with_pandas(name, tmp_path):
    form, options = DATES[name]
    times = pandas.date_range("2024-01-03 05:17:00", periods=ROWS, freq="17h")
    words = [str(int(time.timestamp())) if form == "%s" else time.strftime(form) for time in times]
    frame = pandas.DataFrame({"when": words, "click": [row // 3 % 2 for row in range(ROWS)]})
    frame.to_csv(tmp_path / "t.csv", index=False)
    column = pandas.read_csv(tmp_path / "t.csv")["when"]
    expected = pandas.to_datetime(column, **options)
    for number, row in head(tmp_path, "load csv t.csv --label click").items():
        time = expected[int(number) - 1]
        assert row["when.hour"] == str(time.hour)
        assert row["when.weekday"] == time.day_name()[:3]


def test_ids_keep_their_digits_and_zeros(tmp_path):
    frame = pandas.DataFrame(
        {
            "zip": [f"0{1000 + 37 * row}" for row in range(ROWS)],
            "user": [1234567890123456789 + row % 25 for row in range(ROWS)],
            "click": [row // 3 % 2 for row in range(ROWS)],
        }
    )
    frame.to_csv(tmp_path / "t.csv", index=False)
    for number, row in head(tmp_path, "load csv t.csv --label click").items():
        expected = frame.iloc[int(number) - 1]
        assert row["zip"] == expected["zip"]
        assert row["user"] == str(expected["user"])


def duckdb(folder, statement):
    program = pathlib.Path(sys.executable).with_name("duckdb")
    subprocess.run([program, "-c", statement], cwd=folder, check=True, capture_output=True)
    return f"{program.parent}:{os.environ['PATH']}"


def test_parquet_files_are_read(tmp_path):
    (tmp_path / "t.csv").write_bytes(text().encode())
    path = duckdb(tmp_path, "COPY (SELECT * FROM 't.csv') TO 't.parquet' (FORMAT parquet)")
    load = "load parquet t.parquet --label click"
    assert head(tmp_path, load, path) == head(tmp_path, "load csv t.csv --label click")


def test_a_statement_is_run(tmp_path):
    (tmp_path / "t.csv").write_bytes(text().encode())
    path = duckdb(tmp_path, "COPY (SELECT * FROM 't.csv') TO 'a.parquet' (FORMAT parquet)")
    shown = head(
        tmp_path,
        "load sql \"SELECT age, price * 2 AS twice, click FROM '*.parquet' WHERE age < 70\" --label click",
        path,
    )
    frame = pandas.read_csv(tmp_path / "t.csv")
    for number, row in shown.items():
        assert row["twice"] == pytest.approx(2 * frame.iloc[int(number) - 1]["price"])


def said(folder, statement, environment):
    """What the program says of a statement that does not become a data set."""
    (folder / "cells.dephn").write_text(f'd = load sql "{statement}" --label click\n')
    done = subprocess.run(
        [PROGRAM, "script", folder / "cells.dephn"], check=False, env=environment, capture_output=True, text=True
    )
    assert done.returncode != 0
    return done.stdout + done.stderr


def with_duckdb(folder):
    program = pathlib.Path(sys.executable).with_name("duckdb")
    return os.environ | {"DEPHN_CACHE": str(folder), "PATH": str(program.parent)}


def test_an_error_about_a_statement_names_no_file_of_ours(tmp_path):
    for statement, expected in [
        ("SELECT 1 AS click WHERE false", "The statement gives no rows."),
        ("SELECT 1 AS clack", "There is no column 'click'."),
    ]:
        text = said(tmp_path, statement, with_duckdb(tmp_path))
        assert expected in text
        assert "query-" not in text


def test_without_duckdb_one_line_says_how_to_get_it(tmp_path):
    text = said(tmp_path, "SELECT 1 AS click", {"HOME": str(tmp_path), "PATH": "/nowhere"})
    assert "pip install duckdb-cli" in text


def test_a_wrong_statement_is_told_in_duckdbs_words(tmp_path):
    text = said(tmp_path, "SELECT * FROM nothing", with_duckdb(tmp_path))
    assert "nothing does not exist" in text
    assert not list(tmp_path.glob("query-*"))
