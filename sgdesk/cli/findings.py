"""What the checks before a send found, and what a path cannot carry, said in the terminal."""

from collections.abc import Sequence

from sgdesk.cli.output import Console, paragraph
from sgdesk.message import Finding, Message, PathKind
from sgdesk.message.checks import check
from sgdesk.message.findings import MessageError, warning
from sgdesk.present.mail_secrets import secret_findings
from sgdesk.present.words import path_words
from sgdesk.render import losses
from sgdesk.route import Route, WebApiPath, overridden
from sgdesk.secret import without_keys
from sgdesk.sendgrid.hosts import is_sendgrid_host


def is_sound(message: Message, routes: Sequence[Route], console: Console) -> bool:
    """Print every finding once, and what a route cannot carry; say whether the message may go."""
    told: dict[Finding, None] = {}
    for finding in secret_findings(message):
        _tell(finding, "Note", console)
    for route in routes:
        for finding in check(message, _kind(route), smtpapi=route.smtpapi):
            if finding not in told:
                told[finding] = None
                _tell(finding, _label(route), console)
    if errors := [finding for finding in told if finding.is_error]:
        console.said = MessageError(errors)
        return False
    said = {finding.id for finding in told}
    for route in routes:
        for loss in losses(message, _kind(route), smtpapi=route.smtpapi):
            if loss.id not in said:
                _keep(console.warnings, id=loss.id, place=loss.place, happened=loss.what)
                note = f"{_label(route)}: {without_keys(loss.what)}"
                for line in paragraph(note, console.err_style.width, indent=""):
                    console.note(line)
    return True


def tell_idle_overrides(routes: Sequence[Route], console: Console) -> None:
    """Say so where mail goes to SendGrid and no override is for any route: a slip, maybe."""
    if any(overridden(route.endpoint, route) != route.endpoint for route in routes):
        return
    ends = dict.fromkeys(route.endpoint for route in routes)
    for end in filter(lambda end: is_sendgrid_host(end.host), ends):
        happened = f"No --connect-to is for {end.text}: it goes to SendGrid itself."
        _tell(warning("idle_override", "connect_to", happened), "Note", console)


def _kind(route: Route) -> PathKind:
    return "webapi" if isinstance(route.path, WebApiPath) else "smtp"


def _label(route: Route) -> str:
    return f"Note ({path_words(route.path)})"


def _tell(finding: Finding, label: str, console: Console) -> None:
    _keep(
        console.findings if finding.is_error else console.warnings,
        id=finding.id,
        place=finding.place,
        happened=finding.happened,
        why=finding.why,
        remedy=finding.remedy,
    )
    for line in finding_lines(finding, label, console.err_style.width):
        console.note(line)


def _keep(told: list[dict[str, str]], **words: str) -> None:
    """Keep what was told for the JSON document, whose fields are the same for each."""
    told_of = {"id": "", "place": "", "happened": "", "why": "", "remedy": "", **words}
    told.append({name: without_keys(text) for name, text in told_of.items()})


def finding_lines(finding: Finding, label: str, width: int) -> list[str]:
    """Say what is wrong, why that matters, and what to do."""
    kind = "sgdesk" if finding.is_error else label
    parts = (("", finding.happened), ("Why: ", finding.why), ("What to do: ", finding.remedy))
    happened, why, remedy = (without_keys(f"{head}{text}") if text else "" for head, text in parts)
    lines = paragraph(f"{kind}: {happened}", width, indent="")
    return [*lines, *paragraph(why, width), *paragraph(remedy, width)]
