"""Sections of a Markdown file that programs write, between comments that name them."""


def put(path, name, text):
    """Puts `text` in place of the section `name`, or at the end of the file if it has none."""
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    section = f"{start}\n{text}\n{end}"
    whole = path.read_text() if path.exists() else "# Benchmarks\n"
    if start in whole and end in whole:
        whole = whole[: whole.index(start)] + section + whole[whole.index(end) + len(end) :]
    else:
        whole = whole.rstrip("\n") + "\n\n" + section + "\n"
    path.write_text(whole)
