"""Parameters of papermill as lines of the language: `papermill in.ipynb out.ipynb -p epochs 3`.

Papermill loads the entry points `papermill.engine` when it is imported; that of this package registers the translator.
"""

import math
import re

from papermill.engines import NBClientEngine
from papermill.exceptions import PapermillException
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

from .vocabulary import WORDS


class DephnTranslator(Translator):
    """`epochs = 3`, `kinds = 'mmoe' 'ple'`: a variable and its words. `none`, `true` and `false` are words, too."""

    @classmethod
    def translate_str(cls, val):
        return word(val)

    @classmethod
    def translate_none(cls, val):
        return "none"

    @classmethod
    def translate_bool(cls, val):
        return "true" if val else "false"

    @classmethod
    def translate_int(cls, val):
        return str(val)

    @classmethod
    def translate_float(cls, val):
        if math.isnan(val):
            return "nan"
        return repr(val) if math.isfinite(val) else ("inf" if val > 0 else "-inf")

    @classmethod
    def translate_list(cls, val):
        if any(isinstance(item, (list, tuple, dict)) for item in val):
            raise PapermillException(f"A list of lists cannot be a parameter of this language: {val!r}.")
        if not val:
            raise PapermillException("An empty list cannot be a parameter of this language.")
        return " ".join(cls.translate(item) for item in val)

    @classmethod
    def translate_tuple(cls, val):
        return cls.translate_list(val)

    @classmethod
    def translate_dict(cls, val):
        raise PapermillException(f"A dictionary cannot be a parameter of this language: {val!r}.")

    @classmethod
    def translate_escaped_str(cls, str_val):
        return word(str(str_val))

    @classmethod
    def comment(cls, cmt_str):
        return f"# {cmt_str}".strip()

    @classmethod
    def assign(cls, name, str_val):
        if not re.fullmatch(r"[^\W\d]\w*", name):
            raise PapermillException(
                f"'{name}' is not a valid name for a parameter: "
                "it starts with a letter and holds letters, digits and _."
            )
        if name in WORDS["commands"]:
            raise PapermillException(f"'{name}' is a command of this language: choose another name for the parameter.")
        return f"{name} = {str_val}"

    @classmethod
    def inspect(cls, parameters_cell):
        """The assignments of a cell; a comment behind one, as in `epochs = 3  # how often`, is its help."""
        lines = re.sub(r"\\[ \t]*\n", " ", parameters_cell["source"]).splitlines()
        found = [ASSIGNMENT.fullmatch(line) for line in lines]
        return [
            Parameter(
                match["name"], kind_of(match["words"].strip()), match["words"].strip(), (match["help"] or "").strip()
            )
            for match in found
            if match and match["words"].split()[0] not in WORDS["commands"]
        ]


# A name, words of which those in quotes may hold anything, and a comment.
ASSIGNMENT = re.compile(
    r"""\s*(?P<name>[^\W\d]\w*)\s*=\s*(?P<words>(?:'[^']*'|"(?:\\.|[^"\\])*"|[^\s'"#{}=]\S*|\s+)+?)\s*(?:\#(?P<help>.*))?"""
)


def kind_of(words):
    """The type of a parameter as papermill calls it, from its words."""
    if re.fullmatch(r"[-+]?\d+", words):
        return "int"
    if re.fullmatch(r"[-+]?(\d+\.\d*|\.\d+|\d+)([eE][-+]?\d+)?|[-+]?inf|nan", words):
        return "float"
    if words in ("true", "false"):
        return "bool"
    if words == "none":
        return "NoneType"
    parts = re.findall(r"""'[^']*'|"(?:\\.|[^"\\])*"|\S+""", words)
    return "list" if len(parts) > 1 else "str"


def word(text):
    """A text as one word of the language: in quotes it is never a command, an option or a range."""
    if "\n" in text or "\r" in text:
        raise PapermillException(f"A parameter with a line break cannot be written in this language: {text[:40]!r}.")
    if "'" not in text:
        return f"'{text}'"
    return '"' + re.sub(r'(["\\$])', r"\\\1", text) + '"'


papermill_translators.register("dephn", DephnTranslator)


class DephnEngine(NBClientEngine):
    """Papermill's own engine; its entry point is what brings papermill to this module."""
