"""What the checks before a send found, and what a path cannot carry, said in the terminal."""

from collections.abc import Sequence

from sgdesk.cli.output import Console, paragraph
from sgdesk.message import Finding, Message, PathKind
from sgdesk.message.checks import check
from sgdesk.present.words import path_words
from sgdesk.render import losses
from sgdesk.route import Path, Route, WebApiPath


def is_sound(message: Message, routes: Sequence[Route], console: Console) -> bool:
    """Print every finding once, and what a route cannot carry; say whether the message may go."""
    told: set[Finding] = set()
    for route in routes:
        for finding in check(message, _kind(route), smtpapi=route.smtpapi):
            if finding not in told:
                told.add(finding)
                for line in finding_lines(finding, route.path, console.err_style.width):
                    console.note(line)
    if any(finding.is_error for finding in told):
        return False
    said = {finding.id for finding in told}
    for route in routes:
        for loss in losses(message, _kind(route), smtpapi=route.smtpapi):
            if loss.id not in said:
                note = f"Note ({path_words(route.path)}): {loss.what}"
                for line in paragraph(note, console.err_style.width, indent=""):
                    console.note(line)
    return True


def _kind(route: Route) -> PathKind:
    return "webapi" if isinstance(route.path, WebApiPath) else "smtp"


def finding_lines(finding: Finding, path: Path, width: int) -> list[str]:
    """Say what is wrong, why that matters, and what to do."""
    kind = "sgdesk" if finding.is_error else f"Note ({path_words(path)})"
    lines = paragraph(f"{kind}: {finding.happened}", width, indent="")
    lines += paragraph(f"Why: {finding.why}" if finding.why else "", width)
    return lines + paragraph(f"What to do: {finding.remedy}" if finding.remedy else "", width)
