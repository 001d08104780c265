"""The kernel in JupyterLab, as a person uses it."""

import os
import subprocess
import sys

import pytest
from conftest import CONTRAST, PICTURES, ROOT

DATA = "d = load synthetic --rows 4000 --seed 1\nm = build dephn d"


def styles(notebook, place):
    """Color, weight and slant of each piece of a cell, by its text; those of plain text under ""."""
    return notebook.cell(place).evaluate("""cell => {
        const look = e => (s => [s.color, s.fontWeight, s.fontStyle].join(' '))(getComputedStyle(e));
        return Object.fromEntries([
            ['', look(cell.querySelector('.cm-line'))],
            ...[...cell.querySelectorAll('.cm-line span')].map(s => [s.textContent, look(s)])]);
    }""")


def test_run_all_from_the_menu(opened):
    notebook = opened(DATA, "train m --epochs 2 --seed 7", "t = evaluate m\nevaluate m", "list")
    page = notebook.page
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(
        """() => [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')]
            .every(prompt => /\\[\\d+\\]/.test(prompt.innerText))"""
    )
    assert notebook.prompts() == ["[1]:", "[2]:", "[3]:", "[4]:"]
    assert (
        page.locator(".jp-OutputArea-output[data-mime-type*=stderr], .jp-RenderedText[data-mime-type*=error]").count()
        == 0
    )
    assert "AUC" in notebook.output(2).last.inner_text()
    notebook.picture("run-all")


def test_words_are_colored_by_what_they_are(opened):
    notebook = opened('m = build mmoe d --dropout 0.1 # why\necho "a $b"', "unknown words")
    seen = styles(notebook, 0)
    kinds = ["", "build", "mmoe", "--dropout", "0.1", "# why", "$b", '"a ', "="]
    assert len({seen[kind] for kind in kinds}) == len(kinds), seen
    plain = styles(notebook, 1)
    assert set(plain.values()) == {plain[""]}


def test_a_loop_is_indented(opened):
    notebook = opened("list")
    notebook.edit(0, "for r in 1..2 {")
    notebook.page.keyboard.press("Enter")
    notebook.page.keyboard.type("echo $r")
    notebook.page.keyboard.press("Enter")
    notebook.page.keyboard.type("}")
    lines = notebook.cell(0).locator(".cm-line").all_inner_texts()
    assert lines == ["for r in 1..2 {", "    echo $r", "}"]


def test_control_slash_comments_a_line(opened):
    notebook = opened("list")
    notebook.edit(0, "list")
    notebook.page.keyboard.press("Control+/")
    assert notebook.cell(0).locator(".cm-line").inner_text() == "# list"


def test_tab_completes(opened):
    notebook = opened(DATA, "list")
    notebook.run_all()
    notebook.edit(1, "train m --learning-r")
    notebook.page.keyboard.press("Tab")
    # JupyterLab lists even a single completion.
    popup = notebook.page.locator(".jp-Completer:visible")
    popup.wait_for()
    assert popup.locator(".jp-Completer-match").all_inner_texts() == ["--learning-rate"]
    notebook.page.keyboard.press("Enter")
    popup.wait_for(state="hidden")
    assert notebook.cell(1).locator(".cm-line").inner_text().strip() == "train m --learning-rate"


def test_tab_offers_a_list(opened):
    notebook = opened(DATA, "list")
    notebook.run_all()
    notebook.edit(1, "train m --e")
    notebook.page.keyboard.press("Tab")
    popup = notebook.page.locator(".jp-Completer:visible")
    popup.wait_for()
    items = popup.locator(".jp-Completer-item").all_inner_texts()
    assert any("--epochs" in item for item in items)
    assert all("--e" in item for item in items)
    notebook.picture("completion")
    notebook.page.keyboard.press("Escape")


def test_shift_tab_explains(opened):
    notebook = opened("list")
    notebook.edit(0, "train")
    notebook.page.keyboard.press("Shift+Tab")
    # The box comes before its text.
    notebook.page.locator(".jp-Tooltip code", has_text="--epochs").first.wait_for()
    notebook.picture("tooltip")


def test_an_interrupt_ends_the_cell_and_keeps_the_session(opened):
    notebook = opened(DATA, "train m --epochs 100000", "list")
    page = notebook.page
    notebook.cell(0).locator(".cm-content").click()
    notebook.command("notebook:run-cell")
    notebook.cell(1).locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    notebook.output(1).first.wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("i")
    page.keyboard.press("i")
    page.wait_for_function("() => document.querySelectorAll('.jp-CodeCell')[1].innerText.match(/[Ii]nterrupt/)")
    notebook.cell(2).locator(".cm-content").click()
    notebook.command("notebook:run-cell")
    assert "dephn" in notebook.output(2).first.inner_text()


