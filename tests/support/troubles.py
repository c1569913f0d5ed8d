"""Real faults for the window: a local SendGrid told to misbehave, keys that may not, ports that
do not answer."""

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QObject, QUrl, Slot

from sgdesk.account.keystore import KeyPlace
from sgdesk.present.form import FormFile
from sgdesk.route import parse_path
from sgdesk.sandbox.accounts import make_key
from sgdesk.sandbox.process import SandboxInfo
from sgdesk.sandbox.rules.words import INVALID_ADDRESS
from sgdesk.secret import Secret
from sgdesk.ui.life import Life
from tests.support.sandbox import Sandbox
from tests.support.window import fill, practice, press

SMTP = "smtp.sendgrid.net"
QUICK = ("timeout", "connect_timeout")
QUICK_S = 1.5


def sign_up(life: Life, info: SandboxInfo, key: str, *, smtp_port: int = 0) -> None:
    """Send as an account that counts as live; its SendGrid is a local one.

    `smtp_port` is a port of this computer that stands for SendGrid's 587.
    """
    api_port = info.api_url.rpartition(":")[2].rstrip("/")
    values = {
        "sender": "news@example.com",
        "ca_file": str(info.ca_file),
        "connect_to": [
            f"api.sendgrid.com:443=127.0.0.1:{api_port}",
            f"smtp.sendgrid.net:587=127.0.0.1:{smtp_port or info.starttls_port}",
            f"smtp.sendgrid.net:465=127.0.0.1:{info.tls_port}",
        ],
    }
    life.session.account = life.session.book.add("work", values, Secret(key), KeyPlace.SESSION)
    life.accounts.load()


@contextmanager
def port_without_answer() -> Iterator[int]:
    """Give a port at which connecting neither works nor fails, as behind a firewall.

    Its queue of connections is full and nobody takes any out (Linux then drops the first
    packet of each further one).
    """
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = [socket.socket() for _ in range(3)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(listener.getsockname())
        try:
            yield int(listener.getsockname()[1])
        finally:
            for one in waiting:
                one.close()


class Browser(QObject):
    """Takes what would open in the user's browser."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        """Note a page."""
        self.opened.append(url.toString())


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a trouble is made of and looked at with."""

    life: Life
    other: Sandbox
    """A second local SendGrid, in the place of the real one."""
    browser: Browser
    stack: ExitStack


def unknown_key(scene: Scene) -> None:
    sign_up(scene.life, scene.other.info, make_key())


def key_gone(scene: Scene) -> None:
    sign_up(scene.life, scene.other.info, scene.other.info.key)
    scene.life.session.book.keys.forget("work", KeyPlace.SESSION)


def key_without_credits(scene: Scene) -> None:
    sign_up(scene.life, scene.other.info, scene.other.info.other_keys["no_credits"])


def key_that_may_not_send(scene: Scene) -> None:
    sign_up(scene.life, scene.other.info, scene.other.info.other_keys["read_only"])


def unverified_sender(scene: Scene) -> None:
    sign_up(scene.life, scene.other.info, scene.other.info.key)
    scene.life.rooms.write.compose.head.set_text("sender", "news@unverified.example.com")


def blocked_port(scene: Scene) -> None:
    port = scene.stack.enter_context(port_without_answer())
    sign_up(scene.life, scene.other.info, scene.other.info.key, smtp_port=port)
    # The other one that is tried: its key is shown to nobody else.
    book = scene.life.session.book
    values = book.values("work")
    led = cast(list[str], values["connect_to"])
    book.change("work", {**values, "connect_to": [*led, f"{SMTP}:2525=127.0.0.1:{port}"]})


def encryption_that_does_not_fit(scene: Scene) -> None:
    sign_up(scene.life, scene.other.info, scene.other.info.key)
    book, port = scene.life.session.book, scene.other.info.starttls_port
    values = book.values("work")
    led = cast(list[str], values["connect_to"])
    # Before the others: of two that lead one port the first counts.
    book.change("work", {**values, "connect_to": [f"{SMTP}:465=127.0.0.1:{port}", *led]})
    scene.life.rooms.write.compose.send_bar.route.take(parse_path("smtp:465:tls"))


def stripped(scene: Scene) -> None:
    practice(scene.life).fault("ehlo", "strip_starttls")


def intercepted(scene: Scene) -> None:
    practice(scene.life).fault("tls", {"wrong_certificate": "ca"})


def slowed_down(scene: Scene) -> None:
    practice(scene.life).fault("reply", {"reply": {"status": 429, "headers": {}}}, count=1)


def slowed_down_without_a_time(scene: Scene) -> None:
    words = "421 Too many concurrent connections\r\n"
    practice(scene.life).fault("greeting", {"reply": words}, count=1)


def silent_sign_in(scene: Scene) -> None:
    practice(scene.life).fault("auth", "silence", count=1)


def lost(scene: Scene) -> None:
    practice(scene.life).fault("reply", "accept_then_close", count=1)


def one_of_four_refused(scene: Scene) -> None:
    fill(scene.life, to="ada@example.com, grace@example.net, nobody@example.org")
    scene.life.rooms.write.compose.head.set_text("cc", "alan@example.org")
    practice(scene.life).fault(
        "rcpt", {"reply": "550 5.1.1 User unknown\r\n"}, recipient="nobody@example.org"
    )


def bad_address(scene: Scene) -> None:
    # A server that is stricter than the check before sending; and a mail that nobody has yet.
    fill(scene.life, to="ada@example.com, grace@example.net", subject="Winter news")
    error = {"message": INVALID_ADDRESS, "field": "personalizations.1.to.0.email", "help": None}
    body = json.dumps({"errors": [error]})
    answer = {"status": 400, "headers": {"Content-Type": "application/json"}, "body": body}
    practice(scene.life).fault("reply", {"reply": answer}, count=1)


def too_large(scene: Scene) -> None:
    file = FormFile(filename="plan.pdf", content=b"x" * 1_000_000, type="application/pdf")
    scene.life.rooms.write.compose.body.files.set_files((file,))
    page = "<html><h1>413 Request Entity Too Large</h1></html>"
    practice(scene.life).fault("request", {"reply": {"status": 413, "body": page}}, count=1)


def hurry(life: Life) -> None:
    """Send with short time limits: where the fault is silence."""
    for key in QUICK:
        life.session.save_setting(key, QUICK_S)


async def mark_as_not_sent(life: Life) -> None:
    """Say of the mail in Write that it did not go out, so that the next is not asked about."""
    life.window.show_view("write")
    press(life, "mark-not-sent")
    await life.tasks.wait_for("decide")


async def clear_away(scene: Scene) -> None:
    """Put everything right for the next trouble, with a blank mail in Write."""
    life = scene.life
    life.accounts.choose("Practice")
    for sandbox in (practice(life), scene.other):
        sandbox.reset()
    await life.tasks.wait_for("send", "resend", "accounts", "keep-account")
    if "work" in {account.name for account in life.session.book.accounts()}:
        life.session.book.remove("work")
        life.accounts.load()
    for key in QUICK:
        life.session.save_setting(key, None)
    # A new mail is from whom the one before was.
    life.rooms.write.compose.head.set_text("sender", life.session.account.sender)
    life.drafts.begin_blank()
    await life.tasks.wait_for("accounts", "draft-turn")
    await life.session.history.delete_all()
    life.log.load()
    await life.tasks.wait_for("history")
    scene.browser.opened.clear()
    assert life.rooms.write.compose.problem.isHidden()
