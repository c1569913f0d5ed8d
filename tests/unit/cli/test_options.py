"""The shared options, as the settings table makes them."""

import argparse
import io
from pathlib import Path

import pytest

from sgdesk.account.account import Known
from sgdesk.account.known import save_known
from sgdesk.cli.main import make_parser
from sgdesk.cli.options import key_doubt, paths_of, secret_of, settings_of, smtp_of
from sgdesk.errors import InputError, SecretError
from sgdesk.profile import data_dir
from sgdesk.route import parse_path
from sgdesk.secret import Secret
from sgdesk.settings import SETTINGS, Source

GOOD_KEY = "SG." + "a" * 22 + "." + "b" * 43


def parsed(*words: str) -> argparse.Namespace:
    return make_parser().parse_args(["send", *words])


@pytest.fixture
def environ(tmp_path: object) -> dict[str, str]:
    return {"SGDESK_CONFIG_DIR": str(tmp_path), "SGDESK_DATA_DIR": str(tmp_path)}


def test_every_shared_setting_is_an_option_of_send() -> None:
    words = {
        word
        for setting in SETTINGS
        if setting.shared
        for word in (setting.flag, *(switch for switch, _ in setting.switches))
        if word
    }
    text = _help("send")

    assert [word for word in sorted(words) if word not in text] == []


def test_every_setting_stands_once_in_the_help_of_config() -> None:
    text = " ".join(_help("config").partition("options:")[2].split())

    for setting in SETTINGS:
        helps = setting.help.rstrip(".")
        count = text.count(f" {helps}") if setting.shared else text.count(f"{setting.key} (")
        assert count == max(1, len(setting.switches)), setting.key


@pytest.mark.parametrize("name", ["render", "config"])
def test_command_that_needs_no_key_offers_no_way_to_give_one(name: str) -> None:
    assert "--key-stdin" not in _help(name)
    assert "--key-stdin" in _help("send")


def _help(name: str) -> str:
    parser = make_parser()
    (action,) = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
    return str(action.choices[name].format_help())


def test_no_option_takes_the_key_itself() -> None:
    for name in ("send", "render", "config"):
        assert "--key " not in _help(name)
        assert "--api-key" not in _help(name)
        assert "--password" not in _help(name)


def test_a_flag_wins_over_the_environment(environ: dict[str, str]) -> None:
    environ["SGDESK_REGION"] = "eu"
    settings = settings_of(parsed("--region", "global"), environ)

    assert settings.text("region") == "global"
    assert settings.source("region").source is Source.FLAG


@pytest.mark.parametrize(
    ("words", "key", "value"),
    [
        (["--no-auth"], "authenticate", False),
        (["--no-pipelining"], "pipelining", False),
        (["--allow-plaintext-auth"], "allow_plaintext_auth", True),
        (["-4"], "family", "ipv4"),
        (["-6"], "family", "ipv6"),
        (["--timeout", "2.5"], "timeout", 2.5),
        (["--connect-timeout", "3"], "connect_timeout", 3.0),
        (["--smtpapi", "off"], "smtpapi", "off"),
        (
            ["--connect-to", "a:1=b:2", "--connect-to", "c:3=d:4"],
            "connect_to",
            ("a:1=b:2", "c:3=d:4"),
        ),
    ],
)
def test_each_option_sets_its_setting(
    environ: dict[str, str], words: list[str], key: str, value: object
) -> None:
    assert settings_of(parsed(*words), environ).source(key).value == value


@pytest.mark.parametrize(
    "words",
    [
        ["--timeout", "soon"],
        ["--timeout", "-1"],
        ["--smtpapi", "maybe"],
        ["--region", "mars"],
        ["--profile", "nobody"],
    ],
)
def test_a_value_that_does_not_fit_is_a_sentence(environ: dict[str, str], words: list[str]) -> None:
    with pytest.raises(InputError) as failure:
        settings_of(parsed(*words), environ)

    assert failure.value.remedy


@pytest.mark.parametrize("words", [["--nonsense"], ["--via"], ["--via", "pigeon"], ["--rep", "3"]])
def test_a_command_line_that_cannot_be_read_is_an_input_error(words: list[str]) -> None:
    with pytest.raises(InputError):
        parsed(*words)


def test_the_setting_gives_the_path_when_none_is_asked_for(environ: dict[str, str]) -> None:
    environ["SGDESK_PATH"] = "smtp:465"
    arguments = parsed()

    assert [
        path.text for path in paths_of(arguments, settings_of(arguments, environ), environ)
    ] == ["smtp:465:tls"]


def secret_for(environ: dict[str, str], *words: str, via: str = "webapi") -> str:
    arguments = parsed(*words)
    settings = settings_of(arguments, environ)
    return secret_of(arguments, settings, [parse_path(via)], environ).reveal()


def test_the_key_comes_from_its_variable(environ: dict[str, str]) -> None:
    assert secret_for({**environ, "SENDGRID_API_KEY": GOOD_KEY}) == GOOD_KEY
    assert secret_for({**environ, "OTHER": GOOD_KEY}, "--key-env", "OTHER") == GOOD_KEY


def test_the_key_comes_from_standard_input(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(GOOD_KEY + "\n"))

    assert secret_for(environ, "--key-stdin") == GOOD_KEY


