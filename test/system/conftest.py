"""Each file is one scenario: it begins with an empty AWS, and its tests are steps that build on one another."""

import time

import pytest
from environment import AUTH, reset

FAILED = pytest.StashKey()


@pytest.fixture(scope="module", autouse=True)
def empty_aws():
    reset()


@pytest.fixture(scope="module")
def since():
    """When the scenario began, in milliseconds."""
    return int(time.time() * 1000)


def pytest_runtest_makereport(item, call):
    if call.excinfo and not call.excinfo.errisinstance(pytest.skip.Exception):
        item.parent.stash[FAILED] = item.name


def pytest_runtest_setup(item):
    failed = item.parent.stash.get(FAILED, None)
    if failed:
        pytest.skip(f"{failed} failed, on which this step builds")


def pytest_report_header():
    return f"policies {'enforced, over TLS' if AUTH else 'not enforced'}"
