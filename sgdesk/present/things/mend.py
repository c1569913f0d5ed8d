"""Mend a form by a thing's fix."""

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from sgdesk.content.html_source import as_html
from sgdesk.content.plain import html_to_text
from sgdesk.present.address_mending import turned, with_domain
from sgdesk.present.form import ComposeForm
from sgdesk.present.recipients import Entry, read_list, text_of
from sgdesk.present.things.thing import (
    AddUnsubscribe,
    Change,
    DeriveText,
    KeepOnly,
    ListPlace,
    RemoveFile,
    RemoveRepeats,
    Replace,
    SendEach,
    SetFiles,
    TextPlace,
    TurnNames,
    UseAsHtml,
    UseWebApi,
    WriteDomain,
)


def mend(form: ComposeForm, change: Change) -> ComposeForm:
    """Give the form with the change made; what is no part of it is left to others."""
    match change:
        case Replace(place=place, start=start, length=length, new=new):
            text: str = getattr(form, place)
            return _with_text(form, place, text[:start] + new + text[start + length :])
        case SetFiles(files=files):
            return replace(form, files=files)
        case RemoveFile(number=number):
            return replace(form, files=form.files[:number] + form.files[number + 1 :])
        case DeriveText():
            return replace(form, text=html_to_text(form.html), text_is_own=False)
        case UseAsHtml():
            return replace(form, html=as_html(form.markdown), html_is_own=True)
        case AddUnsubscribe():
            return replace(form, tracking=replace(form.tracking, subscription=True))
        case SendEach():
            return replace(form, each=True)
        case KeepOnly(addresses=addresses):
            return replace(form, to=", ".join(addresses), cc="", bcc="")
        case TurnNames(place=place) | WriteDomain(place=place):
            entries = mended_list(read_list(getattr(form, place)), change)
            return _with_list(form, place, text_of(entries))
        case RemoveRepeats() | UseWebApi():
            return form
        case _ as never:
            assert_never(never)


def mended_list(entries: Sequence[Entry], change: TurnNames | WriteDomain) -> tuple[Entry, ...]:
    """Give the people of a field with the change made."""
    match change:
        case TurnNames():
            return turned(entries)
        case WriteDomain(wrong=wrong, right=right):
            return with_domain(entries, wrong, right)
        case _ as never:
            assert_never(never)


def _with_list(form: ComposeForm, place: ListPlace, text: str) -> ComposeForm:
    match place:
        case "to":
            return replace(form, to=text)
        case "cc":
            return replace(form, cc=text)
        case "bcc":
            return replace(form, bcc=text)
        case _ as never:
            assert_never(never)


def _with_text(form: ComposeForm, place: TextPlace, text: str) -> ComposeForm:
    match place:
        case "subject":
            return replace(form, subject=text)
        case "markdown":
            return replace(form, markdown=text)
        case "html":
            return replace(form, html=text)
        case "text":
            return replace(form, text=text)
        case _ as never:
            assert_never(never)
