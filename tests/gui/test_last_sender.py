"""New mail is from whoever the last mail of the account was sent as, also after a new start."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from sgdesk.account.account import PRACTICE, Account, Known
from sgdesk.account.keystore import KeyPlace
from sgdesk.delivery import Accepted, NotSent, Outcome, Partial, Rejected
from sgdesk.message import Address, sample
from sgdesk.secret import Secret
from sgdesk.ui.compose.last_sender import LastSenders
from sgdesk.ui.compose.sendbar import SEND, SEND_CHECK
from sgdesk.ui.compose.sent import Sent
from tests.support.attempts import an_attempt
from tests.support.keys import KEY
from tests.support.qt import aio, make_life, running
from tests.support.window import fill, press, send

MIA = "Mia Marker <mia@example.com>"
OWN = Account(name="shop", sender="news@example.org", known=Known(masked_key="SG.abcd…"))


def sent(account: Account, sender: str, outcome: Outcome, how: str = SEND) -> Sent:
    message = replace(sample(), sender=Address(email=sender))
    attempts = (an_attempt(outcome),)
    return Sent(message=message, account=account, attempts=attempts, mail=1, how_again=how)


@pytest.fixture
def senders(tmp_path: Path) -> LastSenders:
    return LastSenders(QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))


@pytest.mark.parametrize("outcome", [Accepted(), Partial()])
def test_sender_of_a_mail_that_went_out_is_kept_for_its_account_alone(
    senders: LastSenders, outcome: Outcome
) -> None:
    assert senders.of(OWN) == "news@example.org"
    senders.note(sent(OWN, "mia@example.org", outcome))

    assert senders.of(OWN) == "mia@example.org"
    assert senders.of(PRACTICE) == PRACTICE.sender
    assert senders.of(replace(OWN, name="other")) == "news@example.org"
    # Of the same name, with another key or another sender in its settings.
    assert senders.of(replace(OWN, known=Known(masked_key="SG.zzzz…"))) == "news@example.org"
    assert senders.of(replace(OWN, sender="new@example.org")) == "new@example.org"

    senders.note(sent(OWN, "news@example.org", Accepted()))
    assert senders.of(OWN) == "news@example.org"


def test_sender_of_what_did_not_go_out_is_not_kept(senders: LastSenders) -> None:
    for outcome in (Rejected(), NotSent()):
        senders.note(sent(OWN, "mia@example.org", outcome))
    senders.note(sent(OWN, "mia@example.org", Accepted(checked_only=True), SEND_CHECK))

    assert senders.of(OWN) == "news@example.org"


def test_example_takes_no_place_of_a_sender_who_was_typed(senders: LastSenders) -> None:
    senders.note(sent(PRACTICE, "mia@example.com", Accepted()))
    example = replace(sent(PRACTICE, "", Accepted()), message=sample())
    senders.note(example)

    assert senders.of(PRACTICE) == "mia@example.com"


def test_state_that_cannot_be_read_keeps_nobody(senders: LastSenders, tmp_path: Path) -> None:
    state = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    for broken in ("[1]", "{", '{"shop": 3}', '{"shop": []}'):
        state.setValue("last-senders", broken)
        assert LastSenders(state).of(OWN) == "news@example.org"


@aio()
async def test_next_start_begins_with_the_sender_of_the_last_practice_mail(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        life.rooms.write.compose.head.set_text("sender", MIA)
        await send(life)
    async with running(make_life(qapp, tmp_path)) as life:
        compose = life.rooms.write.compose
        assert compose.form().sender == MIA

        life.drafts.begin_sample()
        await life.tasks.wait_for("draft-turn")
        press(life, "new-mail")
        await life.tasks.wait_for("draft-turn")
        assert compose.form().sender == MIA


@aio()
async def test_another_account_begins_without_the_sender_of_practice(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        life.rooms.write.compose.head.set_text("sender", MIA)
        await send(life)
        life.session.book.add("shop", {"sender": "news@example.org"}, Secret(KEY), KeyPlace.SESSION)
        life.accounts.load()
        await life.tasks.wait_for("accounts")
        life.accounts.choose("shop")
        assert life.rooms.write.compose.form().sender == "news@example.org"

        life.accounts.choose(PRACTICE.name)
        assert life.rooms.write.compose.form().sender == MIA
