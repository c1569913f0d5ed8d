"""`sgdesk render`: exactly what would be sent, or a recipe for it; sends nothing."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sgdesk import doors
from sgdesk.cli.findings import is_sound
from sgdesk.cli.message_options import add_message_options, message_of
from sgdesk.cli.options import add_setting_options, environment, paths_of, settings_of
from sgdesk.cli.output import Console
from sgdesk.errors import InputError
from sgdesk.message import Message
from sgdesk.present.exit_codes import ExitCode
from sgdesk.present.recipes import curl_recipe, sgdesk_recipe, swaks_recipe
from sgdesk.render import render_mime, render_v3
from sgdesk.render.xsmtpapi import render_xsmtpapi, xsmtpapi_value
from sgdesk.route import Path, Route, SmtpPath, Tls, WebApiPath, parse_path
from sgdesk.routing import make_route

_SAVED = "saved"
_WEB_API = WebApiPath()
_SMTP = SmtpPath(port=587, tls=Tls.STARTTLS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be rendered."""

    message: Message
    route: Route
    key_env: str
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What is printed: the form itself, and what is said beside it."""

    data: bytes
    notes: tuple[str, ...] = ()


_SOFT_BREAK = (
    "An = at the end of a line is no part of the text: it says that the line goes on, or that "
    "the text ends without a line break (RFC 2045 section 6.7)."
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command and its options."""
    parser.description = "Print exactly what would be sent, or a recipe for it. Sends nothing."
    parser.add_argument(
        "--as",
        dest="form",
        required=True,
        choices=(*_FORMS, _SAVED),
        help="the form; saved is what --message reads back",
    )
    parser.add_argument(
        "--via",
        action="append",
        type=parse_path,
        metavar="PATH",
        help="the path that the recipe takes, e.g. smtp:465:tls",
    )
    add_message_options(parser)
    add_setting_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Print the form asked for; what it cannot carry goes to standard error."""
    environ = environment()
    settings = settings_of(arguments, environ)
    message = message_of(arguments, settings.text("sender"), tell=console.note)
    if arguments.form == _SAVED:
        # It goes by no path, and what is not ready to be sent yet can be kept.
        console.data(doors.write_message(message))
        return ExitCode.OK
    render, kind = _FORMS[arguments.form]
    path = _path(paths_of(arguments, settings, environ), kind, is_given=bool(arguments.via))
    route = make_route(settings, path)
    if not is_sound(message, (route,), console):
        return ExitCode.USAGE
    rendered = render(
        Asked(
            message=message,
            route=route,
            key_env=settings.text("key_env"),
            account=arguments.profile,
        )
    )
    for note in rendered.notes:
        console.note(note)
    console.data(rendered.data)
    return ExitCode.OK


def _path(paths: tuple[Path, ...], kind: type[Path] | None, *, is_given: bool) -> Path:
    """Choose the path on which the form travels; a given one must be of its kind, if it has one."""
    fitting = [path for path in paths if kind is None or isinstance(path, kind)]
    if fitting:
        return fitting[0]
    if is_given:
        raise InputError(
            f"This form does not go by {paths[0].text}.",
            remedy="Use --as v3 or curl with webapi; mime, xsmtpapi or swaks with smtp.",
        )
    return _WEB_API if kind is WebApiPath else _SMTP


def _v3(asked: Asked) -> Rendered:
    return Rendered(data=render_v3(asked.message).body + b"\n")


def _mime(asked: Asked) -> Rendered:
    mails = render_mime(asked.message, smtpapi=asked.route.smtpapi)
    envelopes = [
        line
        for mail in mails
        for line in (
            f"MAIL FROM:<{mail.sender}>",
            *(f"RCPT TO:<{recipient}>" for recipient in mail.recipients),
        )
    ]
    data = b"".join(mail.data for mail in mails)
    soft = (_SOFT_BREAK,) if b"=\r\n" in data else ()
    return Rendered(data=data, notes=(*soft, *envelopes))


def _xsmtpapi(asked: Asked) -> Rendered:
    header = render_xsmtpapi(xsmtpapi_value(asked.message))
    notes = () if header else ("This message needs no X-SMTPAPI header.",)
    return Rendered(data=header.encode(), notes=notes)


def _curl(asked: Asked) -> Rendered:
    recipe = curl_recipe(asked.message, asked.route, asked.key_env)
    return Rendered(data=recipe.text.encode(), notes=recipe.notes)


def _swaks(asked: Asked) -> Rendered:
    recipe = swaks_recipe(asked.message, asked.route, asked.key_env)
    return Rendered(data=recipe.text.encode(), notes=recipe.notes)


def _sgdesk(asked: Asked) -> Rendered:
    recipe = sgdesk_recipe(asked.message, asked.route, asked.key_env, account=asked.account)
    return Rendered(data=recipe.text.encode(), notes=recipe.notes)


_FORMS: Mapping[str, tuple[Callable[[Asked], Rendered], type[Path] | None]] = {
    "v3": (_v3, WebApiPath),
    "mime": (_mime, SmtpPath),
    "xsmtpapi": (_xsmtpapi, SmtpPath),
    "curl": (_curl, WebApiPath),
    "swaks": (_swaks, SmtpPath),
    "sgdesk": (_sgdesk, None),
}
