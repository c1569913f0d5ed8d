"""What was accepted, as it came; and what SendGrid would report about it later."""

import base64
import secrets
from collections import OrderedDict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sgdesk.clock import wall_ns, wall_utc
from sgdesk.sandbox import copies, mime, smtpapi
from sgdesk.sandbox.faults import Path
from sgdesk.secret import without_keys

MESSAGES_LIMIT = 10_000
BYTES_LIMIT = 256 << 20
"""Of raw messages and what was heard with them; the oldest go first when either limit is passed."""
EVENTS_LIMIT = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturedMail:
    """One accepted request or transaction."""

    id: str
    """`X-Message-Id`, or what stood behind `queued as`."""
    path: Path
    listener: str
    connection: int
    """Which connection brought it, counted from 1."""
    received_at: str
    raw: bytes
    """The v3 body, or the mail with its dots unstuffed; byte for byte as received."""
    mail_from: str | None = None
    rcpt_tos: tuple[str, ...] = ()
    request_headers: tuple[tuple[str, str], ...] = ()
    """HTTP; without `Authorization`."""
    program: str = ""
    """What its client calls itself: `User-Agent`, or the name that it gave with EHLO."""
    heard: str = ""
    """The head of the request as it came, or the SMTP dialogue; what signs in is veiled."""
    answer: str = ""
    """HTTP: status line and headers as they went out; a dialogue has its answer itself."""
    v3: Mapping[str, Any] | None = field(default=None, repr=False)

    @property
    def size(self) -> int:
        """Give about how much it takes to keep, in bytes."""
        return len(self.raw) + len(self.heard) + len(self.answer)

    def summary(self) -> dict[str, Any]:
        """Give what a list shows."""
        if self.v3 is not None:
            blocks = self.v3["personalizations"]
            subject = blocks[0].get("subject") or self.v3.get("subject") or ""
            sender = self.v3["from"]["email"]
            to = [entry["email"] for block in blocks for entry in block["to"]]
        else:
            subject = mime.decoded(mime.first_header(self.raw, "Subject") or b"")
            found = mime.addresses(mime.first_header(self.raw, "From"))
            sender = found[0]["email"] if found else ""
            to = list(smtpapi.read(self.raw).to or self.rcpt_tos)
        return {
            "id": self.id,
            "path": self.path,
            "listener": self.listener,
            "connection": self.connection,
            "received_at": self.received_at,
            "from": sender,
            "to": to,
            "subject": subject,
            "size": len(self.raw),
            "program": self.program,
        }

    def to_json(self) -> dict[str, Any]:
        """Give everything but the raw bytes."""
        shown = {
            **self.summary(),
            "envelope": {"mail_from": self.mail_from, "rcpt_to": list(self.rcpt_tos)},
            "heard": self.heard,
            "answer": self.answer,
        }
        return {**shown, **(self._smtp_json() if self.v3 is None else self._v3_json(self.v3))}

    def _smtp_json(self) -> dict[str, Any]:
        header = smtpapi.read(self.raw)
        return {
            "headers": [[name, mime.decoded(v)] for name, v in mime.header_lines(self.raw)],
            "parts": [mime.describe(part) for part in mime.leaves(mime.parse(self.raw))],
            "x_smtpapi": dict(header.value) if header.raw and not header.problem else None,
            "x_smtpapi_raw": header.raw,
            "x_smtpapi_problem": header.problem,
            "v3": None,
            "copies": copies.copies_from_smtp(self.raw, self.rcpt_tos),
        }

    def _v3_json(self, body: Mapping[str, Any]) -> dict[str, Any]:
        each = copies.copies_from_v3(body)
        return {
            "headers": [list(pair) for pair in self.request_headers],
            "parts": [
                *(_described(part) for part in body.get("content") or []),
                *each[0]["attachments"],
            ],
            "x_smtpapi": None,
            "x_smtpapi_raw": None,
            "x_smtpapi_problem": None,
            "v3": body,
            "copies": each,
        }


