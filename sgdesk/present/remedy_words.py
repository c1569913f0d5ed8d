"""The buttons under a result: what each is called, why one would press it, where a link leads."""

from dataclasses import dataclass
from enum import Enum

from sgdesk.sendgrid import pages


class Act(Enum):
    """One thing that can be done about a result; the value names its button."""

    SEND_AGAIN = "send-again"
    SEND_ANYWAY = "send-anyway"
    COMPARE_AGAIN = "compare-again"
    FIND_WAY = "find-way"
    STOP_FINDING = "stop-finding"
    SEND_WEBAPI = "send-webapi"
    TRY_465 = "try-465"
    TRY_PORT = "try-port"
    KEEP_WAY = "keep-way"
    FIT_ENCRYPTION = "fit-encryption"
    DIAGNOSE = "diagnose-this"
    SEND_LATER = "send-later"
    KEEP_DRAFT = "keep-draft"
    SEND_NOW = "send-now"
    STOP_LATER = "stop-later"
    EDIT = "edit-as-new"
    CORRECT = "correct-address"
    SEND_REST = "send-rest"
    SHOW_ALL = "show-all"
    SHOW_LATER = "show-later"
    CHOOSE_FILES = "choose-files-out"
    CHOOSE_SENDER = "choose-sender"
    CHECK_KEY = "check-this-key"
    OTHER_KEY = "other-key"
    ENTER_KEY = "enter-key"
    ADD_KEY = "add-the-key"
    EDIT_ACCOUNT = "edit-account"
    OPEN_NETWORK = "open-network"
    STOP_SIMULATING = "stop-simulating"
    SHOW_CERTIFICATE = "show-certificate"
    ADD_CERTIFICATE = "add-certificate"
    ALLOW_ISSUER = "allow-issuer"
    MARK_SENT = "mark-sent"
    MARK_NOT_SENT = "mark-not-sent"
    LOOK_UP = "look-up"
    COPY_ID = "copy-id"
    OPEN_INBOX = "open-inbox"
    SHOW_MAIL = "show-mail"
    VERIFY_SENDER = "verify-sender"
    SEE_USAGE = "see-usage"
    OPEN_PLAN = "open-plan"
    OPEN_KEYS = "open-keys"
    OPEN_IP_ACCESS = "open-ip-access"
    OPEN_SUPPORT = "open-support"
    OPEN_STATUS = "open-status"
    SIGN_IN_NETWORK = "sign-in-network"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A button's label and its tool-tip."""

    label: str
    why: str


