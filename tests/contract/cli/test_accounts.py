"""Accounts on the command line: the key in a real key store, the guard below every send."""

import shlex
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from sgdesk.sandbox.process import SandboxInfo
from tests.contract.cli.test_secrets import CANARY, check_folder, check_silent
from tests.support.cli import live_at, sgdesk
from tests.support.disk import fill_up, make_room, small_disk
from tests.support.keys import KEY
from tests.support.sandbox import Sandbox
from tests.support.secret_service import secret_service

MAIL = ("--from", "sender@example.com", "--subject", "s", "--text", "t")


def kept_at(info: SandboxInfo) -> Sequence[str]:
    """Give the options with which an account leads to a running local SendGrid."""
    return ("--from", "sender@example.com", *live_at(info))


@pytest.fixture
def home(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Give variables with a key store, a home and folders of their own."""
    own = {
        "HOME": str(tmp_path / "home"),
        "SGDESK_CONFIG_DIR": str(tmp_path / "config"),
        "SGDESK_DATA_DIR": str(tmp_path / "data"),
        "TMPDIR": str(tmp_path),
    }
    with secret_service(tmp_path / "home", "open") as variables:
        yield own | variables


def test_failure_of_an_account_names_the_variables_that_took_the_place_of_its_values(
    sandbox: Sandbox, home: dict[str, str]
) -> None:
    words = ("account", "add", "work", "--key-stdin", *kept_at(sandbox.info))
    added = sgdesk(*words, env=home, stdin=sandbox.info.key)
    assert added.code == 0, added.err
    mail = ("send", "--profile", "work", *MAIL, "--to", "ada@example.com", "--via", "smtp:587")
    sent = sgdesk(*mail, env=home | {"SENDGRID_API_KEY": KEY})
    checked = sgdesk("account", "check", "--profile", "work", env=home)

    assert sent.code == 5
    assert "Note: SENDGRID_API_KEY, a variable of this shell, took the place of" in sent.err
    assert "took the place" not in checked.err


def test_kept_key_is_used_listed_and_removed_and_lies_in_no_file(
    sandbox: Sandbox, home: dict[str, str], tmp_path: Path
) -> None:
    key = sandbox.info.key
    added = sgdesk(
        "account", "add", "work", "--key-stdin", *kept_at(sandbox.info), env=home, stdin=key
    )
    assert added.code == 0, added.err
    listed = sgdesk("account", "list", "--json", env=home)
    shown = sgdesk("config", "--json", "--profile", "work", env=home)
    sent = sgdesk("send", "--profile", "work", *MAIL, "--to", "ada@example.com", "--json", env=home)

    assert [a["name"] for a in listed.document()["accounts"]] == ["work"]
    assert shown.document()["key"]["where"] == "key store, account work"
    assert sent.code == 0, sent.err
    assert sandbox.only_mail()["copies"]
    for ran in (added, listed, shown, sent):
        assert key not in ran.out + ran.err
    assert check_folder(tmp_path, key) > 3

    removed = sgdesk("account", "remove", "work", env=home)
    again = sgdesk("send", "--profile", "work", *MAIL, "--to", "ada@example.com", env=home)

    assert removed.code == 0, removed.err
    assert "stays valid at SendGrid" in removed.err
    assert again.code == 2
    assert "no profile 'work'" in again.err


def test_remedy_for_an_account_without_its_key_is_a_command_that_works(
    sandbox: Sandbox, home: dict[str, str], tmp_path: Path
) -> None:
    place = tmp_path / "config" / "config.toml"
    place.parent.mkdir()
    place.write_text('[profiles."My shop"]\nsender = "sender@example.com"\n')
    words = ("--profile", "My shop", *live_at(sandbox.info), "--to", "ada@example.com")
    send = ("send", *words, "--subject", "s", "--text", "t")
    without = sgdesk(*send, env=home)
    said = " ".join(without.err.split())
    remedy = said.partition("keep the key: ")[2]

    assert without.code == 2
    assert remedy == "sgdesk account key 'My shop' --key-stdin"
    kept = sgdesk(*shlex.split(remedy)[1:], env=home, stdin=KEY)
    assert kept.code == 0, kept.err
    assert sgdesk(*send, env=home).code == 5, "the key is there, and this server does not know it"
    assert tomllib.loads(place.read_text())["profiles"]["My shop"] == {
        "sender": "sender@example.com"
    }
    assert KEY not in kept.out + kept.err


def test_another_key_takes_the_place_of_the_first(sandbox: Sandbox, home: dict[str, str]) -> None:
    options = kept_at(sandbox.info)
    sgdesk("account", "add", "work", "--key-stdin", *options, env=home, stdin=CANARY)
    sgdesk("account", "key", "work", "--key-stdin", env=home, stdin=sandbox.info.key)

    assert sgdesk("account", "check", "--profile", "work", env=home).code == 0
    assert sgdesk("account", "key", "no", "--key-stdin", env=home, stdin=CANARY).code == 2


def test_canary_key_is_in_no_file_of_config_data_and_home(
    sandbox: Sandbox, home: dict[str, str], tmp_path: Path
) -> None:
    options = kept_at(sandbox.info)
    added = sgdesk("account", "add", "work", "--key-stdin", *options, env=home, stdin=CANARY)
    assert added.code == 0, added.err
    for words in (
        ("account", "check", "--profile", "work"),
        ("send", "--profile", "work", *MAIL, "--to", "ada@example.com"),
    ):
        ran = sgdesk(*words, env=home)

        assert ran.code == 5, ran.err
        check_silent((ran.out + ran.err).encode(), words[0])
    assert check_folder(tmp_path) > 3
    (account,) = sgdesk("account", "list", "--json", env=home).document()["accounts"]
    assert [path["works"] for path in account["paths"]] == [False, False]


def test_account_that_may_mail_only_some_mails_nobody_else(
    sandbox: Sandbox, home: dict[str, str]
) -> None:
    guard = ("--may-mail", "@Example.com", "--may-mail", "ada@example.net")
    options = (*kept_at(sandbox.info), *guard)
    added = sgdesk(
        "account", "add", "work", "--key-stdin", *options, env=home, stdin=sandbox.info.key
    )
    assert added.code == 0, added.err
    send = ("send", "--profile", "work", *MAIL, "--yes", "--to")
    refused = sgdesk(*send, "ada@example.com", "--bcc", "Eve <eve@example.org>", env=home)

    assert refused.code == 2
    assert "may not mail eve@example.org" in refused.err
    assert sandbox.inbox() == []
    assert sgdesk(*send, "ADA@example.net", "--cc", "x@EXAMPLE.COM", env=home).code == 0
    assert len(sandbox.inbox()) == 1


def test_without_a_key_store_nothing_is_kept_and_the_variable_still_works(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    home = {
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere",
        "SGDESK_CONFIG_DIR": str(tmp_path / "config"),
    }
    options = kept_at(sandbox.info)
    added = sgdesk(
        "account", "add", "work", "--key-stdin", *options, env=home, stdin=sandbox.info.key
    )

    assert added.code == 2
    assert "no key store" in added.err
    assert not list(tmp_path.rglob("*.toml"))

    (tmp_path / "config").mkdir(parents=True)
    (tmp_path / "config" / "config.toml").write_text('[profiles.work]\nregion = "eu"\n')
    send = ("send", *live_at(sandbox.info), "--profile", "work", *MAIL, "--to", "ada@example.com")
    without = sgdesk(*send, env=home)
    with_variable = sgdesk(*send, env=home | {"SENDGRID_API_KEY": sandbox.info.key})

    assert without.code == 2
    assert "SENDGRID_API_KEY holds no key, so the key store was asked" in " ".join(
        without.err.split()
    )
    assert with_variable.code == 0, with_variable.err


def test_locked_key_store_is_named_and_nothing_is_kept(tmp_path: Path) -> None:
    with secret_service(tmp_path / "home", "locked") as variables:
        home = variables | {"SGDESK_CONFIG_DIR": str(tmp_path / "config")}
        added = sgdesk("account", "add", "work", "--key-stdin", env=home, stdin=CANARY)

    assert added.code == 2
    assert "The key store is locked." in added.err
    assert not list(tmp_path.rglob("*.toml"))


def test_key_store_that_hangs_is_given_up_and_nothing_is_kept(tmp_path: Path) -> None:
    with secret_service(tmp_path / "home", "silent") as variables:
        home = variables | {
            "HOME": str(tmp_path / "home"),
            "SGDESK_CONFIG_DIR": str(tmp_path / "config"),
            "SGDESK_DATA_DIR": str(tmp_path / "data"),
            "TMPDIR": str(tmp_path),
        }
        added = sgdesk("account", "add", "work", "--key-stdin", env=home, stdin=CANARY)

    assert added.code == 2
    assert "The key store does not answer." in added.err
    check_silent((added.out + added.err).encode(), "output")
    assert not list(tmp_path.rglob("*.toml"))
    assert check_folder(tmp_path) > 0


def test_certificate_file_that_cannot_be_read_is_named_by_check_as_by_send(
    tmp_path: Path,
) -> None:
    bad = tmp_path / "bad.pem"
    bad.write_text("no certificate")
    own = {"SENDGRID_API_KEY": KEY, "HOME": str(tmp_path), "SGDESK_DATA_DIR": str(tmp_path)}
    checked = sgdesk("account", "check", "--ca-file", str(bad), env=own)
    sent = sgdesk("send", *MAIL, "--to", "ada@example.com", "--ca-file", str(bad), env=own)

    assert (checked.code, sent.code) == (2, 2)
    assert f"The CA file {bad} cannot be used." in checked.err
    assert checked.err == sent.err


@pytest.mark.parametrize(
    ("words", "stdin", "said"),
    [
        (("add", "practice", "--key-stdin"), CANARY, "already"),
        (("add", "work", "--key-stdin"), CANARY[:60], "60 of 69"),
        (("remove", "work"), "", "no account"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else "",
)
def test_account_that_cannot_be_is_refused_with_2(
    words: tuple[str, ...], stdin: str, said: str
) -> None:
    ran = sgdesk("account", *words, env={"SGDESK_CONFIG_DIR": "/nowhere"}, stdin=stdin)

    assert ran.code == 2
    assert said in ran.err
    check_silent((ran.out + ran.err).encode(), "output")


def test_account_on_a_full_disk_is_not_kept_and_leaves_no_key(
    home: dict[str, str], tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk") as folder:
        own = home | {"SGDESK_DATA_DIR": str(folder), "SGDESK_CONFIG_DIR": str(folder)}
        fill_up(folder)
        full = sgdesk("account", "add", "work", "--key-stdin", env=own, stdin=KEY)
        make_room(folder)

        assert full.code == 2
        assert "No space left on device" in full.err
        assert "What to do: Free some space there" in full.err
        assert sgdesk("account", "list", "--json", env=own).document()["accounts"] == []
        again = sgdesk("account", "add", "work", "--key-stdin", env=own, stdin=KEY)
        assert again.code == 0, again.err
        fill_up(folder)
        kept = sgdesk("account", "remove", "work", env=own)
        assert kept.code == 2
        assert "What to do: Free some space there" in kept.err
