"""The static site of all notebooks: every page, every link, nothing from elsewhere."""

import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SITE = ROOT / "output/site"
NAMES = sorted(str(path.relative_to(ROOT / "notebooks"))[:-6] for path in (ROOT / "notebooks").rglob("*.ipynb"))


@pytest.fixture(scope="module")
def site():
    # Ends with an error where a notebook links to what is no page.
    subprocess.run([sys.executable, "scripts/site/site.py", *NAMES], cwd=ROOT, check=True)
    return SITE


def test_the_index_links_every_notebook(site):
    links = re.findall(r'href="([^"]*)"', (site / "index.html").read_text())
    assert sorted(links) == [f"{name}.html" for name in NAMES]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_complete(site, name):
    path = site / f"{name}.html"
    page = path.read_text()
    assert 'media="(prefers-color-scheme: dark)"' in page
    assert not re.search(r'(src|data)="https?:', page) and "<link" not in page
    assert page.count("<img alt=") == page.count("<img") and "No description has been provided" not in page
    for link in re.findall(r'href="([^"#:]*)"', page):
        assert (path.parent / link).is_file(), link
    assert '<span class="k">load</span>' in page, "no colors of the language"
