"""What a send tells of the account behind it: its mail was taken, or its key or plan refused."""

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from sgdesk.account.keystore import KeyPlace
from sgdesk.secret import Secret
from sgdesk.ui.life import Life
from tests.support.keys import KEY
from tests.support.live import add_account
from tests.support.qt import aio, make_life, running
from tests.support.sandbox import Sandbox
from tests.support.troubles import sign_up
from tests.support.window import fill, send, texts

UNKNOWN_KEY = "The provided authorization grant is invalid, expired, or revoked"
MAY_NOT = "The user is not authorized to send mail"


def refuse_once(sandbox: Sandbox, status: int, message: str) -> None:
    """Have the next mail refused in SendGrid's words."""
    body = json.dumps({"errors": [{"message": message, "field": None, "help": None}]})
    answer = {"status": status, "headers": {"Content-Type": "application/json"}, "body": body}
    sandbox.fault("reply", {"reply": answer}, count=1)


async def send_one(life: Life, subject: str) -> None:
    """Send a mail of its own, and wait until the account was told."""
    life.window.show_view("write")
    fill(life, subject=subject)
    await send(life)
    await life.tasks.wait_for("account-told")


@aio()
async def test_account_that_took_mail_unchecked_says_so_at_once(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sign_up(life, sandbox.info, sandbox.info.key)
        await life.tasks.wait_for("accounts")
        assert "not checked" in texts(life, life.window.top_bar)
        fill(life)
        await send(life)
        await life.tasks.wait_for("account-told")

        assert "not checked" not in texts(life, life.window.top_bar)
        life.window.show_view("accounts")
        assert "Web API took mail" in texts(life)


@aio()
@pytest.mark.parametrize(
    ("status", "message", "state", "title"),
    [
        (401, UNKNOWN_KEY, "key refused", "SendGrid refuses this key"),
        (401, "Maximum credits exceeded", "no sends left", "No sends left in the SendGrid plan"),
        (403, MAY_NOT, "may not send", "The key may not send mail"),
    ],
)
async def test_account_whose_mail_was_refused_says_so_until_it_takes_one(
    qapp: QApplication,
    tmp_path: Path,
    sandbox: Sandbox,
    status: int,
    message: str,
    state: str,
    title: str,
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_account(life, sandbox.info.key, sandbox.info)
        refuse_once(sandbox, status, message)
        await send_one(life, "First")
        assert life.rooms.write.compose.problem.isVisible()
        assert state in texts(life, life.window.top_bar)
        life.window.show_view("accounts")
        assert title in texts(life)
        life.window.show_view("start")
        name = life.session.account.name
        assert f"{name} could not send." in texts(life)
        assert f"It cannot go out yet as {name}." in texts(life)

        await send_one(life, "Second")
        assert state not in texts(life, life.window.top_bar)
        life.window.show_view("start")
        assert f"It goes out as {name}." in texts(life)


@aio()
async def test_refusal_of_what_stands_in_a_mail_is_not_held_against_the_account(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_account(life, sandbox.info.key, sandbox.info)
        before = life.session.account
        refuse_once(sandbox, 400, "The subject is required.")
        await send_one(life, "First")

        assert life.rooms.write.compose.problem.isVisible()
        assert life.session.account == before


@aio()
async def test_account_that_was_never_reached_is_not_said_to_send(
    qapp: QApplication, tmp_path: Path
) -> None:
    nowhere = {"api_url": "https://127.0.0.1:1", "smtp_host": "127.0.0.1", "path": "smtp:1:tls"}
    async with running(make_life(qapp, tmp_path)) as life:
        life.session.account = life.session.book.add("work", nowhere, Secret(KEY), KeyPlace.SESSION)
        life.accounts.load()
        await life.tasks.wait_for("accounts")
        life.window.show_view("start")
        assert "It goes out as work." in texts(life)
        life.accounts.act("check", "work")
        await life.tasks.wait_for("check work")

        assert "work cannot be reached." in texts(life)
        assert "It cannot go out yet as work." in texts(life)
