"""Where this wheel's program is, and whether this machine can run it."""

import os
import pathlib
import re
from importlib import metadata


class ProgramError(Exception):
    """The program cannot be run here; the message says why and what to do."""


def program_path() -> pathlib.Path:
    """The program that was installed with this package, in the folder of its kernel.json."""
    try:
        files = metadata.files("dephn") or []
    except metadata.PackageNotFoundError:
        files = []
    for file in files:
        if file.parts[-2:] == ("dephn", "dephn") and "kernels" in file.parts:
            path = pathlib.Path(file.locate()).resolve()
            if path.exists():
                return path
    raise ProgramError("The program is missing from this installation of dephn: pip install --force-reinstall dephn")


def check_machine() -> None:
    """Raises `ProgramError` where the wheel was forced onto a machine that it is not for."""
    try:
        wheel = metadata.distribution("dephn").read_text("WHEEL") or ""
    except metadata.PackageNotFoundError:
        return
    tag = re.search(r"^Tag: .*manylinux_(\d+)_(\d+)_(\w+)$", wheel, re.MULTILINE)
    if not tag:
        return
    processor = os.uname().machine
    if processor != tag[3]:
        raise ProgramError(f"This wheel is for {tag[3]} processors, and this machine is {processor}.")
    needed = (int(tag[1]), int(tag[2]))
    found = glibc_version()
    if found is None:
        raise ProgramError(
            f"This wheel needs glibc {tag[1]}.{tag[2]} or later; this system has another C library, such as musl."
        )
    if found < needed:
        raise ProgramError(
            f"This wheel needs glibc {tag[1]}.{tag[2]} or later, and this system has {found[0]}.{found[1]}: "
            "Debian 12, Ubuntu 22.04 and Fedora 36 are new enough."
        )


def glibc_version():
    """The version of the system's glibc as two numbers; None if its C library is another one."""
    try:
        text = os.confstr("CS_GNU_LIBC_VERSION") or ""
    except (ValueError, OSError, AttributeError):
        return None
    found = re.match(r"glibc (\d+)\.(\d+)", text)
    return (int(found[1]), int(found[2])) if found else None
