"""What SendGrid would refuse, said before it is asked.

Two things only an account can say are left to it: whether the sender is
verified, and whether templates, groups, pools and batches exist.
"""

from datetime import datetime

from sgdesk import clock
from sgdesk.message.findings import Finding
from sgdesk.message.lines import unsafe_fields
from sgdesk.message.model import Message
from sgdesk.message.rules.content import content_findings
from sgdesk.message.rules.headers import header_findings
from sgdesk.message.rules.options import option_findings
from sgdesk.message.rules.recipients import recipient_findings
from sgdesk.sendgrid.entries import PathKind


def check(
    message: Message, kind: PathKind, *, smtpapi: bool = True, now: datetime | None = None
) -> tuple[Finding, ...]:
    """Give every finding for one path, errors first, each in the order of the message.

    `smtpapi` says whether the SMTP server reads X-SMTPAPI; `now` is an aware
    time, for tests.
    """
    findings = [
        *unsafe_fields(message),
        *recipient_findings(message, kind),
        *content_findings(message, kind),
        *header_findings(message, kind, smtpapi=smtpapi),
        *option_findings(message, kind, now or clock.wall_utc()),
    ]
    unique = {(finding.id, finding.place): finding for finding in reversed(findings)}
    return tuple(sorted(reversed(unique.values()), key=lambda finding: not finding.is_error))
