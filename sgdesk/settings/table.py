"""The table of settings: one row each, read by both faces."""

from dataclasses import dataclass
from enum import Enum

from sgdesk.route import Family
from sgdesk.sendgrid.hosts import CONNECTIONS, CONNECTIONS_AT_MOST, SMTP_USERNAME, Region

LAST_FIRST_PORT = 65530
"""The practice inbox has this port and the five above it."""

DAY_S = 86_400
"""No wait for a mail server is as long."""
MOST_DAYS = 36_500
"""A hundred years back is before all mail."""

Value = str | bool | int | float | tuple[str, ...]


class Group(Enum):
    """The page of the window's settings on which a row stands."""

    LOOK = "Look"
    ACCOUNT = "Account"
    SENDING = "Sending"
    NETWORK = "Network"
    HISTORY = "History"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting; the type of `default` is the type of its values."""

    key: str
    default: Value
    help: str
    group: Group
    title: str
    """The label in the window."""
    choices: tuple[str, ...] = ()
    minimum: float = 0
    maximum: float = 1
    needed: str = ""
    """What a text is that may not be blank, for a message."""
    flag: str = ""
    """The command line's option that takes a value; empty when there is none."""
    metavar: str = ""
    switches: tuple[tuple[str, Value], ...] = ()
    """Options without a value, with what each sets."""
    env: tuple[str, ...] = ()
    """Variables that may hold it, the first that is set wins."""
    shared: bool = False
    """Offered as an option by every command that talks to a server."""

    def allows(self, value: object) -> bool:
        """Say whether a value of the right type lies in the setting's range."""
        if self.choices and value not in self.choices:
            return False
        if self.needed and isinstance(value, str) and not value.strip():
            return False
        return not isinstance(value, int | float) or self.minimum <= value <= self.maximum

    @property
    def expected(self) -> str:
        """Say what a value looks like, for a message."""
        if self.choices:
            return " or ".join((", ".join(self.choices[:-1]), self.choices[-1]))
        if isinstance(self.default, bool):
            return "yes or no"
        if isinstance(self.default, tuple):
            return "a list of texts"
        if isinstance(self.default, str):
            return self.needed or "text"
        kind = "a whole number" if isinstance(self.default, int) else "a number"
        return f"{kind} from {self.minimum:g} to {self.maximum:g}"


