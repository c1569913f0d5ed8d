"""What the checks before a send found, and what a path cannot carry, said in the terminal."""

from collections.abc import Sequence

from sgdesk.cli.output import Console, paragraph
from sgdesk.message import Finding, Message, PathKind
from sgdesk.message.checks import check
from sgdesk.present.words import path_words
from sgdesk.render import losses
from sgdesk.route import Path, Route, WebApiPath


def is_sound(message: Message, paths: Sequence[Path], console: Console, *, smtpapi: bool) -> bool:
    """Print every finding once; say whether the message may go by all these paths."""
    told: set[Finding] = set()
    sound = True
    for path in paths:
        kind: PathKind = "webapi" if isinstance(path, WebApiPath) else "smtp"
        for finding in check(message, kind, smtpapi=smtpapi):
            sound = sound and not finding.is_error
            if finding not in told:
                told.add(finding)
                for line in finding_lines(finding, path, console.err_style.width):
                    console.note(line)
    return sound


def finding_lines(finding: Finding, path: Path, width: int) -> list[str]:
    """Say what is wrong, why that matters, and what to do."""
    kind = "sgdesk" if finding.is_error else f"Note ({path_words(path)})"
    lines = paragraph(f"{kind}: {finding.happened}", width, indent="")
    lines += paragraph(f"Why: {finding.why}" if finding.why else "", width)
    return lines + paragraph(f"What to do: {finding.remedy}" if finding.remedy else "", width)


def tell_losses(message: Message, route: Route, console: Console) -> None:
    """Name what a route cannot carry of a message."""
    if isinstance(route.path, WebApiPath):
        lost = losses(message, "webapi")
    else:
        lost = losses(message, "smtp", smtpapi=route.smtpapi)
    for loss in lost:
        note = f"Note ({path_words(route.path)}): {loss.what}"
        for line in paragraph(note, console.err_style.width, indent=""):
            console.note(line)
