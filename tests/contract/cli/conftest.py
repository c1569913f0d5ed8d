"""Commands of these tests start warm, but for those whose times are looked at."""

from collections.abc import Iterator

import pytest

from tests.support.cli import LIMIT_S, environment, warm
from tests.support.warm import Nursery, nursery


@pytest.fixture(autouse=True, scope="session")
def _nursery(_scrubbed_environment: None) -> Iterator[Nursery]:
    """Have the process that forks the commands, for as long as there are tests."""
    with nursery(environment(), LIMIT_S) as born:
        yield born


@pytest.fixture(autouse=True)
def _warm(request: pytest.FixtureRequest, _nursery: Nursery) -> Iterator[None]:
    if request.node.get_closest_marker("measures"):
        yield
        return
    with warm(_nursery):
        yield
