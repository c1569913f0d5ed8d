"""The proxy that this computer's settings name."""

import pytest

from sgdesk.diagnose.proxies import known_proxy


@pytest.fixture(autouse=True)
def _no_system_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sgdesk.diagnose.proxies.getproxies", dict)


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({}, ""),
        ({"https_proxy": ""}, ""),
        ({"HTTPS_PROXY": "http://proxy.example.org:3128"}, "proxy.example.org:3128"),
        ({"ALL_PROXY": "socks5://user:secret@proxy.example.org"}, "proxy.example.org:1080"),
        ({"https_proxy": "proxy.example.org:8080"}, "proxy.example.org:8080"),
        ({"https_proxy": "gopher://proxy.example.org"}, ""),
    ],
)
def test_variables_name_a_proxy(environ: dict[str, str], named: str) -> None:
    assert known_proxy(environ) == named


def test_the_systems_settings_name_one_where_no_variable_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    system = {"https": "http://user:secret@system.example.org:3128"}
    monkeypatch.setattr("sgdesk.diagnose.proxies.getproxies", lambda: system)

    assert known_proxy({}) == "system.example.org:3128"
    assert known_proxy({"https_proxy": "http://own.example.org:1"}) == "own.example.org:1"
