"""The promise on bits, end to end: the program itself, with every clone and 1 to 4 threads."""

import hashlib
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build/release/dephn"

CELLS = """
threads {threads}
d = load synthetic --rows 1500 --seed 3
m = build {kind}
train m --epochs 2 --batch-size {batch} --seed 5 {options}
save m weights.safetensors --with-optimizer
figures = evaluate m --split test
export figures figures.csv
probabilities = predict m --split test
export probabilities probabilities.csv
"""

KINDS = {
    "dephn": ("dephn d --expert-hidden-units 16 8", ""),
    "mmoe": ("mmoe d --dropout 0.2 --batch-norm", ""),
    "snr": ("snr d", "--embedding-update lazy"),
    "ple": ("ple d --expert-dropout 0.2 --embedding-regularizer 0.001 --net-regularizer 0.001", "--clip-norm 0.5"),
}
FILES = ["weights.safetensors", "figures.csv", "probabilities.csv"]


def clones():
    """Those that this processor has, the best first."""
    flags = pathlib.Path("/proc/cpuinfo").read_text() if os.path.exists("/proc/cpuinfo") else ""
    wide = ["avx512"] if " avx512f " in flags and " avx512dq " in flags else []
    return wide + (["avx2"] if " avx2 " in flags and " fma " in flags else []) + ["portable"]


def digests(folder, kind, threads, clone=None, first_layers="table"):
    """SHA-256 of what a run leaves behind."""
    build, options = KINDS[kind]
    folder.mkdir()
    cells = folder / "cells.dephn"
    cells.write_text(CELLS.format(threads=threads, kind=build, batch=256, options=options))
    surroundings = {k: v for k, v in os.environ.items() if k != "DEPHN_CLONE"}
    surroundings |= {"DEPHN_RUNS": str(folder / "runs"), "DEPHN_FIRST_LAYER": first_layers}
    if clone:
        surroundings["DEPHN_CLONE"] = clone
    run = subprocess.run(
        [PROGRAM, "script", cells], cwd=folder, env=surroundings, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return [hashlib.sha256((folder / file).read_bytes()).hexdigest() for file in FILES]


@pytest.mark.parametrize("first_layers", ["table", "dense"])
@pytest.mark.parametrize("kind", KINDS)
def test_weights_predictions_and_figures_are_the_same_bits(tmp_path, kind, first_layers):
    first = digests(tmp_path / "first", kind, 1, first_layers=first_layers)
    for threads in [2, 3, 4]:
        assert digests(tmp_path / f"threads {threads}", kind, threads, None, first_layers) == first, threads
    for clone in clones():
        assert digests(tmp_path / clone, kind, 2, clone, first_layers) == first, clone


@pytest.mark.parametrize("kind", KINDS)
def test_first_layers_by_table_round_in_another_way(tmp_path, kind):
    """So the test above sees both; DEPHN's first layers read an attention's outputs and are dense anyway."""
    table, dense = [digests(tmp_path / way, kind, 1, first_layers=way)[2] for way in ("table", "dense")]
    assert (table == dense) == (kind == "dephn")


def test_another_seed_gives_others(tmp_path, monkeypatch):
    """The files do tell runs apart."""
    first = digests(tmp_path / "first", "dephn", 1)
    monkeypatch.setitem(KINDS, "dephn", ("dephn d --expert-hidden-units 16 8 --seed 2", ""))
    other = digests(tmp_path / "other", "dephn", 1)
    assert all(a != b for a, b in zip(first, other))
