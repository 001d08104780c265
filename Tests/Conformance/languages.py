"""The cells that the suite runs, a table a language: the only thing to write for another kernel."""

from dataclasses import dataclass, field
from typing import Callable


@dataclass(frozen=True)
class Language:
    # Prints a text of letters, digits and blanks, and a line feed.
    print: Callable[[str], str]
    # Has a value, whose text/plain contains the second text.
    value: tuple
    # Shows a display that is not the cell's value.
    display: str
    # Fails, with that error name; and a name of a variable or command that there is none of.
    error: tuple
    # Makes what `long` and `after` use.
    setup: str
    # Computes for a minute at least, after it has published a message of the type `long_shows`.
    long: str
    long_shows: str
    # Works only if what `setup` made is still there.
    after: str
    # Prints so many lines; and what it prints.
    lines: Callable[[int], tuple]
    # Shows a display and changes it; the last state's text/plain contains the second text.
    progress: tuple
    # Prints "first", clears (waiting or not), prints "second".
    clear: Callable[[bool], str]
    # Asks for a line with `allow_stdin`; with the answer the cell runs, without it fails.
    # "{file}" stands for a text file that is there.
    ask: str
    answer: str
    # Code and what completes it, what can be inspected, what is (in)complete or invalid.
    completion: tuple
    inspection: str
    complete: str
    incomplete: str
    invalid: str
    # Expressions: one with the text of its value, one that fails.
    expression: tuple
    failing_expression: str
    # Environment in which a kernel under test leaves nothing behind in the user's folders.
    environment: Callable[[str], dict] = field(default=lambda folder: {})


def _dephn_lines(count: int) -> tuple:
    rounds = count // 100
    text = "".join(f"{number}\n" for number in range(1, 101)) * rounds
    return f"for a in 1..{rounds} {{\n  for b in 1..100 {{ echo $b }}\n}}", text


DEPHN = Language(
    print=lambda text: f"echo {text}",
    value=("list", "Session"),
    display="list\nlist",
    error=("trian m", "UsageError"),
    setup="d = load synthetic --rows 20000 --seed 1\nm = build shared-bottom d",
    long="train m --epochs 100000 --batch-size 64",
    long_shows="display_data",
    after="train m --epochs 1 --batch-size 4096",
    lines=_dephn_lines,
    progress=("train m --epochs 25 --batch-size 64", "steps"),
    clear=lambda wait: f"echo first\nclear{' --wait' if wait else ''}\necho second",
    ask="e = load synthetic --rows 50\nn = build shared-bottom e\nsave n {file}",
    answer="y",
    completion=("tra", "train"),
    inspection="train",
    complete="echo hello",
    incomplete="for r in 1 2 {",
    invalid="echo 'open",
    expression=("echo 7", "7\n"),
    failing_expression="trian",
    environment=lambda folder: {
        "DEPHN_HISTORY": f"{folder}/history.sqlite",
        "XDG_CACHE_HOME": f"{folder}/cache",
        "DEPHN_RUNS": f"{folder}/runs",
    },
)

PYTHON = Language(
    print=lambda text: f"print({text!r})",
    value=("40 + 2", "42"),
    display="display(1)",
    error=("1 / 0", "ZeroDivisionError"),
    setup="x = 0",
    long="print('started', flush=True)\nfor i in range(10**12): x += 1",
    long_shows="stream",
    after="assert x >= 0",
    lines=lambda count: (f"for i in range({count}): print(i, flush=True)", "".join(f"{i}\n" for i in range(count))),
    progress=("h = display('0 %', display_id=True)\nfor i in range(101): h.update(f'{i} %')", "100 %"),
    clear=lambda wait: (
        f"from IPython.display import clear_output\nprint('first')\nclear_output(wait={wait})\nprint('second')"
    ),
    ask="assert input('name? ') == 'Ada'",
    answer="Ada",
    completion=("pri", "print"),
    inspection="print",
    complete="x = 1",
    incomplete="for r in range(3):",
    invalid="x = = 1",
    expression=("3 + 4", "7"),
    failing_expression="no_such_name",
    environment=lambda folder: {"IPYTHONDIR": f"{folder}/ipython"},
)

# By the `language` of a kernelspec.
LANGUAGES = {"dephn": DEPHN, "python": PYTHON}
