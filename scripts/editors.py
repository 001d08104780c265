"""Makes what editors load from editors/ and the words of the language.

editors.py lab FOLDER     the JupyterLab extension, as a folder below share/jupyter/labextensions
editors.py vsix FILE      the extension for Visual Studio Code
"""

import json
import pathlib
import re
import shutil
import sys
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
WORDS = json.loads((ROOT / "python/dephn/words.json").read_text())

MANIFEST = """<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="{name}" Version="{version}" Publisher="{publisher}"/>
    <DisplayName>{displayName}</DisplayName>
    <Description xml:space="preserve">{description}</Description>
    <Categories>Programming Languages,Notebooks</Categories>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="{engine}"/>
    </Properties>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code"/>
  </Installation>
  <Dependencies/>
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/>
  </Assets>
</PackageManifest>
"""
TYPES = """<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
  <Default Extension="json" ContentType="application/json"/>
  <Default Extension="vsixmanifest" ContentType="text/xml"/>
</Types>
"""


def lab(folder: pathlib.Path) -> None:
    source = ROOT / "editors/jupyterlab"
    (folder / "static").mkdir(parents=True, exist_ok=True)
    shutil.copy(source / "package.json", folder)
    code = (source / "remoteEntry.js").read_text()
    filled = code.replace("/* WORDS */ null", json.dumps(WORDS, separators=(",", ":")))
    if filled == code:
        sys.exit("editors/jupyterlab/remoteEntry.js has no place for the words.")
    (folder / "static/remoteEntry.js").write_text(filled)


def grammar() -> str:
    """The grammar for TextMate, with the words of the language in place of their names."""

    def alternatives(words):
        # The longer ones first, since the first that fits is taken; "\\" stands twice in JSON.
        escaped = [re.escape(word).replace("\\", "\\\\") for word in sorted(set(words), key=lambda w: (-len(w), w))]
        return "|".join(escaped)

    text = (ROOT / "editors/vscode/dephn.tmLanguage.json").read_text()
    kinds = WORDS["kinds"]
    for name, words in {
        "FAMILIES": list(kinds),
        "KINDS": [kind for family in kinds.values() for kind in family],
        "COMMANDS": [word for word in WORDS["commands"] if word not in ("for", "in")],
        "VALUES": WORDS["values"],
    }.items():
        text = text.replace(name, alternatives(words))
    json.loads(text)
    return text


def vsix(path: pathlib.Path) -> None:
    source = ROOT / "editors/vscode"
    about = json.loads((source / "package.json").read_text())
    manifest = MANIFEST.format(**about, engine=about["engines"]["vscode"])
    files = {
        "extension.vsixmanifest": manifest,
        "[Content_Types].xml": TYPES,
        "extension/package.json": (source / "package.json").read_text(),
        "extension/language-configuration.json": (source / "language-configuration.json").read_text(),
        "extension/dephn.tmLanguage.json": grammar(),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            # The same bytes each time: no date of today.
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text)


if __name__ == "__main__":
    {"lab": lab, "vsix": vsix}[sys.argv[1]](pathlib.Path(sys.argv[2]))
