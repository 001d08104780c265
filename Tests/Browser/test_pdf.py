"""Export to PDF by nbconvert's webpdf, and what screen readers find in JupyterLab."""

import re
import subprocess
import sys
import zlib

CELLS = [
    "d = load synthetic --rows 2000 --seed 1\nm = build mmoe d\ntrain m --epochs 2",
    "show d\nevaluate m",
    "correlation d\nhistory m",
]

# nbconvert takes the Chromium that Playwright downloads; here it is the system's.
WEBPDF = """import shutil
from nbconvert.nbconvertapp import main
from playwright.async_api import BrowserType
launch = BrowserType.launch
BrowserType.launch = lambda self, **options: launch(self, **{**options, "executable_path": shutil.which("chromium")})
main()
"""


def test_webpdf_keeps_tables_and_plots(lab, tmp_path):
    lab.write("paper.ipynb", CELLS)
    options = ["--execute", "--to", "webpdf", "--disable-chromium-sandbox", "--output-dir", tmp_path]
    made = subprocess.run(
        [sys.executable, "-c", WEBPDF, *options, lab.folder / "paper.ipynb"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    pdf = (tmp_path / "paper.pdf").read_bytes()
    assert pdf.startswith(b"%PDF-") and len(re.findall(rb"/Type /Page\b", pdf)) >= 2
    streams = re.findall(rb"/FlateDecode.*?stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    drawing = b"".join(zlib.decompressobj().decompress(stream) for stream in streams)
    # Letters stay text, and the lines of the plots are strokes.
    assert drawing.count(b"Tj") + drawing.count(b"TJ") > 100 and drawing.count(b" l\n") > 20


def test_plots_say_what_they_show(opened):
    notebook = opened(*CELLS)
    notebook.run_all()
    plots = notebook.output(2).locator("[role=graphics-document]")
    plots.first.wait_for()
    said = [plot.get_attribute("aria-label") for plot in plots.all()]
    assert said and all(said), said
    assert any(text.startswith("Label correlation (Pearson) · synthetic") for text in said), said
