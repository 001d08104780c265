"""Which kernel is tested, in which language, and what it is known to fail."""

import pathlib

import known
import pytest
from client import assert_alive, process_id, run, running_kernel
from jupyter_client.kernelspec import KernelSpecManager
from languages import LANGUAGES

HERE = pathlib.Path(__file__).parent


def pytest_addoption(parser):
    parser.addoption("--kernel", default="dephn", metavar="NAME", help="kernelspec to test (default: dephn)")
    parser.addoption("--kernels", type=int, default=30, help="how many to start at once (default: 30)")
    parser.addoption("--messages", type=int, default=10_000, help="how many to damage (default: 10000)")
    parser.addoption("--growth", type=int, default=8, help="MB that they may cost the kernel (default: 8)")
    parser.addoption(
        "--starts", type=int, default=10, help="how often to start one and send cells at once (default: 10)"
    )
    parser.addoption("--rounds", type=int, default=1, help="how often to start many at once (default: 1)")
    parser.addoption("--interrupts", type=int, default=2, help="how often to interrupt each command (default: 2)")
    parser.addoption("--interrupt-time", type=float, default=500, help="milliseconds it may take (default: 500)")
    known.pytest_addoption(parser)


def pytest_ignore_collect(collection_path, config):
    """A folder with the name of a kernel holds tests of that kernel alone."""
    if collection_path.is_dir() and collection_path.parent == HERE:
        return collection_path.name != config.getoption("kernel")


pytest_collection_modifyitems = known.pytest_collection_modifyitems
pytest_runtest_makereport = known.pytest_runtest_makereport


@pytest.fixture(scope="session")
def kernel_name(request):
    return request.config.getoption("kernel")


@pytest.fixture(scope="session")
def specification(kernel_name):
    return KernelSpecManager().get_kernel_spec(kernel_name)


@pytest.fixture(scope="session")
def language(specification):
    if specification.language not in LANGUAGES:
        pytest.exit(f"languages.py has no cells in '{specification.language}'", returncode=4)
    return LANGUAGES[specification.language]


@pytest.fixture(scope="session", autouse=True)
def environment(language, tmp_path_factory):
    """Kernels of these tests leave nothing in the folders of the person who runs them."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in language.environment(str(tmp_path_factory.mktemp("home"))).items():
            patch.setenv(name, value)
        yield


@pytest.fixture(scope="module")
def kernel(kernel_name, language):
    """A kernel for all tests of a file; it has to be the same one at the end."""
    with running_kernel(kernel_name) as (manager, client):
        run(client, language.setup)
        before = process_id(manager)
        yield manager, client
        assert manager.is_alive() and process_id(manager) == before


@pytest.fixture
def client(kernel, language):
    yield kernel[1]
    assert_alive(kernel[1], language)


@pytest.fixture
def manager(kernel):
    return kernel[0]
