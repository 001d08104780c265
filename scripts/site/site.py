"""Writes output/site: a page for each executed notebook in output, and an index that links them."""

import html
import os
import posixpath
import re
import shutil
import sys
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter
from pygments.lexers import LEXERS

sys.path.insert(0, "python")
LEXERS["DephnLexer"] = ("dephn.lexer", "DEPHN", ("dephn",), ("*.dephn",), ("text/x-dephn",))
SITE = Path("output/site")
STYLE = """
:root { color-scheme: light dark; }
body { max-width: 46em; margin: 2em auto; padding: 0 1em; font: 16px/1.5 system-ui, sans-serif; }
h2 { margin-top: 2em; }
li { margin: 0.5em 0; }
small { opacity: 0.75; }
"""
SECTIONS = {"": "Start here", "course": "A course in multi-task learning", "grading": "Grading"}


def first_cell(notebook):
    return "".join(notebook.cells[0].source)


def title(notebook):
    return first_cell(notebook).splitlines()[0].lstrip("# ")


def facts(notebook):
    """The line with level, minutes and prerequisites, without Markdown."""
    lines = [line for line in first_cell(notebook).splitlines() if line.startswith("*Level:*")]
    return re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", lines[0]).replace("*", "") if lines else ""


def svg_text(svg):
    """What a drawing says of itself: its titles and descriptions, for those who cannot see it."""
    texts = re.findall(r"<(?:title|desc)>([^<]*)</", svg)
    return " ".join(html.unescape(text).rstrip(".") + "." for text in texts)


def relinked(page, name, names):
    """The page with links to notebooks as links to their pages."""
    folder = posixpath.dirname(name)

    def link(match):
        target = match[1]
        if re.match(r"[a-z]+:|#", target):
            return match[0]
        path = posixpath.normpath(posixpath.join(folder, target))
        if path.removesuffix(".ipynb") in names:
            path = path.removesuffix(".ipynb") + ".html"
        elif path.endswith("README.md"):
            path = "index.html"
        elif path != "index.html" and path.removesuffix(".html") not in names:
            raise SystemExit(f"{name} links to {target}, which is no page of the site.")
        return f'href="{posixpath.relpath(path, folder or ".")}"'

    return re.sub(r'href="([^"]*)"', link, page)


def index(notebooks):
    parts = []
    for folder, heading in SECTIONS.items():
        items = []
        for name, notebook in notebooks.items():
            if name.split("/")[0] == folder or ("/" not in name and not folder):
                text = f'<li><a href="{name}.html">{html.escape(title(notebook))}</a>'
                items.append(f"{text}<br><small>{html.escape(facts(notebook))}</small></li>")
        parts.append(f"<h2>{heading}</h2>\n<ul>\n" + "\n".join(items) + "\n</ul>")
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>DEPHN: notebooks</title>
<style>{STYLE}</style>
</head>
<body>
<h1>DEPHN: notebooks</h1>
<p>Executed notebooks on multi-task recommender models. <code>dephn verify</code> reruns each of them and gets the same
bits in every cell.</p>
{chr(10).join(parts)}
</body>
</html>
"""


def main(names):
    shutil.rmtree(SITE, ignore_errors=True)
    exporter = HTMLExporter(
        template_name="dephn",
        extra_template_basedirs=[str(Path(__file__).parent)],
        filters={"svg_text": svg_text},
    )
    notebooks = {name: nbformat.read(f"output/{name}.ipynb", as_version=4) for name in names}
    for notebook in notebooks.values():
        # The kernel names a lexer that every Pygments has; here there is the language's own.
        notebook.metadata.language_info["pygments_lexer"] = "dephn"
    SITE.mkdir(parents=True)
    (SITE / "index.html").write_text(index(notebooks))
    order = list(notebooks)
    for number, (name, notebook) in enumerate(notebooks.items()):
        links = [("All notebooks", "index.html")]
        links += [(f"Next: {title(notebooks[next_])}", next_ + ".html") for next_ in order[number + 1 : number + 2]]
        base = posixpath.dirname(name) or "."
        resources = {
            "metadata": {"name": title(notebook), "path": os.path.dirname(f"output/{name}")},
            "links": [{"text": text, "href": posixpath.relpath(path, base)} for text, path in links],
        }
        page, _ = exporter.from_notebook_node(notebook, resources=resources)
        path = SITE / f"{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(relinked(page, name, names))


if __name__ == "__main__":
    main(sys.argv[1:])
