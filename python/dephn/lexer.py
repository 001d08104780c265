"""Colors for the language where Pygments gives them: nbconvert, Sphinx, the console."""

from pygments.lexer import RegexLexer, bygroups, default, include, words
from pygments.token import Comment, Keyword, Name, Number, Operator, Punctuation, String, Text, Whitespace

from .vocabulary import WORDS

__all__ = ["DephnLexer"]

VERBS = tuple(word for word in WORDS["commands"] if word not in ("for", "in"))
KINDS = tuple({kind for family in WORDS["kinds"].values() for kind in family})
END = r"(?=[\s?{}]|$)"
VARIABLE = r"\$(?:[^\W\d]\w*|\{[^\W\d]\w*\})"


class DephnLexer(RegexLexer):
    """The command language of the DEPHN kernel."""

    name = "DEPHN"
    aliases = ["dephn"]
    filenames = ["*.dephn"]
    mimetypes = ["text/x-dephn"]

    tokens = {
        # At the beginning of a line, or behind `name =` or `{`.
        "root": [
            (r"\s+", Whitespace),
            (r"#.*", Comment.Single),
            (r"([^\s{}='\"$#][^\s{}=]*)([ \t]*)(=)", bygroups(Name.Variable, Whitespace, Operator)),
            (r"(for)([ \t]+)([^\W\d]\w*)([ \t]+)(in)\b",
             bygroups(Keyword, Whitespace, Name.Variable, Whitespace, Keyword), "rest"),
            (words(tuple(WORDS["kinds"]), suffix=END), Keyword, "kind"),
            (words(VERBS, suffix=END), Keyword, "rest"),
            (r"[{}]", Punctuation),
            default("rest"),
        ],
        "kind": [
            (r"[ \t]+", Whitespace),
            (words(KINDS, suffix=END), Keyword.Type, ("#pop", "rest")),
            default(("#pop", "rest")),
        ],
        "rest": [
            (r"\\[ \t]*\n", Text),
            (r"\n", Whitespace, "#pop"),
            (r"[ \t\r]+", Whitespace),
            (r"#.*", Comment.Single),
            (r"[{}]", Punctuation, "#pop"),
            (r"'[^'\n]*'?", String.Single),
            (r'"', String.Double, "string"),
            include("variable"),
            (r"--[^\W\d][\w-]*", Name.Attribute),
            (r"-?\d+\.\.-?\d+" + END, Number.Integer),
            (r"[-+]?(\d+\.\d*|\.\d+|\d+(?=[eE]))([eE][-+]?\d+)?" + END, Number.Float),
            (r"[-+]?\d+" + END, Number.Integer),
            (words(tuple(WORDS["values"]), suffix=END), Name.Constant),
            (r"[^\s{}$]+", Text),
            (r".", Text),
        ],
        "string": [
            (r'\\["\\$]', String.Escape),
            (r'"', String.Double, "#pop"),
            (r"(?=\n)", String.Double, "#pop"),
            include("variable"),
            (r'[^"\\$\n]+|.', String.Double),
        ],
        "variable": [(VARIABLE, Name.Variable)],
    }  # fmt: skip
