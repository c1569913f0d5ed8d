"""Which acts each problem has, and what each kind of act needs or does."""

from sgdesk.present.keyless import KEY_GONE, KEY_STORE
from sgdesk.present.remedy_words import Act

_KEY = (Act.CHECK_KEY, Act.OTHER_KEY)
WAY = (Act.SEND_WEBAPI, Act.TRY_465)
_LATER = (Act.SEND_LATER, Act.KEEP_DRAFT)
_NETWORK = (Act.OPEN_NETWORK, Act.SEND_AGAIN)

BY_PROBLEM: dict[str, tuple[Act, ...]] = {
    "D-ACC-1": (Act.CHOOSE_SENDER, Act.VERIFY_SENDER),
    "D-ACC-2": (Act.SEE_USAGE, Act.OPEN_PLAN),
    "D-ACC-3": (Act.OPEN_IP_ACCESS, Act.CHECK_KEY),
    "D-ACC-4": (Act.OPEN_SUPPORT,),
    "D-ACC-5": (Act.KEEP_DRAFT, Act.OPEN_SUPPORT),
    "D-ACC-LIMIT": (Act.KEEP_DRAFT, Act.OPEN_SUPPORT),
    "D-DNS-1": (Act.SEND_AGAIN,),
    "D-DNS-2": (Act.EDIT_ACCOUNT, Act.SEND_AGAIN),
    "D-DNS-3": (Act.SEND_AGAIN,),
    "D-HTTP-1": _NETWORK,
    "D-HTTP-3": _NETWORK,
    "D-HTTP-4": _NETWORK,
    "PROXY-STRANGE": _NETWORK,
    "D-HTTP-5": (Act.SIGN_IN_NETWORK, Act.SEND_AGAIN),
    "D-HTTP-7": _KEY,
    "D-HTTP-8": (Act.OPEN_KEYS, Act.OPEN_IP_ACCESS),
    "D-HTTP-9": (Act.CHOOSE_FILES,),
    "D-HTTP-11": _LATER,
    "D-HTTP-12": (*_LATER, Act.OPEN_STATUS),
    "D-KEY-4": (*_KEY, Act.EDIT_ACCOUNT),
    "D-KEY-5": (Act.OTHER_KEY, Act.OPEN_KEYS),
    "D-KEY-6": _KEY,
    "D-KEY-7": (Act.EDIT_ACCOUNT, Act.OTHER_KEY),
    "D-KEY-8": (Act.OTHER_KEY, Act.OPEN_KEYS),
    "D-KEY-9": (Act.OTHER_KEY, Act.CHECK_KEY),
    "D-KEY-11": (Act.EDIT_ACCOUNT,),
    "D-KEY-12": WAY,
    "D-SMTP-1": WAY,
    "D-SMTP-4": WAY,
    "D-SMTP-5": WAY,
    "D-SMTP-6": WAY,
    "D-SMTP-8": WAY,
    "D-TCP-1": (Act.FIND_WAY, Act.SEND_AGAIN),
    "D-TCP-2": (Act.FIND_WAY, Act.SEND_AGAIN),
    "D-TCP-3": (Act.FIND_WAY, Act.SEND_AGAIN),
    "D-TCP-4": (Act.SEND_AGAIN, Act.SEND_WEBAPI),
    "D-TLS-1": (Act.FIT_ENCRYPTION, Act.SEND_WEBAPI),
    "D-TLS-3": (Act.SHOW_CERTIFICATE, Act.ADD_CERTIFICATE),
    "D-TLS-4": (Act.ALLOW_ISSUER, Act.SHOW_CERTIFICATE),
    "D-TLS-6": (Act.SEND_WEBAPI, Act.SEND_AGAIN),
    "D-TLS-7": (Act.SEND_AGAIN, Act.SHOW_CERTIFICATE),
    "D-TLS-8": (Act.SHOW_CERTIFICATE, Act.EDIT_ACCOUNT),
    "D-TLS-9": WAY,
    "D-TLS-10": WAY,
    "DNS-FAMILY": _NETWORK,
    "HTTP-ADDRESS": (Act.EDIT_ACCOUNT,),
    "HTTP-RECIPIENT": (Act.CORRECT, Act.SHOW_ALL),
    "HTTP-TRY-LATER": _LATER,
    "HTTP-TWICE": (Act.CORRECT,),
    KEY_GONE: (Act.ENTER_KEY, Act.SEND_AGAIN),
    KEY_STORE: (Act.SEND_AGAIN, Act.ENTER_KEY),
    "NO-KEY": (Act.OTHER_KEY, Act.EDIT_ACCOUNT),
    "PLAINTEXT-KEY": WAY,
    "SMTP-ADDRESS": (Act.CORRECT,),
    "SMTP-AUTH-REFUSED": _KEY,
    "SMTP-AUTH-TRY-LATER": (Act.CHECK_KEY, Act.KEEP_DRAFT),
    "SMTP-CLOSING": _LATER,
    "SMTP-GREETING": WAY,
    "SMTP-LOCAL-ERROR": _LATER,
    "SMTP-RECIPIENT": (Act.CORRECT, Act.SHOW_ALL),
    "SMTP-RECIPIENT-LATER": _LATER,
    "SMTP-RECIPIENTS-LATER": _LATER,
    "SMTP-SEQUENCE": WAY,
    "SMTP-RELAY": (Act.EDIT_ACCOUNT,),
    "SMTP-SENDER": (Act.CHOOSE_SENDER, Act.OPEN_SUPPORT),
    "SMTP-TOO-MANY": _LATER,
    "SMTP-TRY-LATER": _LATER,
    "SMTP-UTF8": (Act.CORRECT,),
    "SMTP-WANTS-TLS": (Act.EDIT_ACCOUNT, Act.SEND_WEBAPI),
}
NEED_MESSAGE = frozenset(
    {
        Act.SEND_AGAIN,
        Act.SEND_ANYWAY,
        Act.COMPARE_AGAIN,
        Act.ALLOW_ISSUER,
        Act.FIND_WAY,
        Act.SEND_WEBAPI,
        Act.TRY_465,
        Act.TRY_PORT,
        Act.FIT_ENCRYPTION,
        Act.SEND_LATER,
        Act.KEEP_DRAFT,
        Act.CORRECT,
        Act.SEND_REST,
        Act.CHOOSE_FILES,
        Act.CHOOSE_SENDER,
        Act.EDIT,
        Act.SHOW_MAIL,
    }
)
OF_AN_ACCOUNT = frozenset(
    {
        Act.CHECK_KEY,
        Act.OTHER_KEY,
        Act.ENTER_KEY,
        Act.EDIT_ACCOUNT,
        Act.VERIFY_SENDER,
        Act.SEE_USAGE,
        Act.OPEN_PLAN,
        Act.OPEN_KEYS,
        Act.OPEN_IP_ACCESS,
        Act.OPEN_SUPPORT,
    }
)
"""Practice has no account to be changed, neither here nor at SendGrid."""
OF_THE_MAIL = frozenset({Act.CORRECT, Act.CHOOSE_SENDER, Act.CHOOSE_FILES})
"""What a mail is refused for itself, whatever is simulated."""
AT_SENDGRID = frozenset(
    {
        Act.LOOK_UP,
        Act.VERIFY_SENDER,
        Act.SEE_USAGE,
        Act.OPEN_PLAN,
        Act.OPEN_KEYS,
        Act.OPEN_IP_ACCESS,
        Act.OPEN_SUPPORT,
        Act.OPEN_STATUS,
    }
)
"""SendGrid's pages know nothing of a mail that another server took."""
SENDS = frozenset({Act.SEND_AGAIN, Act.SEND_LATER, Act.SEND_ANYWAY, Act.ALLOW_ISSUER})
SAYS_LITTLE = frozenset(
    {
        Act.SEND_AGAIN,
        Act.KEEP_DRAFT,
        Act.EDIT,
        Act.SHOW_ALL,
        Act.SHOW_LATER,
        Act.SHOW_CERTIFICATE,
        Act.STOP_SIMULATING,
        Act.OPEN_STATUS,
        Act.DIAGNOSE,
    }
)
"""Buttons that do not say by themselves how to mend what went wrong."""
OF_A_KEY = frozenset({Act.CHECK_KEY, Act.OTHER_KEY, Act.ENTER_KEY, Act.EDIT_ACCOUNT})
RESENDS = SENDS | {
    Act.COMPARE_AGAIN,
    Act.FIND_WAY,
    Act.SEND_WEBAPI,
    Act.TRY_465,
    Act.TRY_PORT,
    Act.FIT_ENCRYPTION,
}


_OF_THE_WAY = ("D-DNS-", "D-TCP-", "D-TLS-", "D-SMTP-", "DNS-", "PROXY-")
_WAY_TOO = frozenset(
    {
        "D-HTTP-1",
        "D-HTTP-3",
        "D-HTTP-4",
        "D-HTTP-5",
        "D-HTTP-6",
        "PATH-FAILED",
        "SMTP-GREETING",
        "SMTP-SEQUENCE",
        "TIMEOUT",
    }
)


def is_of_way(problem: str) -> bool:
    """Say whether a test of the ways to the server may tell more of a problem."""
    return problem.startswith(_OF_THE_WAY) or problem in _WAY_TOO


def is_of_mail(problem: str) -> bool:
    """Say whether a problem is mended in the mail itself."""
    first, *_ = BY_PROBLEM.get(problem, (None,))
    return first in OF_THE_MAIL


def is_of_account(problem: str) -> bool:
    """Say whether a problem is mended at an account."""
    first, *_ = BY_PROBLEM.get(problem, (None,))
    return first in OF_AN_ACCOUNT