def test_restart_and_run_all(opened):
    notebook = opened(DATA, "list")
    notebook.run_all()
    notebook.run_all()
    assert notebook.prompts() == ["[3]:", "[4]:"]
    notebook.page.get_by_role("menuitem", name="Kernel", exact=True).click()
    notebook.page.get_by_role("menuitem", name="Restart Kernel and Run All Cells", exact=False).click()
    notebook.page.locator(".jp-Dialog .jp-mod-accept").click()
    notebook.page.wait_for_function(
        "() => document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')[1].innerText.includes('[2]')"
    )
    assert notebook.prompts() == ["[1]:", "[2]:"]


def test_progress_stands_in_place(opened):
    notebook = opened(DATA, "train m --epochs 40")
    notebook.cell(0).locator(".cm-content").click()
    notebook.command("notebook:run-cell")
    # Each change of the second cell's output: how many outputs there are, and what they say.
    notebook.page.evaluate("""() => {
        window.seen = [];
        const area = document.querySelectorAll('.jp-CodeCell')[1];
        new MutationObserver(() => window.seen.push([
            area.querySelectorAll('.jp-OutputArea-child').length, area.querySelector('.jp-OutputArea')?.innerText || ''
        ])).observe(area, {childList: true, subtree: true, characterData: true});
    }""")
    notebook.cell(1).locator(".cm-content").click()
    notebook.command("notebook:run-cell")
    seen = notebook.page.evaluate("() => window.seen")
    assert max(count for count, _ in seen) <= 2
    texts = {text for _, text in seen if "epoch" in text.lower()}
    assert len(texts) > 3


# A cell for each kind of table and picture.
KINDS = [
    DATA + "\nq = build mmoe d --num-experts 3\ntrain m q --epochs 3 --seed 7",
    "show d\nhead d",
    "correlation d",
    "compare m q --baseline m",
    "evaluate m q\nlist\nshow m",
    "history m",
    "gates m\ngates q",
    "experts m\nssg m",
    "virtual-gradient",
    "help train",
    (
        "s = for r in 0 0.5 {\n  d = load synthetic --correlation $r --rows 500\n  a = build mmoe d\n  train a\n"
        "  evaluate a\n}\nplot s --x r --y auc --by task\nplot s --x task --y auc\nplot s --x task --y auc --by r"
    ),
    "build mmoee d",
]


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_everything_can_be_read_in_both_themes(opened, theme):
    notebook = opened(*KINDS)
    page = notebook.page
    page.set_viewport_size({"width": 1000, "height": 1500})
    notebook.command("application:toggle-left-area")
    notebook.theme(theme)
    notebook.run_all()
    errors = page.locator(":is([data-mime-type*=stderr], [data-mime-type*=error])")
    # JupyterLab hides what is far from the window, and hidden elements have no inner text.
    errors.first.wait_for(state="attached")
    assert [text.splitlines()[0] for text in errors.all_text_contents()] == [f"line 1:  {KINDS[-1]}"]
    page.wait_for_timeout(2000)
    for place in range(len(KINDS)):
        notebook.cell(place).evaluate("cell => cell.scrollIntoView({block: 'start'})")
        page.wait_for_timeout(300)
        notebook.picture(f"{theme.lower()}-{place}")
    faint = page.locator(".jp-Notebook").evaluate(CONTRAST)
    notebook.theme("Light")  # the setting stays for the tests to come
    assert faint == [], faint[:5]


def test_a_table_of_sixty_columns_leaves_the_page_as_wide_as_it_is(opened, lab):
    names = [f"feature_{n}" for n in range(58)] + ["click", "buy"]
    rows = [",".join(str(r * c * 7919 % 89) for c in range(3, 61)) + f",{r // 7 % 2},{r // 11 % 2}" for r in range(200)]
    (lab.folder / "wide.csv").write_text("\n".join([",".join(names), *rows]))
    notebook = opened("w = load csv wide.csv --label click buy", "head w")
    notebook.run_all()
    wide = notebook.page.evaluate("""() => {
        const panel = document.querySelector('.jp-NotebookPanel .jp-WindowedPanel-outer') ||
            document.querySelector('.jp-Notebook');
        return panel.scrollWidth - panel.clientWidth;
    }""")
    assert wide <= 1
    notebook.picture("sixty-columns")