WORDS: dict[Act, Words] = {
    Act.SEND_AGAIN: Words(label="Send again", why="Send the same mail once more"),
    Act.SEND_ANYWAY: Words(label="Send again anyway…", why="Asks first: it may be delivered twice"),
    Act.COMPARE_AGAIN: Words(
        label="Compare again…",
        why="Send the same mail by the same two paths once more, as a new pair; asks first",
    ),
    Act.FIND_WAY: Words(
        label="Find a way to send it",
        why="Ask the server on its other ways, as a check of the key does, and offer here what "
        "works; sends nothing",
    ),
    Act.STOP_FINDING: Words(label="Cancel", why="Stop asking"),
    Act.SEND_WEBAPI: Words(
        label="Send by Web API", why="Send this mail over HTTPS, which most networks let through"
    ),
    Act.TRY_465: Words(
        label="Try port 465",
        why="Send by SMTP with encryption from the start, which nothing on the way can remove",
    ),
    Act.TRY_PORT: Words(
        label="Try another port", why="Send by SMTP on a port that answered from here"
    ),
    Act.KEEP_WAY: Words(
        label="Use it from now on",
        why="Let this account begin each mail by what works from here; sends nothing now",
    ),
    Act.DIAGNOSE: Words(
        label="Diagnose this",
        why="See what is blocked and where, with a summary for a ticket: tests every way to the "
        "server from this computer, this one first; sends nothing",
    ),
    Act.FIT_ENCRYPTION: Words(
        label="Use the encryption that fits",
        why="Send by the same port and begin encryption the other way",
    ),
    Act.SEND_LATER: Words(label="Send in 60 s", why="Counts down and sends then; can be stopped"),
    Act.SEND_NOW: Words(label="Send now", why="Do not wait any longer"),
    Act.STOP_LATER: Words(label="Do not send", why="Stop the countdown; nothing goes out"),
    Act.KEEP_DRAFT: Words(label="Keep as draft", why="Send nothing now; the mail stays in Write"),
    Act.EDIT: Words(
        label="Edit as new", why="Open a copy in Write; what is written there is kept as a draft"
    ),
    Act.CORRECT: Words(label="Correct address", why="Open the mail with the address to mend"),
    Act.SEND_REST: Words(
        label="Send as it is to the rest…",
        why="Asks first; leaves out whom it was accepted for: an address may be right after all",
    ),
    Act.SHOW_ALL: Words(label="Show all recipients", why="What the server said of each recipient"),
    Act.SHOW_LATER: Words(
        label="Show the other send", why="Go to the result of the other send of this mail"
    ),
    Act.CHOOSE_FILES: Words(
        label="Choose files to remove", why="Open the mail's files with their sizes"
    ),
    Act.CHOOSE_SENDER: Words(
        label="Change the sender", why="Put a verified address into From, and send again"
    ),
    Act.CHECK_KEY: Words(
        label="Check this key", why="Ask whether both paths take the key; sends nothing"
    ),
    Act.OTHER_KEY: Words(label="Use another key…", why="Give this account another key"),
    Act.ENTER_KEY: Words(
        label="Enter the key…", why="Give this account its key again; the mail stays as it is"
    ),
    Act.ADD_KEY: Words(
        label="Enter the key…",
        why="Keep the key that it was sent with as an account here, to check it and send with it",
    ),
    Act.EDIT_ACCOUNT: Words(
        label="Edit account…", why="Region, user name, host and port of this account"
    ),
    Act.OPEN_NETWORK: Words(
        label="Network settings", why="Proxy, certificates and kinds of addresses"
    ),
    Act.STOP_SIMULATING: Words(
        label="Stop the simulation",
        why="From now on nothing goes wrong in the practice inbox; then send again",
    ),
    Act.SHOW_CERTIFICATE: Words(
        label="Show certificate", why="Whom it names, who issued it, and its fingerprint"
    ),
    Act.ADD_CERTIFICATE: Words(
        label="Add company certificate…",
        why="Trust the certificate file that whoever runs the network gave you",
    ),
    Act.ALLOW_ISSUER: Words(
        label="Send anyway",
        why="Send, and do not ask again about this issuer for this account",
    ),
    Act.MARK_SENT: Words(
        label="Mark as sent", why="Keep that it went out; nothing is sent or taken back"
    ),
    Act.MARK_NOT_SENT: Words(
        label="Mark as not sent", why="Keep that it did not go out; nothing is sent"
    ),
    Act.LOOK_UP: Words(
        label="Look it up at SendGrid", why="How to find this mail in SendGrid's Email Activity"
    ),
    Act.COPY_ID: Words(label="Copy message id", why="The id by which the server knows this mail"),
    Act.OPEN_INBOX: Words(
        label="Look in the practice inbox", why="See whether the practice inbox took it"
    ),
    Act.SHOW_MAIL: Words(
        label="Show the mail",
        why="What was sent, as it is kept here; the practice inbox has it no more",
    ),
    Act.VERIFY_SENDER: Words(
        label="Verify it at SendGrid", why="Opens SendGrid's Sender Authentication in the browser"
    ),
    Act.SEE_USAGE: Words(label="See usage", why="Opens SendGrid's page with the plan's use"),
    Act.OPEN_PLAN: Words(
        label="Open plan at SendGrid", why="Opens SendGrid's page on which a plan is changed"
    ),
    Act.OPEN_KEYS: Words(
        label="Open keys at SendGrid", why="Opens SendGrid's page with keys and their permissions"
    ),
    Act.OPEN_IP_ACCESS: Words(
        label="Open IP access at SendGrid", why="Opens SendGrid's list of allowed addresses"
    ),
    Act.OPEN_SUPPORT: Words(
        label="Ask SendGrid support", why="Opens SendGrid's support pages in the browser"
    ),
    Act.OPEN_STATUS: Words(
        label="SendGrid status", why="Opens SendGrid's page that says whether it has a fault"
    ),
    Act.SIGN_IN_NETWORK: Words(
        label="Open the browser to sign in", why="Opens a plain page, which the network replaces"
    ),
}

REFUSED_WHY = "Open the mail with those alone who were refused; the others are not mailed again"
PUT_OFF_WHY = "Open the mail with those alone who were put off; wait some minutes, then send it"
NOT_REACHED_WHY = "Open the mail with those alone who did not get it; then send it"
PRACTICE_SENDER = Words(
    label="Change the sender",
    why="In practice any From address at example.com, .org or .net counts as verified",
)
"""There is no list of senders to choose from."""

SWITCH_REGION = Words(
    label="Switch the region…", why="Opens the account, where its region is chosen"
)

CHECK_AGAIN = Words(label="Check again", why="Check the same mail once more; sends nothing")
"""A mail that was checked alone was never sent, and is not sent again."""

_LINKS: dict[Act, str] = {
    Act.VERIFY_SENDER: pages.SENDERS,
    Act.SEE_USAGE: pages.USAGE,
    Act.OPEN_PLAN: pages.PLAN,
    Act.OPEN_KEYS: pages.API_KEYS,
    Act.OPEN_IP_ACCESS: pages.IP_ACCESS,
    Act.OPEN_SUPPORT: pages.SUPPORT,
    Act.OPEN_STATUS: pages.STATUS,
    Act.SIGN_IN_NETWORK: pages.SIGN_IN_PAGE,
}


def link_of(act: Act) -> str:
    """Give the page that an act opens in the browser; nothing for one that opens none."""
    return _LINKS.get(act, "")
