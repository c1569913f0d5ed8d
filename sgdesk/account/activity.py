"""Ask the Web API what became of a mail, where the account's plan keeps that.

Source: SendGrid OpenAPI files, "Filter messages" and "Retrieve message by message ID" of the
Email Activity API, which is an add-on and takes six requests a minute. Nothing is changed.
"""

import asyncio
import json
import re
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

import httpx

from sgdesk.account.api import ApiClient, may_carry_key, no_answer, said_of_a_check
from sgdesk.account.happened import Activity, Happened
from sgdesk.delivery import Problem
from sgdesk.errors import InputError
from sgdesk.route import Route
from sgdesk.secret import Secret
from sgdesk.sendgrid import catalogue
from sgdesk.sendgrid.catalogue_failures import PLAINTEXT_KEY
from sgdesk.sendgrid.catalogue_http import NOT_SENDGRID
from sgdesk.trace import Phase
from sgdesk.transport.answers import server_words
from sgdesk.transport.circumstances import Circumstances, problem
from sgdesk.transport.classify import TRANSPORT_ERRORS
from sgdesk.wire.recorder import Recorder
from sgdesk.wire.transcript import Transcript

ASKING = "asking about a message"
ANSWER_S = 10.0
"""For all requests together."""
MOST = 50
"""Recipients that are told of."""
_MOST_ASKED = 3
"""Mails not delivered whose reason is asked for: each costs one of six requests a minute."""
_STATUSES = ("processed", "delivered", "not_delivered")
_STOPPED = ("bounced", "dropped", "deferred")
_ID = re.compile(r"[A-Za-z0-9_.=-]{10,120}")


def checked_message_id(text: str) -> str:
    """Give the id by which SendGrid knows a mail; raises `InputError` for anything else.

    It is what stood in `X-Message-Id` or behind `queued as`; a webhook adds more behind a dot.
    """
    found = text.strip()
    if not _ID.fullmatch(found):
        raise InputError(
            "This is no message id of SendGrid's.",
            why="It has letters, digits, - and _ alone, as in the X-Message-Id of an answer or "
            "behind `queued as`. The Message-ID of a mail's own header is another.",
            remedy="Give the id as the result of the send has it.",
        )
    return found


async def ask_what_happened(route: Route, secret: Secret, message_id: str) -> Activity:
    """Ask for the mail, then why it was not delivered; runs in the wire thread."""
    recorder = Recorder(transcript=Transcript([secret.reveal()]))
    about = Circumstances(route=route)
    if not may_carry_key(route):
        refused = problem(PLAINTEXT_KEY, about, Phase.CONNECT)
        return Activity(unread=said_of_a_check(refused) or refused)
    found = Activity()
    try:
        async with ApiClient(route, secret, recorder) as client, asyncio.timeout(ANSWER_S):
            query = quote(f'msg_id LIKE "{message_id}%"', safe="")
            answer = await client.ask(f"/v3/messages?query={query}&limit={MOST + 1}")
            rows = _read(answer)
            if rows is None:
                return Activity(unread=_why_not(answer, about))
            told = tuple(map(_happened, rows))
            found = Activity(happened=told[:MOST], has_more=len(told) > MOST)
            for at, row in _not_delivered(rows):
                detail = await client.ask(f"/v3/messages/{quote(row['msg_id'], safe='')}")
                each = _with_reason(found.happened[at], detail)
                found = replace(
                    found,
                    happened=(*found.happened[:at], each, *found.happened[at + 1 :]),
                )
    except TRANSPORT_ERRORS as failure:
        found = replace(found, unread=no_answer(failure, route, recorder, ASKING))
    finally:
        recorder.finish()
    return found


def _read(answer: httpx.Response) -> list[dict[str, Any]] | None:
    """Give the rows of an answer that has SendGrid's form; else `None`."""
    if answer.status_code != 200:
        return None
    try:
        rows = json.loads(answer.content)["messages"]
        well = all(row["status"] in _STATUSES and isinstance(row["msg_id"], str) for row in rows)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return list(rows) if well else None


def _happened(row: dict[str, Any]) -> Happened:
    return Happened(
        to=str(row.get("to_email") or ""),
        status=row["status"],
        at=_time(row.get("last_event_time")),
    )


def _time(text: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def _not_delivered(rows: list[dict[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
    stopped = [(at, r) for at, r in enumerate(rows[:MOST]) if r["status"] == "not_delivered"]
    return stopped[:_MOST_ASKED]


def _with_reason(happened: Happened, answer: httpx.Response) -> Happened:
    """Add what stopped a mail; without it the rest stays told."""
    try:
        events = json.loads(answer.content)["events"]
        stops = [event for event in events if event["event_name"] in _STOPPED]
        last = max(stops, key=lambda event: str(event.get("processed") or ""))
    except (ValueError, TypeError, KeyError, RecursionError):
        return happened
    return replace(happened, event=last["event_name"], reason=str(last.get("reason") or ""))


def _why_not(answer: httpx.Response, about: Circumstances) -> Problem:
    words = server_words(answer.content)[:500]
    entry = NOT_SENDGRID
    if answer.status_code != 200:
        entry = catalogue.find("webapi", Phase.REPLY.value, answer.status_code, words)
    said = problem(entry, about, Phase.REPLY, code=answer.status_code, reply=words)
    return said_of_a_check(said) or said
