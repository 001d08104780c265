"""The cells run once for all tests."""

import csv
import os
import subprocess

import numpy as np
import pytest
from planted import CELLS, ROOT, Mixture, row_numbers, sigmoid

PROGRAM = ROOT / ".build/release/dephn"


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Rows in which `click` follows x, the other way round in Oslo, and `buy` follows y alone."""
    folder = tmp_path_factory.mktemp("looks")
    chance = np.random.default_rng(7)
    x, y, noise = chance.normal(size=(3, 6000))
    city = chance.choice(["Rome", "Paris", "Oslo"], size=6000, p=[0.5, 0.3, 0.2])
    sign = np.where(city == "Oslo", -1, 1)
    click = chance.random(6000) < sigmoid(2 * sign * x)
    buy = chance.random(6000) < sigmoid(2 * y)
    count = np.where(abs(y) > 1, 1, 4)
    with open(folder / "rows.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["x", "y", "noise", "city", "click", "buy", "missed", "count"])
        for row in zip(x, y, noise, city, click, buy, count, strict=True):
            numbers = [f"{value:.6f}" for value in row[:3]]
            writer.writerow([*numbers, row[3], int(row[4]), int(row[5]), 1 - int(row[4]), row[6]])
    (folder / "cells.dephn").write_text(CELLS)
    run = subprocess.run(
        [PROGRAM, "script", "cells.dephn"],
        cwd=folder,
        env=os.environ | {"DEPHN_RUNS": str(folder / "runs")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    (folder / "output.txt").write_text(run.stdout)
    return folder


@pytest.fixture(scope="session")
def moe(folder):
    return Mixture(folder, row_numbers(folder, "moe.csv"))
