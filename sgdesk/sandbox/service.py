"""What both servers share: one account, one mailbox, one book of faults, one list of refusals."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field

from sgdesk.sandbox.accounts import Account
from sgdesk.sandbox.fault_book import FaultBook
from sgdesk.sandbox.faults import WrongCertificateKind
from sgdesk.sandbox.mailbox import Mailbox
from sgdesk.sandbox.refusals import Refusals
from sgdesk.sandbox.stamps import Stamps

TlsContexts = Callable[[WrongCertificateKind | None], ssl.SSLContext]


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One local SendGrid, whichever door a client comes in by."""

    account: Account
    tls_contexts: TlsContexts
    """The right server context, or one that shows a wrong certificate."""
    messages_per_connection: int
    faults: FaultBook = field(default_factory=FaultBook)
    mailbox: Mailbox = field(default_factory=Mailbox)
    refusals: Refusals = field(default_factory=Refusals)
    stamps: Stamps = field(default_factory=Stamps)
