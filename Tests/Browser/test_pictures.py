"""Every look and every kind of plot and table, in JupyterLab in both themes and in the page that nbconvert makes."""

import subprocess
import sys

import looks
import nbformat
import pytest
from conftest import CONTRAST, PICTURES

# What JupyterLab draws: plots of Vega, and drawings where there is no such plot.
DRAWN = ".jp-OutputArea-output :is(.vega-embed :is(canvas, svg).marks, .jp-RenderedSVG img)"


def pictures(cells):
    """How many outputs hold a picture."""
    outputs = [output for cell in cells if cell.cell_type == "code" for output in cell.outputs]
    return sum("image/svg+xml" in output.get("data", {}) for output in outputs)


@pytest.mark.parametrize("theme", ["Light", "Dark"])
@pytest.mark.parametrize("cells", [looks.CELLS, looks.DIAGRAMS], ids=["looks", "diagrams"])
def test_pictures_fit_and_can_be_read(opened, lab, cells, theme):
    looks.write_rows(lab.folder)
    notebook = opened(*cells.values())
    page = notebook.page
    # So tall that JupyterLab draws all of a cell at once.
    page.set_viewport_size({"width": 1000, "height": 6000})
    notebook.command("application:toggle-left-area")
    notebook.theme(theme)
    notebook.command("notebook:run-all-cells")
    wide, faint, drawn = [], [], 0
    for place, name in enumerate(cells):
        cell = notebook.cell(place)
        cell.evaluate("cell => cell.scrollIntoView({block: 'start'})")
        page.wait_for_timeout(400)
        widths = cell.locator(DRAWN).evaluate_all("all => all.map(e => e.getBoundingClientRect().width)")
        drawn += len(widths)
        wide += [(name, width) for width in widths if width > 600]
        faint += [(name, *text) for text in cell.evaluate(CONTRAST)]
        PICTURES.mkdir(parents=True, exist_ok=True)
        cell.screenshot(path=PICTURES / f"{theme.lower()}-{name}.png")
    notebook.theme("Light")
    notebook.command("docmanager:save")
    path = lab.folder / page.evaluate("() => window.jupyterapp.shell.currentWidget.context.path")
    run = nbformat.read(path, as_version=4).cells
    assert [output for cell in run for output in cell.outputs if output.output_type == "error"] == []
    assert drawn == pictures(run) > 18
    assert wide == []
    assert faint == [], faint[:5]


def test_nbconvert_shows_every_picture(page, lab, tmp_path):
    looks.write_rows(lab.folder)
    lab.write("pictures.ipynb", looks.CELLS.values())
    nbconvert = [sys.executable, "-m", "jupyter", "nbconvert", "--output-dir", tmp_path]
    subprocess.run([*nbconvert, "--to", "notebook", "--execute", lab.folder / "pictures.ipynb"], check=True)
    subprocess.run([*nbconvert, "--to", "html", tmp_path / "pictures.ipynb"], check=True)
    page.set_viewport_size({"width": 900, "height": 900})
    page.goto((tmp_path / "pictures.html").as_uri(), wait_until="domcontentloaded")
    shown = page.locator(".jp-RenderedSVG img")
    # An image that could not be drawn is 0 pixels wide.
    sizes = shown.evaluate_all(
        "async all => { await Promise.all(all.map(e => e.decode())); return all.map(e => e.width) }"
    )
    assert len(sizes) == pictures(nbformat.read(tmp_path / "pictures.ipynb", as_version=4).cells) > 40
    assert all(100 < size <= 600 for size in sizes), sizes
    page.screenshot(path=PICTURES / "nbconvert.png", full_page=True)
