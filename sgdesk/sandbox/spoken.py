"""One SMTP conversation as the server heard it: for the mail it brought, and for what it refused.

What signs in is veiled as it is heard, so that no key is ever kept.
"""

from collections import deque

from sgdesk.sandbox.mailbox import Mailbox
from sgdesk.sandbox.refusals import BYTES_LIMIT, Refusals
from sgdesk.sandbox.relay import Connection
from sgdesk.secret import MARK, Secret, without_keys

LINES_LIMIT = 200
"""Of what came before a transaction, and of the transaction itself."""
LINE_LIMIT = 1_000
MAIL_LINES_LIMIT = 100
"""Of a mail in it, so that what was said before still stands there."""
_MECHANISMS = frozenset(
    {"PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2", "OAUTHBEARER", "SCRAM-SHA-1", "SCRAM-SHA-256"}
)
"""Whatever else is named may be a key whose mechanism was forgotten."""
_MAIL = "the mail"
_CUT = "…"
"""Stands where lines are left out."""


class Spoken:
    """What was said so far, in commands and replies: `C:` the client, `S:` the server."""

    def __init__(self, connection: Connection, refusals: Refusals, mailbox: Mailbox) -> None:
        self._listener = connection.listener
        self._refusals = refusals
        self._mailbox = mailbox
        self._before: deque[str] = deque(maxlen=LINES_LIMIT)
        """Up to this transaction, without those that brought a mail."""
        self._now: deque[str] = deque(maxlen=LINES_LIMIT)
        self._mails = 0
        self._asked = ""
        self._is_challenged = False
        self._dialogue: list[str] = []
        """Up to the mail that was handed over last, and from there on."""
        self._kept_id = ""
        """The mail that this transaction brought."""

    @property
    def _is_silent(self) -> bool:
        return not self._before and not self._now

    def ask(self, command: str, arg: str | None = "") -> None:
        """Take a command; what stands behind AUTH, save its mechanism, is a secret."""
        if command == "MAIL" or self._dialogue:
            self._begin()
        self._asked = command
        if command == "AUTH":
            mechanism, _, initial = (arg or "").partition(" ")
            is_known = mechanism.upper() in _MECHANISMS
            arg = " ".join(filter(None, (mechanism, initial and MARK))) if is_known else MARK
        self._say(f"C: {command} {arg or ''}".rstrip())

    def challenge(self, reply: str) -> None:
        """Take the server's question for a part of what signs in."""
        self._heed_challenge()
        self._is_challenged = True
        self._say(f"S: {reply.strip()}")

    def sign_in(self, login: bytes, key: bytes) -> None:
        """Say who signs in, without showing what was given in the place of user name or key."""
        self._heed_challenge()
        who = "user name apikey" if login == b"apikey" else "not the user name apikey"
        masked = Secret(key.decode("utf-8", "replace")).masked
        self._say(f"*: {who}, key {masked}")

    def hand_over(self, mail: bytes) -> None:
        """Take the mail that came after DATA."""
        self._asked = _MAIL
        cut = [_CUT] if len(self._now) == LINES_LIMIT else []
        before = [f"*: {self._mails:,} before this one on the connection"] if self._mails else []
        self._dialogue = [*self._before, *before, *cut, *self._now]
        self._dialogue += [f"C: the mail, {len(mail):,} bytes", "C: ."]
        lines = mail[:BYTES_LIMIT].decode("utf-8", "backslashreplace").splitlines()
        self._say(*(f"C: {line}" for line in lines[:MAIL_LINES_LIMIT]))
        if len(lines) > MAIL_LINES_LIMIT:
            self._say(f"C: … {len(mail):,} bytes in all")

    def keep(self, mail_id: str) -> None:
        """Take that the mail was kept; its dialogue goes along, the answer as it is given."""
        self._kept_id = mail_id
        self._mails += 1
        self._tell_mailbox()

    def answer(self, reply: str) -> None:
        """Take a reply, and keep what it refuses."""
        self._heed_challenge()
        said = reply.strip()
        if said[:1] in ("4", "5") and said[:3].isdigit():
            self._refusals.note(
                path="smtp",
                listener=self._listener,
                code=int(said[:3]),
                call=self._asked or ("the connection" if self._is_silent else "a command"),
                reason=" ".join(said[3:].lstrip(" -").split()),
                head="\n".join([*self._before, *self._now][-LINES_LIMIT:]),
                answer=said,
            )
        if self._is_silent and self._listener == "tls":
            self._say("*: TLS from the first byte")
        lines = [f"S: {line}" for line in said.splitlines()]
        if self._asked == "STARTTLS" and said.startswith("2"):
            lines.append("*: TLS from here on")
        self._say(*lines)
        if self._asked == _MAIL:
            self._dialogue += lines
            self._tell_mailbox()
        self._asked = ""

    def _begin(self) -> None:
        """Let what comes be another transaction; one that brought a mail stands with that mail."""
        if not self._kept_id:
            self._before.extend(self._now)
        self._now.clear()
        self._dialogue, self._kept_id = [], ""

    def _heed_challenge(self) -> None:
        if self._is_challenged:
            self._is_challenged = False
            self._say(f"C: {MARK}")

    def _say(self, *lines: str) -> None:
        self._now.extend(line[:LINE_LIMIT] for line in lines)

    def _tell_mailbox(self) -> None:
        if self._kept_id:
            self._mailbox.note_dialogue(self._kept_id, without_keys("\n".join(self._dialogue)))
