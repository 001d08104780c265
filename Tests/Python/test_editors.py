"""What colors the language: the words, the Pygments lexer, the extensions of JupyterLab and Visual Studio Code."""

import json
import re
import subprocess
import sys
import zipfile

import pytest
from dephn.vocabulary import WORDS
from pygments.lexers import get_lexer_by_name, get_lexer_for_filename, get_lexer_for_mimetype
from pygments.token import Comment, Error, Keyword, Name, Number, Operator, String

SAMPLES = [
    ("train m", "train", Keyword),
    ("m = build mmoe d", "m", Name.Variable),
    ("m = build mmoe d", "=", Operator),
    ("m = build mmoe d", "build", Keyword),
    ("m = build mmoe d", "mmoe", Keyword.Type),
    ("train m --epochs 3", "--epochs", Name.Attribute),
    ("train m --epochs 3", "3", Number.Integer),
    ("train m --learning-rate 0.01", "0.01", Number.Float),
    ("train m --learning-rate 1e-3", "1e-3", Number.Float),
    ("train m --optimizer adam", "adam", Name.Constant),
    ("# a comment = with { signs", "# a comment = with { signs", Comment.Single),
    ("echo a#b", "a#b", None),
    ("echo 'a $b # c'", "'a $b # c'", String.Single),
    ('echo "a $b"', "$b", Name.Variable),
    ('echo "a \\$b"', "\\$", String.Escape),
    ("echo ${name}", "${name}", Name.Variable),
    ("sweep = for r in 1..3 {", "for", Keyword),
    ("sweep = for r in 1..3 {", "r", Name.Variable),
    ("sweep = for r in 1..3 {", "1..3", Number.Integer),
    ("for r in 1..3 { train m }", "train", Keyword),
    ("build dephn?", "dephn", Keyword.Type),
    ("train m \\\n  --epochs 3", "--epochs", Name.Attribute),
    ("unknown word", "unknown", None),
]


@pytest.mark.parametrize(("code", "text", "kind"), SAMPLES)
def test_pygments_knows_the_kinds_of_words(code, text, kind):
    tokens = list(get_lexer_by_name("dephn").get_tokens(code))
    assert "".join(value for _, value in tokens) == code + "\n"
    kinds = [token for token, value in tokens if value == text]
    assert kinds, tokens
    if kind is not None:
        assert kinds[0] == kind
    else:
        assert kinds[0] not in Keyword and kinds[0] not in Comment


def test_pygments_finds_it_by_name_file_and_type():
    assert get_lexer_for_filename("a.dephn").name == "DEPHN"
    assert get_lexer_for_mimetype("text/x-dephn").name == "DEPHN"


def test_a_notebook_has_no_word_that_pygments_cannot_read(root):
    for path in (root / "notebooks").glob("*.ipynb"):
        for cell in json.loads(path.read_text())["cells"]:
            if cell["cell_type"] == "code":
                code = "".join(cell["source"])
                assert not [value for token, value in get_lexer_by_name("dephn").get_tokens(code) if token in Error]


def test_the_words_are_those_of_the_program(root):
    from dephn.program import program_path

    said = subprocess.run([program_path(), "words"], capture_output=True, text=True, check=True).stdout
    assert json.loads(said) == json.loads((root / "python/dephn/words.json").read_text()), "run `make words`"
    assert {"load", "build", "train", "for", "in"} <= set(WORDS["commands"])
    assert "mmoe" in WORDS["kinds"]["build"] and "--epochs" in WORDS["options"]


def made(root, kind, target):
    subprocess.run([sys.executable, root / "scripts/editors.py", kind, target], check=True)
    return target


def test_the_extension_for_vscode_is_whole(root, tmp_path):
    archive = zipfile.ZipFile(made(root, "vsix", tmp_path / "dephn.vsix"))
    about = json.loads(archive.read("extension/package.json"))
    (language,) = about["contributes"]["languages"]
    assert (language["id"], language["extensions"]) == ("dephn", [".dephn"])
    for path in [language["configuration"], *(grammar["path"] for grammar in about["contributes"]["grammars"])]:
        json.loads(archive.read("extension/" + path[2:]))
    assert json.loads(archive.read("extension/language-configuration.json"))["comments"] == {"lineComment": "#"}
    manifest = archive.read("extension.vsixmanifest").decode()
    assert f'Version="{about["version"]}"' in manifest and 'Id="dephn"' in manifest
    assert '<Default Extension="json"' in archive.read("[Content_Types].xml").decode()


def test_the_grammar_for_vscode_knows_the_words(root, tmp_path):
    archive = zipfile.ZipFile(made(root, "vsix", tmp_path / "dephn.vsix"))
    grammar = json.loads(archive.read("extension/dephn.tmLanguage.json"))
    rules = grammar["repository"]["line"]["patterns"]
    named = {rule.get("name", ""): rule.get("match", rule.get("begin")) for rule in rules}
    for pattern in (pattern for pattern in named.values() if pattern):
        # Python cannot look behind for a length that varies; the program's own engine can.
        re.compile(pattern.replace("(?:^|(?<=[{=]))", "").replace("(?:^|(?<=\\{))", ""))
    captures = [rule["match"] for rule in rules if "captures" in rule]
    assert any("virtual\\-gradient" in pattern for pattern in captures)
    assert re.search(named["constant.numeric.dephn"], "--lr 0.01").group() == "0.01"
    assert re.search(named["constant.language.dephn"], "--optimizer adam").group() == "adam"


def test_the_extension_for_jupyterlab_is_where_jupyterlab_looks():
    import pathlib

    folder = pathlib.Path(sys.prefix, "share/jupyter/labextensions/dephn")
    about = json.loads((folder / "package.json").read_text())
    code = (folder / about["jupyterlab"]["_build"]["load"]).read_text()
    assert '"virtual-gradient"' in code and "/* WORDS */ null" not in code
    assert f"_JUPYTERLAB = window._JUPYTERLAB || {{}}).{about['name']} = " in code
