"""A diagnosis, with a key or without, and the replay of one send nothing."""

import pytest


@pytest.fixture(autouse=True)
def _sends_nothing(nothing_sent: None) -> None:
    """Look at what the servers heard, after each test."""
