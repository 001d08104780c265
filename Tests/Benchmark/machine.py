"""The machine that a benchmark ran on, as its report names it."""

import os
import pathlib
import platform


def processor() -> str:
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.split(": ")[1] for line in lines if line.startswith("model name")), platform.machine())


def title() -> str:
    return f"{os.cpu_count()} × {processor()}, {platform.system()} {platform.release()}"
