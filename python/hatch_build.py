"""Names the platform that the wheel is for: the processor, and the oldest glibc that has all the program calls."""

import os
import pathlib
import platform
import sys

from elftools.elf.elffile import ELFFile
from elftools.elf.gnuversions import GNUVerNeedSection
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PlatformTag(BuildHookInterface):
    def initialize(self, version, build_data):
        if sys.platform != "linux":
            raise RuntimeError("The wheel is built on Linux only.")
        program = pathlib.Path(self.root, "spec", "dephn")
        if not os.access(program, os.X_OK):
            raise RuntimeError(f"{program} is missing: scripts/wheel.sh lays it there.")
        major, minor = glibc_version(program)
        build_data["tag"] = f"py3-none-manylinux_{major}_{minor}_{platform.machine()}"


def glibc_version(program):
    """The newest version of glibc that one of the program's symbols asks for."""
    with open(program, "rb") as file:
        sections = [s for s in ELFFile(file).iter_sections() if isinstance(s, GNUVerNeedSection)]
        names = [entry.name for s in sections for _, entries in s.iter_versions() for entry in entries]
    versions = [name[len("GLIBC_") :].split(".") for name in names if name.startswith("GLIBC_2.")]
    return max((int(part[0]), int(part[1])) for part in versions)
