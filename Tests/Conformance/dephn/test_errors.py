"""Mistakes in cells, as a person is told of them."""

import pytest
from client import run


@pytest.mark.parametrize(
    "code, name, word, way_out",
    [
        ("trian m", "UsageError", "trian", "train"),
        ("gates nobody", "NameError", "nobody", ""),
        ("load csv no-such-file.csv --label a", "FileError", "no-such-file.csv", ""),
        ("echo 'open", "UsageError", "'", ""),
        ("m = build mmoe", "UsageError", "build mmoe", ""),
    ],
)
def test_mistake_is_told_with_its_place(client, code, name, word, way_out):
    content, messages = run(client, code)
    assert content["status"] == "error"
    assert content["ename"] == name
    errors = [m["content"] for m in messages if m["msg_type"] == "error"]
    assert len(errors) == 1
    text = "\n".join(errors[0]["traceback"])
    assert text.startswith("line 1:  ") and "^" in text
    assert word in text and way_out in text


def test_malformed_csv_is_told_with_its_line(client, tmp_path):
    file = tmp_path / "broken.csv"
    file.write_text("a,b,label\n1,2,0\n1,2\n")
    content, _ = run(client, f"load csv {file} --label label")
    assert content["status"] == "error"
    assert content["ename"] == "DataError"
    assert content["evalue"].startswith("Line 3 of broken.csv: ")
