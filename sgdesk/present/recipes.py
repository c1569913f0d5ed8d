"""A message as a shell command: by curl or swaks without this program, or by its own `send`.

Every argument is quoted. The key is read from the environment by the shell and
never becomes an argument, because any user of a computer can list those.
The mail stands in a here-document, so that its size has no limit.
"""

import math
import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sgdesk.errors import InputError
from sgdesk.message import Message
from sgdesk.message.saved import save_json
from sgdesk.present.wire_forms import v3_lines
from sgdesk.render import RenderedMime, render_mime
from sgdesk.render.mime import Stamp
from sgdesk.route import Endpoint, Family, Route, SmtpPath, Tls, WebApiPath, overridden
from sgdesk.routing import goes_with_its_server
from sgdesk.sendgrid.hosts import is_sendgrid_host

COPY_LINE = "Copy the line that sets the key"
COPY_LINE_WHY = "Put the line for a terminal into the clipboard that gives the command its key"
SETS_KEY = (
    "printf 'Key: '; stty -echo; read -r SENDGRID_API_KEY; stty echo; export SENDGRID_API_KEY\n"
)
"""For any POSIX shell: whoever looks over a shoulder, or into the history, sees no key."""
READS_KEY = f'First set the key: "{COPY_LINE}" asks for it and does not show it.'
READS_PRACTICE_KEY = f'First set the key of the practice inbox, by "{COPY_LINE}".'
"""Which variable it is stands in the command itself."""
READS_ACCOUNT_KEY = (
    "It reads the key from the variable SENDGRID_API_KEY or, where that is not set, takes the one "
    "that is kept for the account {account}."
)
ASKS_FOR_YES = "It says whom it would mail and stops; with --yes after sgdesk send, it sends."
"""Of live mail to more than one person: the command line's own guard stays in place."""
SENDS = "The command sends the mail."
SAME_AGAIN = "Each run sends this same Message-ID and Date; no earlier mail has them."
"""Of swaks, which takes them from the command; it stands there, above them."""
NEW_EACH = "Each run gives it a Message-ID and a Date of its own."
"""Of this program by SMTP; by the Web API SendGrid draws both."""
FILE_GOES = "Its certificate file goes with the practice inbox it belongs to, once that ends."
"""Of one in a folder for a while, which says that to nobody who does not know its name."""
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_FAMILY: dict[Family, tuple[str, ...]] = {
    Family.ANY: (),
    Family.IPV4: ("-4",),
    Family.IPV6: ("-6",),
}
_WIRE_FORM = (
    # swaks may not touch the text (it would read `\\n` and `%DATE%` as its own), so line ends,
    # dot-stuffing and the final dot are made here.
    """awk '{ sub(/^\\./, ".."); printf "%s\\r\\n", $0 } END { printf "." }'"""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """A command to copy."""

    text: str
    """Ends with a line break; runs in any POSIX shell as it stands."""
    notes: tuple[str, ...] = ()
    """What of the route it does not do."""
    says: str = SENDS
    """What comes of running it."""


def curl_recipe(message: Message, route: Route, key_env: str = "SENDGRID_API_KEY") -> Recipe:
    """Write the Web API request as a curl command.

    Raises `MessageError`, and `InputError` for a variable that no shell could hold.
    """
    body = v3_lines(message)
    endpoint = route.api_endpoint
    options: list[Sequence[str]] = [
        ("--silent", "--show-error", "--include", "--fail-with-body"),
        ("--connect-timeout", _seconds(route.connect_timeout)),
        ("--max-time", _seconds(route.total_timeout)),
        _FAMILY[route.family],
        ("--cacert", route.ca_file) if route.ca_file else (),
        *_connect_to(route, endpoint),
        ("--header", "Content-Type: application/json"),
        ("--data-binary", "@/dev/fd/3"),
        ("--url", f"{route.api_url}/v3/mail/send"),
    ]
    delimiter = _delimiter("BODY", body)
    header = shlex.quote('header = "Authorization: Bearer %s"\\n')
    first = _first_line(message, replace(route, path=WebApiPath()))
    text = (
        f"{told(first, *_key_lines(route, key_env), _file_line(route))}"
        f"printf {header} {_variable(key_env)} |\n"
        f"  {_command(('curl', '--config', '-'), options)} 3<<'{delimiter}'\n"
        f"{body}\n{delimiter}\n"
    )
    return Recipe(text=text, notes=_proxy_note(route, "curl"))


def meets_sendgrid(route: Route) -> bool:
    """Say whether SendGrid itself is dialled, and no server that stands in for it."""
    return is_sendgrid_host(overridden(route.endpoint, route).host)


def _first_line(message: Message, route: Route) -> str:
    """Say it to whoever is handed the command: this is no test. By SMTP nothing is only checked."""
    if not meets_sendgrid(route):
        return ""
    if message.options.check_only and isinstance(route.path, WebApiPath):
        return f"SendGrid ({route.endpoint.host}) checks this mail and sends nothing."
    return f"Live mail: sent through SendGrid ({route.endpoint.host})."


def _key_lines(route: Route, key_env: str) -> tuple[str, ...]:
    """Say to whoever is handed the command where its key comes from, each thing on its own line."""
    if route.practice:
        return (f"It reads the key of the practice inbox from the variable {key_env}.",)
    sets_key = SETS_KEY.replace("SENDGRID_API_KEY", key_env).rstrip("\n")
    return (
        f"It reads the key from the variable {key_env}. This line asks for it, unseen:",
        f"  {sets_key}",
    )


def lasting(route: Route, practice_file: str | None) -> Route:
    """Name the certificate file of practice where the next start has it, too, if any has."""
    return replace(route, ca_file=practice_file) if practice_file and route.ca_file else route


def _file_line(route: Route) -> str:
    is_for_a_while = route.ca_file and goes_with_its_server(Path(route.ca_file))
    return FILE_GOES if is_for_a_while else ""


def _connect_to(route: Route, endpoint: Endpoint) -> list[Sequence[str]]:
    dialled = overridden(endpoint, route)
    if dialled == endpoint:
        return []
    return [("--connect-to", f"{endpoint.text}:{dialled.text}")]


def swaks_recipe(
    message: Message,
    route: Route,
    key_env: str = "SENDGRID_API_KEY",
    *,
    stamp: Stamp | None = None,
) -> Recipe:
    """Write the SMTP session as a swaks command, one for each transaction.

    `stamp` is what its Message-ID and Date are made of, where they are to stand still.
    Raises `MessageError`, and `InputError` where swaks cannot send the message
    or no shell could hold the variable.
    """
    if not isinstance(route.path, SmtpPath):
        raise InputError(
            "swaks speaks SMTP only.", remedy="Use --via smtp:587:starttls, or --as curl."
        )
    mails = render_mime(
        message, smtpapi=route.smtpapi, smtputf8=False, eight_bit=False, stamp=stamp
    )
    if any(mail.needs_smtputf8 for mail in mails):
        raise InputError(
            "swaks cannot send to or from this address.",
            why="It holds characters outside ASCII before the @, which need SMTPUTF8.",
        )
    key_lines = _key_lines(route, key_env) if route.authenticate else ()
    notes = told(_first_line(message, route), *key_lines, _file_line(route), SAME_AGAIN)
    commands = (_swaks_command(mail, route, route.path, key_env) for mail in mails)
    text = notes + "\n".join(commands)
    return Recipe(text=text, notes=_proxy_note(route, "swaks"))


def sgdesk_recipe(
    message: Message, route: Route, key_env: str = "SENDGRID_API_KEY", *, account: str = ""
) -> Recipe:
    """Write the send as a command of this program: the path, where it leads, and the whole mail.

    `account` names the one whose key and limits it takes; practice has none. Raises `InputError`
    for a variable that no shell could hold.
    """
    _variable(key_env)
    options: list[Sequence[str]] = [
        ("--profile", account) if account else (),
        ("--via", route.path.text),
        *_server_options(route),
        *(("--connect-to", f"{o.target.text}={o.address.text}") for o in route.overrides),
        ("--ca-file", route.ca_file) if route.ca_file else (),
        ("--key-env", key_env) if key_env != "SENDGRID_API_KEY" else (),
        (
            *("--connect-timeout", _seconds(route.connect_timeout)),
            *("--timeout", _seconds(route.total_timeout)),
            *_FAMILY[route.family],
        ),
        ("--message", "/dev/fd/3"),
    ]
    content = save_json(message).decode("ascii")
    delimiter = _delimiter("MAIL", content)
    asks = ASKS_FOR_YES if _asks_first(message, route) else ""
    key_lines = _key_lines(route, key_env) if _signs_in(route) else ()
    text = (
        f"{told(_first_line(message, route), asks, *key_lines, _file_line(route))}"
        f"{_command(('sgdesk', 'send'), options)} 3<<'{delimiter}'\n{content}{delimiter}\n"
    )
    return Recipe(
        text=text,
        notes=(*filter(None, (asks,)), *_proxy_note(route, "sgdesk")),
        says=f"{SENDS} {NEW_EACH}" if isinstance(route.path, SmtpPath) else SENDS,
    )


def told(*sentences: str) -> str:
    """Give sentences, those that are not empty, as text that a shell reads over.

    No comments: zsh, where somebody types or pastes, takes them for commands, with their quotes
    and semicolons.
    """
    said = [each for each in sentences if each]
    return "\n".join((": <<'NOTE'", *said, "NOTE", "")) if said else ""


def _asks_first(message: Message, route: Route) -> bool:
    """Say whether `send` wants a yes: live mail to more than one person."""
    people = {address.email.lower() for address in message.everyone}
    is_sent = not (message.options.check_only and isinstance(route.path, WebApiPath))
    return len(people) > 1 and is_sent and not route.practice


def _signs_in(route: Route) -> bool:
    return isinstance(route.path, WebApiPath) or route.authenticate


def _server_options(route: Route) -> list[Sequence[str]]:
    """Name the server, also SendGrid's own: a variable of the shell may name another."""
    path, is_clear = route.path, route.allow_plaintext_auth
    if isinstance(path, WebApiPath):
        is_clear = is_clear and route.api_url.startswith("http:")
        return [("--api-url", route.api_url, *(["--allow-plaintext-auth"] if is_clear else []))]
    words = ["--smtp-host", route.smtp_host, "--username", route.username]
    words += [] if route.authenticate else ["--no-auth"]
    words += ["--allow-plaintext-auth"] if is_clear and path.tls is Tls.PLAIN else []
    words += [] if route.pipelining else ["--no-pipelining"]
    return [(*words, "--smtpapi", "on" if route.smtpapi else "off")]


def _swaks_command(mail: RenderedMime, route: Route, path: SmtpPath, key_env: str) -> str:
    dialled = overridden(Endpoint(host=route.smtp_host, port=path.port), route)
    options: list[Sequence[str]] = [
        ("--server", dialled.host, "--port", str(dialled.port)),
        (*_FAMILY[route.family], *_swaks_tls(path.tls, route.ca_file)),
        *_swaks_login(route),
        # Whole seconds are all that it reads.
        ("--timeout", str(math.ceil(route.total_timeout))),
        _swaks_option("from", mail.sender),
        _swaks_option("to", ",".join(mail.recipients)),
        ("--no-data-fixup", "--data", "-"),
    ]
    secret = f"SWAKS_OPT_auth_password={_variable(key_env)} " if route.authenticate else ""
    content = mail.data.decode("ascii").replace("\r\n", "\n")
    delimiter = _delimiter("MAIL", content)
    return (
        f"{_WIRE_FORM} <<'{delimiter}' |\n{content}{delimiter}\n"
        f"  {secret}{_command(('swaks',), options)}\n"
    )


def _swaks_login(route: Route) -> list[Sequence[str]]:
    if not route.authenticate:
        return []
    return [
        ("--auth", "PLAIN,LOGIN", *_swaks_option("auth-user", route.username)),
        # Without it the password stands in the printed dialogue, in base64.
        ("--auth-hide-password",),
    ]


def _swaks_option(name: str, value: str) -> Sequence[str]:
    """Write an option whose value may look like one itself.

    swaks takes `--name=value` apart before it is read; behind a plus the two stay together.
    """
    return (f"+{name}={value}",) if value.startswith(("-", "+")) else (f"--{name}", value)


def _swaks_tls(tls: Tls, ca_file: str | None) -> Sequence[str]:
    if tls is Tls.PLAIN:
        return ()
    how = "--tls" if tls is Tls.STARTTLS else "--tls-on-connect"
    return (how, "--tls-verify", *(("--tls-ca-path", ca_file) if ca_file else ()))


def _command(program: Sequence[str], options: Sequence[Sequence[str]]) -> str:
    """Write a command with an option or a pair on each line."""
    return " \\\n    ".join(shlex.join(words) for words in (program, *options) if words)


def _variable(name: str) -> str:
    """Let the shell put the key in; anything but a plain name could run as a command."""
    if not _VARIABLE.fullmatch(name):
        raise InputError(
            f"{name!r} is no name for an environment variable.",
            remedy="Use letters, digits and _, e.g. SENDGRID_API_KEY.",
        )
    return f'"${name}"'


def _seconds(limit: float) -> str:
    return f"{limit:f}".rstrip("0").rstrip(".")


def _delimiter(word: str, content: str) -> str:
    """Choose an end mark that no line of the content equals."""
    lines = frozenset(content.split("\n"))
    number = 0
    mark = f"END_OF_{word}"
    while mark in lines:
        number += 1
        mark = f"END_OF_{word}_{number}"
    return mark


def _proxy_note(route: Route, program: str) -> tuple[str, ...]:
    # The proxy's address may hold a login, so it does not go into a text made to be passed on.
    if not route.proxy:
        return ()
    return (f"The proxy is left out; {program} needs its own setting for one.",)
