"""What holds for every test: a scrubbed environment, and nothing left running."""

import inspect
import os
from collections.abc import Iterator
from importlib.util import find_spec

import pytest
from hypothesis import settings

from tests.support.leftovers import left_since, limit_of, look, run_async

pytest_plugins = (
    ["tests.support.sandbox", "tests.support.unsent"] if find_spec("tests.support.sandbox") else []
)

settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, max_examples=50)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))

PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
OURS = ("SENDGRID_", "SGDESK_")


@pytest.fixture(autouse=True, scope="session")
def _scrubbed_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Take away proxies, keys and the user's own sgdesk folders, for all tests and children."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.lower() in PROXIES or name.startswith(OURS):
                patch.delenv(name)
        patch.setenv("SGDESK_CONFIG_DIR", str(home / "config"))
        patch.setenv("SGDESK_DATA_DIR", str(home / "data"))
        yield


@pytest.fixture(autouse=True)
def _nothing_left_running(_scrubbed_environment: None) -> Iterator[None]:
    """Fail a test that leaves a thread or a child process behind.

    What a wider fixture started before the test is not the test's.
    """
    before = look()
    yield
    left = left_since(before)
    assert not left, "left running: " + ", ".join(left)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run an `async def` test; what it leaves on the loop fails it."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = pyfuncitem._fixtureinfo.argnames
    test = pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names})
    run_async(test, limit_s=limit_of(pyfuncitem))
    return True