def test_cells_that_never_ran_have_no_number(opened):
    notebook = opened(DATA, "train m --epochs 100000", "echo never", "list")
    notebook.command("notebook:run-cell-and-select-next")
    page = notebook.page
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells') }")
    notebook.output(1).first.wait_for()
    page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.interrupt()")
    page.wait_for_function("() => document.querySelectorAll('.jp-CodeCell')[1].innerText.match(/[Ii]nterrupt/)")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].every(p => !p.innerText.includes('*'))"
    )
    assert [prompt.replace("\xa0", " ") for prompt in notebook.prompts()[2:]] == ["[ ]:", "[ ]:"]


def test_a_price_is_no_formula(opened, lab):
    rows = "\n".join(f"$5 and $10,<b>x</b>,{n % 2}" for n in range(200))
    (lab.folder / "prices.csv").write_text(f"price,what,click\n{rows}\n")
    notebook = opened("p = load csv prices.csv --label click", "head p")
    notebook.run_all()
    output = notebook.output(1).first
    assert "$5 and $10" in output.inner_text() and "<b>x</b>" in output.inner_text()
    assert output.locator("mjx-container, .MathJax").count() == 0


def test_help_is_a_page(opened):
    notebook = opened("help", "help train", "help variables")
    notebook.run_all()
    # JupyterLab hides what is far from the window, and hidden elements have no inner text.
    assert notebook.output(1).locator("table code").first.text_content() == "MODELS"
    assert notebook.output(0).locator("table").count() >= 4
    notebook.picture("help")


def test_a_tooltip_is_a_short_page(opened):
    notebook = opened("list")
    for word in ("load", "build"):
        notebook.edit(0, word)
        notebook.page.keyboard.press("Shift+Tab")
        tooltip = notebook.page.locator(".jp-Tooltip")
        tooltip.locator("code", has_text=f"help {word}").wait_for()
        assert tooltip.locator("pre").count() == 0
        assert len(tooltip.inner_text()) < 500
        notebook.picture(f"tooltip-{word}")
        notebook.page.keyboard.press("Escape")
        tooltip.wait_for(state="detached")


def test_a_printed_page_cuts_nothing_off(page, lab, tmp_path):
    cells = [
        DATA.replace("synthetic", "synthetic --tasks 3") + "\nq = build mmoe d --num-experts 3\ntrain m q --epochs 3",
        "show d\nhead d",
        "compare m q --baseline m",
        "history m q",
        "gates m\ngates q",
        "experts m",
        "list",
    ]
    lab.write("printed.ipynb", cells)
    nbconvert = [sys.executable, "-m", "jupyter", "nbconvert", "--execute", "--to", "html", "--output-dir", tmp_path]
    subprocess.run([*nbconvert, lab.folder / "printed.ipynb"], check=True, capture_output=True)
    page.set_viewport_size({"width": 700, "height": 900})
    page.emulate_media(media="print")
    page.goto((tmp_path / "printed.html").as_uri(), wait_until="domcontentloaded")
    wide = page.evaluate("""() => [...document.querySelectorAll('table, svg, img, pre')]
        .map(e => [e.tagName, e.getBoundingClientRect().right, e.innerText?.slice(0, 40)])
        .filter(([, right]) => right > window.innerWidth)""")
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / "printed.png", full_page=True)
    assert wide == [], wide


def test_the_readme_picture(opened, lab):
    """Gates, expert utilisation and loss curve of one model; RECORD=1 keeps it for the README."""
    notebook = opened(
        "adult = load adult --tasks income never-married\nm = build dephn adult --num-experts 3 --mappings raw sin\n"
        "train m --epochs 3 --batch-size 256 --seed 7",
        "gates m",
        "experts m --split test",
        "history m",
    )
    page = notebook.page
    page.set_viewport_size({"width": 900, "height": 2400})
    notebook.run_all()
    notebook.command("application:toggle-left-area")
    notebook.command("notebook:enter-command-mode")
    notebook.cell(1).evaluate("cell => cell.scrollIntoView({block: 'start'})")
    page.wait_for_timeout(2000)
    assert "Expert" in notebook.output(2).first.inner_text()
    notebook.picture("readme")
    first = notebook.cell(1).bounding_box()
    last = notebook.output(3).first.bounding_box()
    box = {"x": 0, "y": first["y"] - 8, "width": 900, "height": last["y"] + last["height"] - first["y"] + 16}
    if os.environ.get("RECORD"):
        picture = ROOT / "docs/jupyterlab.png"
        page.screenshot(path=picture, clip=box)
        assert picture.stat().st_size < 300_000
