"""The errors a user may meet: each made by a real fault, said under the mail, and mended by
its first button."""

import asyncio
import re
import traceback
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from sgdesk.delivery import Attempt
from sgdesk.ui.account.sheet import AccountSheet
from sgdesk.ui.compose.review_sheet import ReviewSheet
from sgdesk.ui.life import Life
from sgdesk.ui.log.certificate_sheet import CertificateSheet
from sgdesk.ui.widgets.remedy_row import RemedyRow
from tests.support import troubles
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.sandbox import Sandbox
from tests.support.troubles import Browser, Scene
from tests.support.window import fill, practice, press, rows, send, texts

LINE_PX = 18


@pytest.fixture
def browser(qapp: QApplication) -> Iterator[Browser]:
    """Give a browser that opens nothing."""
    taker = Browser()
    for scheme in ("http", "https"):
        QDesktopServices.setUrlHandler(scheme, taker, "take")  # type: ignore[arg-type]  # the stub asks for bytes, the call for a name
    yield taker
    for scheme in ("http", "https"):
        QDesktopServices.unsetUrlHandler(scheme)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One error: how it is made, what is said of it, and what its first button does."""

    name: str
    make: Callable[[Scene], None]
    title: str
    sentence: str
    buttons: tuple[str, ...]
    after: Callable[[Scene], Awaitable[None]]
    smtp: bool = False
    quick: bool = False
    """With short time limits: the fault is silence."""


def was_taken(scene: Scene) -> bool:
    """Say whether the newest result is a mail that a server took."""
    return rows(scene.life)[0].result.word in ("Captured", "Accepted")


async def went_out(scene: Scene) -> None:
    """Say yes where live mail is reviewed, and wait until it was taken."""
    window = scene.life.window
    await until(lambda: was_taken(scene) or visible_children(window, ReviewSheet))
    for sheet in visible_children(window, ReviewSheet):
        press(scene.life, "review-send", sheet)
    await until(lambda: was_taken(scene))
    await until(lambda: not scene.life.rooms.write.compose.problem.isVisible())


async def went_by_web_api(scene: Scene) -> None:
    await went_out(scene)
    assert rows(scene.life)[0].path == "Web API"


async def way_was_found_and_went_by_web_api(scene: Scene) -> None:
    problem = scene.life.rooms.write.compose.problem
    await until(lambda: "work from here." in texts(scene.life, problem))
    assert scene.other.inbox() == [], "to find a way sends nothing"
    buttons = [each.text() for each in visible_children(one_row(problem), QPushButton)]
    assert buttons == ["Try port 465", "Send by Web API", "Send again", "Diagnose this"]
    press(scene.life, "send-webapi")
    await went_by_web_api(scene)


def one_row(problem: QWidget) -> RemedyRow:
    """Give the row of buttons of a message."""
    (row,) = problem.findChildren(RemedyRow)
    return row


async def key_was_checked(scene: Scene) -> None:
    assert scene.life.window.current_view == "accounts"
    await scene.life.tasks.wait_for("check work")
    assert scene.life.session.book.account("work").known.checked_at is not None


async def key_is_asked_for(scene: Scene) -> None:
    await until(lambda: visible_children(scene.life.window, AccountSheet))
    (sheet,) = visible_children(scene.life.window, AccountSheet)
    assert sheet.purpose == "replace"
    sheet.reject()
    await turns()


async def sender_has_the_keyboard(scene: Scene) -> None:
    # A sheet has closed since.
    scene.life.window.activateWindow()
    await until(lambda: is_in(scene.life.rooms.write.compose.head.fields["sender"]))


async def to_has_the_keyboard(scene: Scene) -> None:
    assert is_in(scene.life.rooms.write.compose.head.fields["to"])


async def usage_is_opened(scene: Scene) -> None:
    assert scene.browser.opened == ["https://app.sendgrid.com/settings/billing"]


async def certificate_is_shown(scene: Scene) -> None:
    (sheet,) = visible_children(scene.life.window, CertificateSheet)
    said = texts(scene.life, sheet)
    assert "This computer does not trust it: " in said
    for name in ("For", "Servers", "Issued by", "Valid from", "Valid until", "SHA-256"):
        assert f"\n{name}\n" in said
    assert "Unknown authority" in said
    press(scene.life, "certificate-copy", sheet)
    copied = QApplication.clipboard().text()
    kept = (await newest(scene)).trace.tls
    assert kept is not None
    assert ":".join(re.findall("..", kept.chain[0].sha256.upper())) in copied
    sheet.reject()
    await turns()


async def newest(scene: Scene) -> Attempt:
    """Give the newest result as the history keeps it."""
    found = await scene.life.session.history.get(rows(scene.life)[0].attempt_id)
    assert found is not None
    return found.attempt


async def counts_down_and_can_send_now(scene: Scene) -> None:
    await until(lambda: "Sends again in" in texts(scene.life))
    assert buttons_of(scene.life) == ["Send now", "Do not send"]
    press(scene.life, "send-now")
    await went_out(scene)


async def counts_down_and_can_be_stopped(scene: Scene) -> None:
    await until(lambda: "Sends again in 60 s." in texts(scene.life))
    press(scene.life, "stop-later")
    await turns()
    assert "Nothing was sent." in texts(scene.life)
    assert buttons_of(scene.life) == ["Send in 60 s", "Keep as draft"]
    assert len(rows(scene.life)) == 1


async def practice_inbox_has_it(scene: Scene) -> None:
    assert scene.life.window.current_view == "practice"
    assert len(practice(scene.life).inbox()) == 1
    await troubles.mark_as_not_sent(scene.life)


async def refused_one_is_left_in_to(scene: Scene) -> None:
    form = scene.life.rooms.write.compose.form()
    assert form.to == "nobody@example.org"
    assert not form.cc
    assert form.subject == "Hello"


async def files_are_shown(scene: Scene) -> None:
    assert scene.life.rooms.write.compose.body.files.isVisible()


def is_in(widget: QWidget) -> bool:
    """Say whether the keyboard is in a widget or in a part of it."""
    focused = QApplication.focusWidget()
    return focused is not None and (focused is widget or widget.isAncestorOf(focused))


TROUBLES = (
    Trouble(
        name="bad key",
        make=troubles.unknown_key,
        title="SendGrid refuses this key",
        sentence="Not sent. SendGrid says that the key is invalid, expired "
        "or revoked. It may also belong to the EU region.",
        buttons=("Check this key", "Use another key…"),
        after=key_was_checked,
    ),
    Trouble(
        name="bad key by SMTP",
        make=troubles.unknown_key,
        title="SendGrid refuses this key",
        sentence="invalid, expired or revoked",
        buttons=("Check this key", "Use another key…"),
        after=key_was_checked,
        smtp=True,
    ),
    Trouble(
        name="key may not send",
        make=troubles.key_that_may_not_send,
        title="The key may not send mail",
        sentence="Not sent. SendGrid knows the key, but it has no permission to send",
        buttons=("Use another key…", "Open keys at SendGrid"),
        after=key_is_asked_for,
    ),
    Trouble(
        name="sender not verified",
        make=troubles.unverified_sender,
        title="news@unverified.example.com is not a verified sender",
        sentence="Not sent. SendGrid sends only from addresses or domains verified in your "
        "account. The key and the connection work.",
        buttons=("Change the sender", "Verify it at SendGrid"),
        after=sender_has_the_keyboard,
    ),
    Trouble(
        name="port blocked",
        make=troubles.blocked_port,
        title="Port 587 does not answer",
        sentence="Not sent. There was no connection within 1.5 s, so neither key nor message left "
        "this computer. Networks often block mail ports.",
        buttons=("Find a way to send it", "Send again", "Diagnose this"),
        after=way_was_found_and_went_by_web_api,
        smtp=True,
        quick=True,
    ),
    Trouble(
        name="STARTTLS stripped",
        make=troubles.stripped,
        title="Encryption was removed on the way",
        sentence="Not sent, and the key was not sent. The server on port 587 offered no "
        "encryption, which SendGrid always does. A firewall or antivirus program changes the "
        "connection.",
        buttons=("Send by Web API", "Try port 465", "Diagnose this"),
        after=went_by_web_api,
        smtp=True,
    ),
    Trouble(
        name="certificate intercepted",
        make=troubles.intercepted,
        title="This is not the practice inbox's certificate",
        sentence="probably opens the connection in between. Company networks and antivirus "
        "programs do this: ask whoever runs the network whether yours does.",
        buttons=("Show certificate", "Add company certificate…", "Diagnose this"),
        after=certificate_is_shown,
    ),
    Trouble(
        name="credits exceeded",
        make=troubles.key_without_credits,
        title="No sends left in the SendGrid plan",
        sentence="Not sent. The key is valid; the plan's sends are used up. The message is kept "
        "as a draft.",
        buttons=("See usage", "Open plan at SendGrid"),
        after=usage_is_opened,
    ),
    Trouble(
        name="rate limited",
        make=troubles.slowed_down,
        title="The practice inbox asks to slow down",
        sentence="Not sent yet. Too many requests in a short time. It takes more from ",
        buttons=("Send at …", "Keep as draft"),
        after=counts_down_and_can_send_now,
    ),
    Trouble(
        name="rate limited, no time",
        make=troubles.slowed_down_without_a_time,
        title="The practice inbox asks to slow down",
        sentence="Not sent yet. There are too many connections, or too many messages on one.",
        buttons=("Send in 60 s", "Keep as draft"),
        after=counts_down_and_can_be_stopped,
        smtp=True,
    ),
    Trouble(
        name="timeout before sending",
        make=troubles.silent_sign_in,
        title="No answer while signing in",
        sentence="Not sent. Signing in took longer than 1.5 s. The message had not been handed "
        "over.",
        buttons=("Send again", "Diagnose this"),
        after=went_out,
        smtp=True,
        quick=True,
    ),
    Trouble(
        name="lost after hand-over",
        make=troubles.lost,
        title="It is not known whether this mail went out",
        sentence="The whole message was handed over, then the connection broke before the "
        "practice inbox answered. It may have been accepted. If it is sent again, it may come "
        "twice.",
        buttons=(
            "Look in the practice inbox",
            "Mark as sent",
            "Mark as not sent",
            "Send again anyway…",
        ),
        after=practice_inbox_has_it,
    ),
    Trouble(
        name="address not valid",
        make=troubles.bad_address,
        title="An address is not valid",
        sentence="Not sent to anyone: grace@example.net is not a valid address.",
        buttons=("Correct address",),
        after=to_has_the_keyboard,
    ),
    Trouble(
        name="too large",
        make=troubles.too_large,
        title="The mail is too large for a proxy on the way",
        sentence="Not sent. It has 1.3 MB, and SendGrid takes less than 30 MB. A proxy on the way "
        "accepts less. Files grow by a third when mailed: plan.pdf becomes 1.3 MB.",
        buttons=("Choose files to remove",),
        after=files_are_shown,
    ),
    Trouble(
        name="recipient refused",  # last: the same mail is asked about from then on
        make=troubles.one_of_four_refused,
        title="1 of 4 people refused",
        sentence='alan@example.org. Refused: nobody@example.org: "550 5.1.1 User unknown"',
        buttons=(
            "Correct and send to 1 person…",
            "Send as it is to nobody@example.org…",
            "Show all recipients",
        ),
        after=refused_one_is_left_in_to,
        smtp=True,
    ),
)


def buttons_of(life: Life) -> list[str]:
    """Give what the card under the mail offers, in its order."""
    shown = visible_children(one_row(life.rooms.write.compose.problem), QPushButton)
    return [re.sub(r"at \d\d:\d\d:\d\d", "at …", button.text()) for button in shown]


async def mail_keeps_its_lines(life: Life) -> None:
    """See that a small window holds the card, all its buttons, and some lines of the mail."""
    compose = life.rooms.write.compose
    size = life.window.size()
    life.window.resize(QSize(900, 600))
    compose.body.show_tab("html")
    compose.body.editor.setFocus()
    compose.show_some_lines()
    await turns()
    row = one_row(compose.problem)
    last = visible_children(row, QPushButton)[-1].geometry()
    assert compose.body.editor.visibleRegion().boundingRect().height() >= 4 * LINE_PX
    assert row.visibleRegion().boundingRect().contains(last)
    life.window.resize(size)
    await turns()


async def play(scene: Scene, trouble: Trouble) -> None:
    """Make the trouble, look at what is said of it, and press the first button."""
    life = scene.life
    life.window.activateWindow()
    # A mail of its own: of one that went before it is never said that it is safe to send again.
    fill(life, subject=trouble.name)
    if trouble.quick:
        troubles.hurry(life)
    # A new mail goes by the path that the one before it went by.
    press(life, "path-smtp" if trouble.smtp else "path-webapi")
    trouble.make(scene)
    subject = life.rooms.write.compose.form().subject
    await send(life)
    await until((card := life.rooms.write.compose.problem).isVisible)
    await turns()
    assert re.sub(r"Port \d{4,}", "Port 587", card.text.splitlines()[0]) == trouble.title
    assert trouble.sentence in card.text
    assert buttons_of(life) == list(trouble.buttons)
    await mail_keeps_its_lines(life)
    assert life.rooms.write.compose.form().subject == subject
    visible_children(one_row(card), QPushButton)[0].click()
    await turns()
    await trouble.after(scene)


@aio(timeout=110)
async def test_each_error_is_said_under_the_mail_and_its_first_button_does_what_it_says(
    qapp: QApplication, tmp_path: Path, browser: Browser, sandbox: Sandbox
) -> None:
    wrong: list[str] = []
    async with running(make_life(qapp, tmp_path)) as life:
        for trouble in TROUBLES:
            with ExitStack() as stack:
                scene = Scene(life=life, other=sandbox, browser=browser, stack=stack)
                try:
                    async with asyncio.timeout(20):
                        await play(scene, trouble)
                except (AssertionError, TimeoutError, ValueError):
                    wrong.append(f"{trouble.name}: {traceback.format_exc()}")
                await troubles.clear_away(scene)

    assert not wrong, "\n".join(wrong)
