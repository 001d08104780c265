"""What a kernel is known to fail: a list that stays true.

A line names a test, then the reason. The test has to fail in its fixtures or in itself; one that passes is a failure.
A reason that begins with "sometimes" lets it pass too; with "hangs", it is not run.
"""

import pathlib

import pytest

REASON = pytest.StashKey()
HAS_FAILED = pytest.StashKey()


def pytest_addoption(parser):
    parser.addoption("--known-failures", metavar="FILE", help="tests that have to fail, as known.py says")


def pytest_collection_modifyitems(config, items):
    path = config.getoption("known_failures")
    lines = pathlib.Path(path).read_text().splitlines() if path else []
    known = dict(line.split(maxsplit=1) for line in lines if line and not line.startswith("#"))
    for item in items:
        if reason := known.pop(item.name, None):
            item.stash[REASON] = reason
            if reason.startswith("hangs"):
                item.add_marker(pytest.mark.skip(reason=reason))
    if known and len(items) > len(lines):
        raise pytest.UsageError(f"{path} names tests that there are not: {', '.join(known)}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """Set-up, the test and the end of its fixtures have a report each; the last one knows whether any has failed."""
    report = yield
    reason = item.stash.get(REASON, "hangs")
    if reason.startswith("hangs"):
        return report
    if report.failed:
        report.outcome, report.wasxfail = "skipped", reason
        item.stash[HAS_FAILED] = True
    elif report.when == "teardown" and not item.stash.get(HAS_FAILED, reason.startswith("sometimes")):
        report.outcome, report.longrepr = "failed", f"{item.name} passes, but is on the list: {reason}"
    return report
