"""Parameters of papermill as lines of the language."""

import math
import subprocess
import sys

import nbformat
import papermill
import pytest
from dephn.papermill import DephnTranslator
from papermill.exceptions import PapermillException
from papermill.translators import papermill_translators


def test_papermill_finds_the_translator_by_language_and_by_kernel():
    assert papermill_translators.find_translator("dephn", "dephn") is DephnTranslator
    assert papermill_translators.find_translator("another-name", "dephn") is DephnTranslator


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (3, "3"),
        (-2, "-2"),
        (2**63, "9223372036854775808"),
        (0.01, "0.01"),
        (1e-7, "1e-07"),
        (-0.5, "-0.5"),
        (math.inf, "inf"),
        (math.nan, "nan"),
        (True, "true"),
        (False, "false"),
        (None, "none"),
        ("mmoe", "'mmoe'"),
        ("data/x-1.csv", "'data/x-1.csv'"),
        (["mmoe", "ple"], "'mmoe' 'ple'"),
        ([1, 2.5, "a b"], "1 2.5 'a b'"),
        ("", "''"),
        ("a b", "'a b'"),
        ("$5 and ${x}", "'$5 and ${x}'"),
        ("it's", '"it\'s"'),
        ('it\'s "$5" \\', '"it\'s \\"\\$5\\" \\\\"'),
        ("# no comment", "'# no comment'"),
        ("a=b", "'a=b'"),
        ("{x}", "'{x}'"),
        ("--lr", "'--lr'"),
        ("1..5", "'1..5'"),
        ("train", "'train'"),
        ("größer", "'größer'"),
    ],
)
def test_a_value_is_written_as_words(value, written):
    assert DephnTranslator.translate(value) == written


@pytest.mark.parametrize("value", ["a\nb", "a\r", {"a": 1}, [[1], [2]], []])
def test_what_the_language_has_no_words_for_is_an_error(value):
    with pytest.raises(PapermillException, match="parameter"):
        DephnTranslator.translate(value)


@pytest.mark.parametrize("name", ["a-b", "1a", "a b", "", "train", "for"])
def test_a_name_that_the_language_cannot_have_is_an_error(name):
    with pytest.raises(PapermillException, match="not a valid name|is a command"):
        DephnTranslator.codify({name: 1})


def test_the_cell_begins_with_a_comment():
    assert DephnTranslator.codify({"epochs": 3, "kinds": ["mmoe", "ple"]}) == (
        "# Parameters\nepochs = 3\nkinds = 'mmoe' 'ple'\n"
    )


TEXTS = [
    "a b",
    "$5 and ${x}",
    "it's",
    'it\'s "$5" \\',
    "# x",
    "{x}",
    "a\\",
    "1..5",
    "ä ✓",
    "train",
    "--lr",
    "lsit",
    "a?",
]


@pytest.mark.parametrize("text", TEXTS)
def test_the_kernel_reads_the_same_text(kernel, text):
    kernel.run(DephnTranslator.codify({"text": text}))
    assert kernel.run("echo $text").text == text
    assert kernel.run('echo "<$text>"').text == f"<{text}>"


def test_the_kernel_reads_lists_word_by_word(kernel):
    kernel.run(DephnTranslator.codify({"texts": [*TEXTS, "road", ""]}))
    said = kernel.run('for text in $texts { echo "<$text>" }').text
    assert said.splitlines() == [f"<{text}>" for text in [*TEXTS, "road", ""]]


@pytest.mark.parametrize(
    "value", [[True, False, None], [False, 1], [None, 2.5], [math.inf, -math.inf, math.nan], [-1, -0.5]]
)
def test_the_kernel_reads_numbers_and_truth(kernel, value):
    kernel.run(DephnTranslator.codify({"values": value}))
    assert kernel.run("echo $values").text.split() == [DephnTranslator.translate(item) for item in value]


def test_the_parameters_of_a_notebook_are_listed():
    cell = nbformat.v4.new_code_cell(
        "# Of the training\nepochs = 3  # passes over the rows\nlr=0.01\nkinds = mmoe 'p l e'\n"
        'text = \'a # b\' # a text\nhere = "it\'s \\"x\\""\nnone_yet = none\nis_fast = true\nbig = 1e-3\n'
        "file = data/x#1.csv\nd = load synthetic --rows 10\necho a=b\n"
    )
    assert [tuple(parameter) for parameter in DephnTranslator.inspect(cell)] == [
        ("epochs", "int", "3", "passes over the rows"),
        ("lr", "float", "0.01", ""),
        ("kinds", "list", "mmoe 'p l e'", ""),
        ("text", "str", "'a # b'", "a text"),
        ("here", "str", '"it\'s \\"x\\""', ""),
        ("none_yet", "NoneType", "none", ""),
        ("is_fast", "bool", "true", ""),
        ("big", "float", "1e-3", ""),
        ("file", "str", "data/x#1.csv", ""),
    ]


def test_papermill_lists_them_and_knows_those_that_are_passed(tmp_path):
    cell = nbformat.v4.new_code_cell("epochs = 3 # how often\nlr = 0.01", metadata={"tags": ["parameters"]})
    metadata = {"kernelspec": {"name": "dephn", "display_name": "DEPHN", "language": "dephn"}}
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata=metadata), tmp_path / "in.ipynb")
    command = [sys.executable, "-m", "papermill", "in.ipynb"]
    listed = subprocess.run([*command, "--help-notebook"], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert "epochs: int (default 3)" in listed.stdout and "how often" in listed.stdout
    assert "does not support" not in listed.stdout + listed.stderr
    run = subprocess.run(
        [*command, "out.ipynb", "-p", "epochs", "2"], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert "unknown parameter" not in run.stderr and "does not support" not in run.stderr


def test_a_notebook_runs_with_its_parameters(tmp_path):
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell("epochs = 3\nname = 'none'", metadata={"tags": ["parameters"]}),
            nbformat.v4.new_code_cell(
                "d = load synthetic --rows 2000\nm = build mmoe d\ntrain m --epochs $epochs\necho $name $epochs"
            ),
        ],
        metadata={"kernelspec": {"name": "dephn", "display_name": "DEPHN", "language": "dephn"}},
    )
    nbformat.write(notebook, tmp_path / "in.ipynb")
    done = papermill.execute_notebook(
        str(tmp_path / "in.ipynb"), str(tmp_path / "out.ipynb"), parameters={"epochs": 2, "name": "it's"}
    )
    assert done.cells[1].source == '# Parameters\nepochs = 2\nname = "it\'s"\n'
    assert [output.text for output in done.cells[2].outputs if output.output_type == "stream"] == ["it's 2\n"]


def test_the_command_takes_parameters(tmp_path):
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("echo $epochs $lr $kind")],
        metadata={"kernelspec": {"name": "dephn", "display_name": "DEPHN", "language": "dephn"}},
    )
    nbformat.write(notebook, tmp_path / "in.ipynb")
    words = ["in.ipynb", "out.ipynb", "-p", "epochs", "2", "-p", "lr", "0.01", "-p", "kind", "mmoe"]
    subprocess.run([sys.executable, "-m", "papermill", *words], check=True, capture_output=True, cwd=tmp_path)
    cells = nbformat.read(tmp_path / "out.ipynb", as_version=4).cells
    assert cells[-1].outputs[0].text == "2 0.01 mmoe\n"
