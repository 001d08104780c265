"""Tables of people's own: what the program reads is what pandas and DuckDB read, when told what we recognise."""

import json
import os
import pathlib
import signal
import subprocess
import sys
from time import monotonic, sleep

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
        # A comment at the end hides nothing of what follows the statement.
        ("SELECT 1 AS clack -- of the first day", "There is no column 'click'."),
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


# DuckDB as PyPI installs it: a program that starts another one, which works on.
WRAPPER = """#!/bin/sh
sleep 300 &
echo $! > "$0.pid"
wait
"""


def start_query(folder):
    """A script whose query waits for the fake program; the program's number, once it runs."""
    folder.joinpath("bin").mkdir()
    wrapper = folder / "bin" / "duckdb"
    wrapper.write_text(WRAPPER)
    wrapper.chmod(0o755)
    (folder / "cells.dephn").write_text('d = load sql "SELECT 1 AS click" --label click\n')
    environment = os.environ | {
        "DEPHN_CACHE": str(folder / "cache"),
        "PATH": f"{wrapper.parent}:{os.environ['PATH']}",
    }
    script = subprocess.Popen(
        [PROGRAM, "script", folder / "cells.dephn"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    file = wrapper.with_name("duckdb.pid")
    await_that(lambda: file.exists() and file.read_text().strip())
    return script, int(file.read_text())


def await_that(condition):
    end = monotonic() + 20
    while not condition():
        assert monotonic() < end
        sleep(0.02)


def runs(number):
    """True if a process of that number runs and is no zombie."""
    try:
        state = pathlib.Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in "ZX"


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_query_ends_with_the_programs_that_duckdb_has_started(tmp_path, sent):
    script, program = start_query(tmp_path)
    assert runs(program)
    script.send_signal(sent)
    script.wait(20)
    await_that(lambda: not runs(program))


def test_files_of_killed_queries_are_removed_by_the_next(tmp_path):
    script, program = start_query(tmp_path)
    script.kill()
    script.wait(20)
    await_that(lambda: not runs(program))
    cache = tmp_path / "cache"
    (lock,) = cache.glob("query-*.lock")
    lock.with_suffix("").write_text("click\n1\n")
    environment = with_duckdb(tmp_path) | {"DEPHN_CACHE": str(cache)}
    said(tmp_path, "SELECT * FROM nothing", environment)
    assert not list(cache.glob("query-*"))


@pytest.mark.parametrize("sign", [">", ">=", "<", "<=", "="])
@pytest.mark.parametrize("bound", ["0.1", "0.3", "4.2", "0.7"])
def test_decimal_thresholds_are_those_of_pandas(tmp_path, sign, bound):
    numbers = ["0.1", "0.2", "0.3", "0.7", "4.1", "4.2", "4.3", "1e-3"]
    frame = pandas.DataFrame({"age": range(80), "x": [float(numbers[row % 8]) for row in range(80)]})
    frame.to_csv(tmp_path / "t.csv", index=False)
    query = f"x {'==' if sign == '=' else sign} {bound}"
    expected = frame.eval(query).astype(int)
    shown = head(tmp_path, f"load csv t.csv --label 'x{sign}{bound}' --numeric age")
    path = duckdb(tmp_path, "COPY (SELECT age, x::DOUBLE AS x FROM 't.csv') TO 't.parquet' (FORMAT parquet)")
    stored = head(tmp_path, f"load parquet t.parquet --label 'x{sign}{bound}' --numeric age", path)
    for rows in (shown, stored):
        assert rows
        for number, row in rows.items():
            assert row[f"x{sign}{bound}"] == expected[int(number) - 1]
