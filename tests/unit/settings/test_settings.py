"""Which of the five places gives a setting its value, and what a value must be."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgdesk.errors import InputError
from sgdesk.settings import BY_KEY, SETTINGS, Setting, Source, parse_value, resolve, value_text
from tests.support.house import product_files

PLACES: tuple[tuple[Source, dict[str, Any], str], ...] = (
    (Source.FLAG, {"flags": {"smtp_host": "flag.test"}}, "flag.test"),
    (Source.ENVIRONMENT, {"environ": {"SGDESK_SMTP_HOST": "env.test"}}, "env.test"),
    (
        Source.PROFILE,
        {"profile": {"smtp_host": "profile.test"}, "profile_name": "p"},
        "profile.test",
    ),
    (Source.FILE, {"file": {"smtp_host": "file.test"}}, "file.test"),
    (Source.DEFAULT, {}, ""),
)


@pytest.mark.parametrize("nearest", range(len(PLACES)), ids=[place[0].value for place in PLACES])
def test_nearest_place_wins_and_is_named(nearest: int) -> None:
    given_places: dict[str, Any] = {}
    for _, arguments, _ in PLACES[nearest:]:
        given_places.update(arguments)
    settings = resolve(**given_places)

    assert settings.text("smtp_host") == PLACES[nearest][2]
    assert settings.source("smtp_host").source is PLACES[nearest][0]


def test_place_is_said_by_name() -> None:
    settings = resolve(
        flags={"timeout": 5.0},
        environ={"ALL_PROXY": "socks5://proxy.test:1080"},
        profile={"region": "eu"},
        profile_name="work",
    )

    assert settings.source("timeout").where == "--timeout"
    assert settings.source("proxy").where == "ALL_PROXY"
    assert settings.source("region").where == "work"


def test_first_variable_that_is_set_wins() -> None:
    environ = {"HTTPS_PROXY": "http://second.test", "SGDESK_PROXY": "http://first.test"}

    assert resolve(environ=environ).text("proxy") == "http://first.test"


def test_empty_variable_counts_as_absent() -> None:
    settings = resolve(environ={"SGDESK_REGION": ""})

    assert settings.source("region").source is Source.DEFAULT


@pytest.mark.parametrize("given", [{"flags": {"key_env": ""}}, {"file": {"key_env": " "}}])
def test_a_blank_name_of_the_key_s_variable_is_refused(given: Any) -> None:
    with pytest.raises(InputError, match="no value for key_env") as caught:
        resolve(**given)

    assert caught.value.remedy == (
        "Use the name of an environment variable, such as SENDGRID_API_KEY."
    )


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
def test_row_is_sound(setting: Setting) -> None:
    assert BY_KEY[setting.key] is setting
    assert setting.help.endswith(".")
    assert setting.title
    assert setting.allows(setting.default)
    assert not setting.flag or setting.flag.startswith("--")
    for _, value in setting.switches:
        assert type(value) is type(setting.default)
        assert setting.allows(value)


def test_no_name_is_used_twice() -> None:
    options = [s.flag for s in SETTINGS if s.flag] + [o for s in SETTINGS for o, _ in s.switches]
    variables = [name for setting in SETTINGS for name in setting.env]

    assert len(BY_KEY) == len(SETTINGS)
    assert len(set(options)) == len(options)
    assert len(set(variables)) == len(variables)


def test_no_setting_holds_a_secret() -> None:
    assert not [s.key for s in SETTINGS if "password" in s.key or s.key in ("key", "api_key")]


@pytest.mark.parametrize(
    ("file", "named"),
    [
        ({"no_such": 1}, "no_such"),
        ({"region": "mars"}, "region"),
        ({"region": 5}, "region"),
        ({"timeout": "long"}, "timeout"),
        ({"timeout": 0}, "timeout"),
        ({"timeout": True}, "timeout"),
        ({"pipelining": "yes"}, "pipelining"),
        ({"pipelining": 1}, "pipelining"),
        ({"connections": 2.5}, "connections"),
        ({"connections": 0}, "connections"),
        ({"connect_to": "a:1=b:2"}, "connect_to"),
        ({"connect_to": ["a:1=b:2", 3]}, "connect_to"),
    ],
)
def test_value_of_no_use_is_refused_by_name(file: Mapping[str, object], named: str) -> None:
    with pytest.raises(InputError, match=named):
        resolve(file=file)


NUMBERS = [
    s for s in SETTINGS if isinstance(s.default, int | float) and not isinstance(s.default, bool)
]


@pytest.mark.parametrize("setting", NUMBERS, ids=lambda setting: setting.key)
@pytest.mark.parametrize("beyond", ["-1", "1" + 23 * "0"])
def test_each_number_has_a_range_that_is_named(setting: Setting, beyond: str) -> None:
    with pytest.raises(InputError) as raised:
        parse_value(setting, beyond, "SGDESK_X")

    assert f"number from {setting.minimum:g} to {setting.maximum:g}" in raised.value.remedy
    assert "e+" not in raised.value.remedy


@pytest.mark.parametrize(
    ("key", "text"),
    [("region", "mars"), ("pipelining", "perhaps"), ("timeout", "soon"), ("connections", "1.5")],
)
def test_text_of_no_use_is_refused(key: str, text: str) -> None:
    with pytest.raises(InputError, match=key):
        parse_value(BY_KEY[key], text, "SGDESK_X")


@given(st.sampled_from(SETTINGS), st.data())
def test_shown_value_reads_back(setting: Setting, data: st.DataObject) -> None:
    default = setting.default
    if setting.choices:
        value: Any = data.draw(st.sampled_from(setting.choices))
    elif isinstance(default, bool):
        value = data.draw(st.booleans())
    elif isinstance(default, int):
        value = data.draw(st.integers(min_value=1, max_value=int(setting.maximum)))
    elif isinstance(default, float):
        value = data.draw(st.integers(min_value=1, max_value=9999)) / 10
    elif isinstance(default, tuple):
        value = tuple(data.draw(st.lists(st.from_regex(r"[a-z0-9:.=]+", fullmatch=True))))
    else:
        texts = st.from_regex(r"[a-z0-9:/.@-]*", fullmatch=True)
        value = data.draw(texts.filter(setting.allows))

    assert parse_value(setting, value_text(value), "test") == value


def test_wrong_getter_is_an_error_of_the_program() -> None:
    settings = resolve()

    with pytest.raises(TypeError):
        settings.text("timeout")
    with pytest.raises(KeyError):
        settings.text("no_such")


def test_every_setting_is_read_somewhere() -> None:
    readers = "".join(
        file.read_text(encoding="utf-8")
        for file in product_files()
        if file.parts[-2:] != ("settings", "table.py")
    )

    assert [key for key in BY_KEY if f'"{key}"' not in readers] == []