SETTINGS: tuple[Setting, ...] = (
    Setting(
        key="region",
        title="Region",
        default="global",
        choices=tuple(region.value for region in Region),
        help="Where SendGrid handles the account's mail; picks both hosts.",
        group=Group.ACCOUNT,
        flag="--region",
        env=("SGDESK_REGION",),
        shared=True,
    ),
    Setting(
        key="api_url",
        title="Web API address",
        default="",
        help="Address of the Web API, e.g. https://api.sendgrid.com; empty: the region's own.",
        group=Group.ACCOUNT,
        flag="--api-url",
        metavar="URL",
        env=("SGDESK_API_URL",),
        shared=True,
    ),
    Setting(
        key="smtp_host",
        title="SMTP host",
        default="",
        help="SMTP server, e.g. smtp.sendgrid.net; empty: the region's own.",
        group=Group.ACCOUNT,
        flag="--smtp-host",
        metavar="HOST",
        env=("SGDESK_SMTP_HOST",),
        shared=True,
    ),
    Setting(
        key="username",
        title="SMTP user name",
        default=SMTP_USERNAME,
        help="SMTP user name; for SendGrid the word apikey itself.",
        group=Group.ACCOUNT,
        flag="--username",
        metavar="NAME",
        env=("SGDESK_USERNAME",),
        shared=True,
    ),
    Setting(
        key="key_env",
        title="Variable with the key",
        default="SENDGRID_API_KEY",
        help="Environment variable that holds the API key.",
        needed="the name of an environment variable, such as SENDGRID_API_KEY",
        group=Group.ACCOUNT,
        flag="--key-env",
        metavar="VAR",
        env=("SGDESK_KEY_ENV",),
        shared=True,
    ),
    Setting(
        key="sender",
        title="Sender",
        default="",
        help="From address of new messages.",
        group=Group.ACCOUNT,
        env=("SGDESK_SENDER",),
    ),
    Setting(
        key="test_address",
        title="Test address",
        default="",
        help="Where a test of a message goes, and nobody else.",
        group=Group.ACCOUNT,
        env=("SGDESK_TEST_ADDRESS",),
    ),
    # No variable and no option: what guards an account is not lifted by the way.
    Setting(
        key="may_mail",
        title="May mail",
        default=(),
        help="The only addresses and @domains that may be mailed; empty: anyone.",
        group=Group.ACCOUNT,
    ),
    Setting(
        key="account",
        title="Account",
        default="",
        help="Account with which the window starts; empty: Practice.",
        group=Group.ACCOUNT,
        env=("SGDESK_ACCOUNT",),
    ),
    Setting(
        key="signature",
        title="Signature",
        default="",
        help="What stands under a mail that is begun in the window, in Markdown; a send from the "
        "command line never adds it.",
        group=Group.SENDING,
        env=("SGDESK_SIGNATURE",),
    ),
    Setting(
        key="review_one",
        title="Review also before mail to one known person",
        default=False,
        help="Show the Review sheet before every live mail, not only to several or new people.",
        group=Group.SENDING,
        env=("SGDESK_REVIEW_ONE",),
    ),
    Setting(
        key="path",
        title="Path of new mail",
        default="webapi",
        help="Where new mail starts, and what --via is when not given: webapi, smtp:587:starttls, "
        "smtp:465:tls and so on; an account may have its own.",
        group=Group.SENDING,
        env=("SGDESK_PATH",),
    ),
    Setting(
        key="timeout",
        title="Time limit of a send",
        default=60.0,
        minimum=0.1,
        maximum=DAY_S,
        help="Seconds for one whole attempt.",
        group=Group.SENDING,
        flag="--timeout",
        metavar="S",
        env=("SGDESK_TIMEOUT",),
        shared=True,
    ),
    Setting(
        key="connect_timeout",
        title="Time limit of a connection",
        default=10.0,
        minimum=0.1,
        maximum=DAY_S,
        help="Seconds for look-up, connection and encryption together.",
        group=Group.SENDING,
        flag="--connect-timeout",
        metavar="S",
        env=("SGDESK_CONNECT_TIMEOUT",),
        shared=True,
    ),
    Setting(
        key="connections",
        title="Connections at once",
        default=CONNECTIONS,
        minimum=1,
        maximum=CONNECTIONS_AT_MOST,
        help="How many connections may be open at once.",
        group=Group.SENDING,
        env=("SGDESK_CONNECTIONS",),
    ),
    Setting(
        key="authenticate",
        title="Sign in on SMTP",
        default=True,
        help="Sign in before sending by SMTP; off for a local mail server.",
        group=Group.SENDING,
        switches=(("--no-auth", False),),
        env=("SGDESK_AUTH",),
        shared=True,
    ),
    Setting(
        key="allow_plaintext_auth",
        title="Allow a key without encryption",
        default=False,
        help="Let the key cross an unencrypted connection to another computer.",
        group=Group.SENDING,
        switches=(("--allow-plaintext-auth", True),),
        shared=True,
    ),
    Setting(
        key="pipelining",
        title="Fewer waits by SMTP (pipelining)",
        default=True,
        help="Send several SMTP commands at once when the server offers it.",
        group=Group.SENDING,
        switches=(("--no-pipelining", False),),
        env=("SGDESK_PIPELINING",),
        shared=True,
    ),
    Setting(
        key="smtpapi",
        title="SendGrid's own options by SMTP (X-SMTPAPI)",
        default="auto",
        choices=("auto", "on", "off"),
        help="Whether the SMTP server reads X-SMTPAPI; auto: SendGrid's own hosts do.",
        group=Group.SENDING,
        flag="--smtpapi",
        env=("SGDESK_SMTPAPI",),
        shared=True,
    ),
    Setting(
        key="proxy",
        title="Proxy",
        default="",
        help="http://, socks5:// or socks5h:// proxy for both paths.",
        group=Group.NETWORK,
        flag="--proxy",
        metavar="URL",
        env=("SGDESK_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"),
        shared=True,
    ),
    Setting(
        key="no_proxy",
        title="Hosts without proxy",
        default=(),
        help="Host names, domains and networks reached without the proxy; * for all.",
        group=Group.NETWORK,
        env=("SGDESK_NO_PROXY", "no_proxy", "NO_PROXY"),
    ),
    Setting(
        key="ca_file",
        title="Certificate file",
        default="",
        help="File with certificates to trust besides the system's.",
        group=Group.NETWORK,
        flag="--ca-file",
        metavar="FILE",
        env=("SGDESK_CA_FILE",),
        shared=True,
    ),
    Setting(
        key="family",
        title="Kind of network address (IPv4, IPv6)",
        default="any",
        choices=tuple(family.value for family in Family),
        help="Which kind of address to dial.",
        group=Group.NETWORK,
        switches=(("-4", "ipv4"), ("-6", "ipv6")),
        env=("SGDESK_FAMILY",),
        shared=True,
    ),
    Setting(
        key="connect_to",
        title="Other address",
        default=(),
        help="HOST:PORT=ADDR:PORT: dial ADDR:PORT instead, verify TLS for HOST; repeatable.",
        group=Group.NETWORK,
        flag="--connect-to",
        metavar="HOST:PORT=ADDR:PORT",
        env=("SGDESK_CONNECT_TO",),
        shared=True,
    ),
    Setting(
        key="practice_port",
        title="First port of the practice inbox",
        default=0,
        maximum=LAST_FIRST_PORT,
        help="The window's practice inbox takes this port and the five after it, and the same "
        "key, at every start. 0 takes other ones each time.",
        group=Group.NETWORK,
        env=("SGDESK_PRACTICE_PORT",),
    ),
    Setting(
        key="theme",
        title="Theme",
        default="system",
        choices=("system", "light", "dark"),
        help="Colours of the window.",
        group=Group.LOOK,
        env=("SGDESK_THEME",),
    ),
    Setting(
        key="history_days",
        title="Keep results",
        default=90,
        maximum=MOST_DAYS,
        help="Days to keep results in the history; 0 keeps them for ever.",
        group=Group.HISTORY,
        env=("SGDESK_HISTORY_DAYS",),
    ),
    Setting(
        key="keep_message_text",
        title="Keep message text",
        default=True,
        help="Keep the text of sent messages and the conversation, for Edit as new. "
        "Turning it off holds for new mail; text kept before is deleted with its result.",
        group=Group.HISTORY,
        env=("SGDESK_KEEP_MESSAGE_TEXT",),
    ),
)
