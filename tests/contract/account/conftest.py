"""The check of a key sends nothing."""

import pytest


@pytest.fixture(autouse=True)
def _sends_nothing(nothing_sent: None) -> None:
    """Look at what the servers heard, after each test."""
