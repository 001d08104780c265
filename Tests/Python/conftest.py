"""Fixtures of the tests of the wheel and its Python package; they run where the wheel is installed."""

import pathlib

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def root():
    """The folder of the repository."""
    return ROOT


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory):
    """Runs, history and cache of the tests are their own; data are the repository's."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEPHN_RUNS", str(folder / "runs"))
        patch.setenv("DEPHN_HISTORY", str(folder / "history.sqlite"))
        patch.setenv("DEPHN_CACHE", str(folder / "cache"))
        patch.setenv("IPYTHONDIR", str(folder / "ipython"))
        patch.setenv("JUPYTER_CONFIG_DIR", str(folder / "jupyter"))
        patch.setenv("DEPHN_DATA", str(ROOT / "data"))
        patch.chdir(folder)
        yield folder


@pytest.fixture(scope="module")
def kernel():
    """A kernel of the wheel's program, for the tests of one file."""
    import dephn

    with dephn.Kernel() as kernel:
        yield kernel