class Mailbox:
    """Everything accepted and not yet deleted, within the limits above."""

    def __init__(self) -> None:
        self._mails: OrderedDict[str, CapturedMail] = OrderedDict()
        self._bytes = 0
        self.events: deque[dict[str, Any]] = deque(maxlen=EVENTS_LIMIT)

    def capture_v3(
        self,
        body: Mapping[str, Any],
        raw: bytes,
        *,
        listener: str,
        connection: int,
        request_headers: Sequence[tuple[str, str]],
        request_head: str,
    ) -> str:
        """Keep an accepted request and give its id."""
        mail = CapturedMail(
            id=make_message_id(),
            path="webapi",
            listener=listener,
            connection=connection,
            received_at=wall_utc().isoformat(),
            raw=raw,
            request_headers=tuple(request_headers),
            program=without_keys({k.lower(): v for k, v in request_headers}.get("user-agent", "")),
            heard=request_head,
            v3=body,
        )
        self._keep(mail)
        for block in body["personalizations"]:
            args = {**(body.get("custom_args") or {}), **(block.get("custom_args") or {})}
            for entry in [*block["to"], *(block.get("cc") or []), *(block.get("bcc") or [])]:
                self._report(mail, entry["email"], None, body.get("categories") or [], args)
        return mail.id

    def capture_smtp(
        self,
        raw: bytes,
        *,
        mail_from: str,
        rcpt_tos: Sequence[str],
        listener: str,
        connection: int,
        program: str = "",
    ) -> str:
        """Keep an accepted mail and give its id."""
        mail = CapturedMail(
            id=make_message_id(),
            path="smtp",
            listener=listener,
            connection=connection,
            received_at=wall_utc().isoformat(),
            raw=raw,
            mail_from=mail_from,
            rcpt_tos=tuple(rcpt_tos),
            program=without_keys(program),
        )
        self._keep(mail)
        header = smtpapi.read(raw)
        for index, address in enumerate(header.to or rcpt_tos):
            args = header.unique_args(header.substitutions(index))
            self._report(mail, address, header.problem, header.categories, args)
        return mail.id

    def note_dialogue(self, message_id: str, dialogue: str) -> None:
        """Keep with a mail by SMTP what was said until it was taken, and the answer."""
        if (mail := self._mails.get(message_id)) is not None:
            self._replace(mail, replace(mail, heard=dialogue))

    def note_answer(self, message_id: str, answer: str) -> None:
        """Keep with a mail by the Web API what its client is told, without a body: it has none."""
        if (mail := self._mails.get(message_id)) is not None:
            self._replace(mail, replace(mail, answer=answer))

    def _replace(self, before: CapturedMail, now: CapturedMail) -> None:
        self._mails[now.id] = now
        self._bytes += now.size - before.size

    def summaries(self) -> list[dict[str, Any]]:
        """List what is kept, oldest first."""
        return [mail.summary() for mail in self._mails.values()]

    def get(self, message_id: str) -> CapturedMail | None:
        """Give one mail."""
        return self._mails.get(message_id)

    def clear(self) -> None:
        """Forget every mail and every event."""
        self._mails.clear()
        self._bytes = 0
        self.events.clear()

    def _keep(self, mail: CapturedMail) -> None:
        self._mails[mail.id] = mail
        self._bytes += mail.size
        while len(self._mails) > 1 and (
            len(self._mails) > MESSAGES_LIMIT or self._bytes > BYTES_LIMIT
        ):
            _, oldest = self._mails.popitem(last=False)
            self._bytes -= oldest.size

    def _report(
        self,
        mail: CapturedMail,
        address: str,
        problem: str | None,
        categories: Sequence[str],
        args: Mapping[str, str],
    ) -> None:
        """Add the event that SendGrid's Event Webhook would post; custom args lie at its top."""
        event: dict[str, Any] = {
            **args,
            "email": address,
            "event": "dropped" if problem else "processed",
            "timestamp": wall_ns() // 1_000_000_000,
            "sg_event_id": make_message_id(),
            "sg_message_id": f"{mail.id}.local-0.0",
        }
        if categories:
            event["category"] = list(categories)
        if problem:
            event["reason"] = problem
        self.events.append(event)


def make_message_id() -> str:
    """Make an id of SendGrid's shape: 22 characters of URL-safe base64."""
    return base64.urlsafe_b64encode(secrets.token_bytes(16)).decode("ascii").rstrip("=")


def _described(part: Mapping[str, Any]) -> dict[str, Any]:
    content = part["value"].encode()
    return {
        "type": part["type"],
        "charset": "utf-8",
        "disposition": None,
        "filename": None,
        "content_id": None,
        "size": len(content),
        "text": part["value"],
    }