def test_without_a_key_a_saved_account_is_named_and_not_taken(environ: dict[str, str]) -> None:
    folder = Path(environ["SGDESK_CONFIG_DIR"])
    folder.joinpath("config.toml").write_text(
        '[settings]\naccount = "My shop"\n[profiles."My shop"]\nregion = "eu"\n'
    )

    with pytest.raises(SecretError) as stopped:
        secret_for(environ)

    assert "use a saved account with --profile 'My shop', or try" in stopped.value.remedy
    save_known(data_dir(environ), {"My shop": Known(key_place="session")})
    with pytest.raises(SecretError) as stopped:
        secret_for(environ)
    assert "--profile" not in stopped.value.remedy
    folder.joinpath("config.toml").unlink()
    with pytest.raises(SecretError) as stopped:
        secret_for(environ)
    assert "--profile" not in stopped.value.remedy


def test_more_than_a_key_on_standard_input_is_refused(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\0" * 100_000))

    with pytest.raises(SecretError, match="more than a key"):
        secret_for(environ, "--key-stdin")


def test_a_key_copied_from_a_wrapped_line_is_joined(environ: dict[str, str]) -> None:
    broken = GOOD_KEY[:40] + "\n" + GOOD_KEY[40:]

    assert secret_for({**environ, "SENDGRID_API_KEY": broken}) == GOOD_KEY


@pytest.mark.parametrize("value", ["", "  \n", "re_123", GOOD_KEY[:-1]])
def test_what_is_no_key_is_refused_without_being_shown(environ: dict[str, str], value: str) -> None:
    with pytest.raises(SecretError) as failure:
        secret_for({**environ, "SENDGRID_API_KEY": value})

    assert not value.strip() or value.strip() not in str(failure.value)


def test_another_servers_password_may_have_any_form(environ: dict[str, str]) -> None:
    environ["PW"] = "two words"
    words = ("--key-env", "PW", "--username", "ada", "--smtp-host", "mail.example.com")

    assert secret_for(environ, *words, via="smtp:587") == "two words"


@pytest.mark.parametrize(
    ("key", "doubt"),
    [
        ("SG.abc", "The key is incomplete. It has 6 of 69 characters and 1 of 2 dots."),
        (GOOD_KEY, ""),
        ("two words", ""),
    ],
)
def test_half_a_key_for_a_server_of_ones_own_is_doubted(
    environ: dict[str, str], key: str, doubt: str
) -> None:
    words = ("--smtp-host", "127.0.0.1")
    environ["SENDGRID_API_KEY"] = key
    used = secret_for(environ, *words, via="smtp:587")

    assert used == key
    told = key_doubt(Secret(used), settings_of(parsed(*words), environ))
    assert told.partition(" It is used")[0] == doubt


@pytest.mark.parametrize(
    ("profile", "variables", "port"),
    [
        ('path = "smtp:2526:tls"', {}, "smtp:2526:tls"),
        ('path = "smtp:2526:tls"', {"SGDESK_PATH": "webapi"}, "smtp:2526:tls"),
        ('path = "smtp:2526:tls"', {"SGDESK_PATH": "smtp:465"}, "smtp:465:tls"),
        ('path = "webapi"', {}, "smtp:587:starttls"),
    ],
)
def test_smtp_alone_is_the_port_that_the_account_has(
    environ: dict[str, str], profile: str, variables: dict[str, str], port: str
) -> None:
    (Path(environ["SGDESK_CONFIG_DIR"]) / "config.toml").write_text(f"[profiles.own]\n{profile}\n")
    environ |= variables
    arguments = parsed("--profile", "own", "--via", "webapi", "--via", "smtp")
    settings = settings_of(arguments, environ)

    assert [path.text for path in paths_of(arguments, settings, environ)] == ["webapi", port]
    assert smtp_of(arguments, settings, environ).text == port


@pytest.mark.parametrize(
    ("words", "ways"),
    [
        (("--smtp-host", "127.0.0.1"), ("smtp:587", "webapi")),
        (("--username", "ada"), ("webapi",)),
    ],
)
def test_what_is_no_key_goes_to_sendgrid_by_no_way(
    environ: dict[str, str], words: tuple[str, ...], ways: tuple[str, ...]
) -> None:
    environ["SENDGRID_API_KEY"] = "abc"
    arguments = parsed(*words)
    settings = settings_of(arguments, environ)
    paths = [parse_path(way) for way in ways]
    with pytest.raises(SecretError, match="This is not a SendGrid key"):
        secret_of(arguments, settings, paths, environ)

    environ["SENDGRID_API_KEY"] = f" {GOOD_KEY}"
    assert secret_of(arguments, settings, paths, environ).reveal() == GOOD_KEY


def test_smtp_without_sign_in_needs_no_key(environ: dict[str, str]) -> None:
    assert secret_for(environ, "--no-auth", via="smtp:25:plain") == ""


def test_a_plain_connection_never_carries_the_key(environ: dict[str, str]) -> None:
    environ["SENDGRID_API_KEY"] = GOOD_KEY
    with pytest.raises(SecretError):
        secret_for(environ, via="smtp:25:plain")

    assert secret_for(environ, "--allow-plaintext-auth", via="smtp:25:plain") == GOOD_KEY
