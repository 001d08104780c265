"""Which kernel is tested, in which language, and what it is known to fail."""

import pathlib

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
    parser.addoption(
        "--known-failures",
        metavar="FILE",
        help="tests that have to fail, a line each: name, blank, reason; with a reason that begins"
        " with 'hangs' or 'sometimes' they are not run",
    )


def pytest_ignore_collect(collection_path, config):
    """A folder with the name of a kernel holds tests of that kernel alone."""
    if collection_path.is_dir() and collection_path.parent == HERE:
        return collection_path.name != config.getoption("kernel")


def pytest_collection_modifyitems(config, items):
    """A known failure that does not fail is a failure: the list stays true."""
    path = config.getoption("known_failures")
    lines = pathlib.Path(path).read_text().splitlines() if path else []
    known = dict(line.split(maxsplit=1) for line in lines if line and not line.startswith("#"))
    for item in items:
        reason = known.pop(item.name, None)
        if reason and reason.startswith(("hangs", "sometimes")):
            item.add_marker(pytest.mark.skip(reason=reason))
        elif reason:
            item.add_marker(pytest.mark.xfail(reason=reason, strict=True))
    if known and len(items) > len(lines):
        raise pytest.UsageError(f"{path} names tests that there are not: {', '.join(known)}")


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
