"""What a server's answer means: the catalogue's words, and how to tell in a foreign program."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sgdesk.diagnose.finding import Certainty
from sgdesk.explain import causes
from sgdesk.explain.finding import Cause, Finding, Line
from sgdesk.explain.reading import Said
from sgdesk.explain.veil import Veiled
from sgdesk.sendgrid import catalogue, catalogue_http, catalogue_smtp
from sgdesk.sendgrid.entries import CatalogueEntry
from sgdesk.sendgrid.hosts import who_answers


class Told(NamedTuple):
    """What the catalogue does not say, as it speaks of sends of this program."""

    how: str
    remedy: str = ""
    """In the place of one that names a button of this program."""


_SCOPES = "Run sgdesk account check with the same key"
_TOLD: Mapping[str, Told] = {
    "D-ACC-1": Told(
        "The sign-in worked, and the refusal came after the message. Compare the From "
        "address, letter by letter, with the verified senders and domains at SendGrid."
    ),
    "D-ACC-2": Told(f"{_SCOPES}: it tells of used-up sends. A wrong key is told in other words."),
    "D-ACC-3": Told(
        "The same key works from another network. IP Access Management at SendGrid "
        "lists the attempt with the address it came from."
    ),
    "D-ACC-4": Told("Sign in at SendGrid in a browser: a notice about the account stands there."),
    "D-ACC-5": Told("It began after a burst of refused requests, and ends by itself."),
    "D-ACC-LIMIT": Told(
        "Fewer mails at a time pass. The account's page at SendGrid shows the limit."
    ),
    "D-KEY-4": Told(
        f"{_SCOPES}: if it works there, the program's user name is wrong, or its key "
        "was changed on the way: quotes, a space, a line break.",
        "Use apikey as the user name and paste the key again, all 69 characters of it, "
        "without quotes or spaces.",
    ),
    "D-KEY-5": Told(
        "The password in the program does not begin with SG. and is not 69 characters long."
    ),
    "D-KEY-6": Told(
        f"{_SCOPES}. If it is refused there too, the key was deleted, or is of the other region."
    ),
    "D-KEY-7": Told(
        "The key works at the other region's servers: api.eu.sendgrid.com and "
        "smtp.eu.sendgrid.net for the EU.",
        "Give the program the servers of the region to which the key belongs.",
    ),
    "D-KEY-8": Told(f"{_SCOPES}: it lists what the key may do."),
    "D-KEY-9": Told(
        "Print the header that the program sends, without the key: it must read "
        "Authorization: Bearer and then the key, without quotes.",
        "Give the header as Authorization: Bearer and the key, and look whether the variable that "
        "holds the key is empty where the program runs.",
    ),
    "D-KEY-11": Told(
        "Look in the program's log for AUTH before MAIL FROM: there is none.",
        "Switch the sign-in on in the program (SMTPAuth, auth, smtp_sasl_auth_enable), with apikey "
        "as the user name and the key as the password.",
    ),
    "D-HTTP-1": Told(
        "The answer came before encryption, from the proxy, not from SendGrid.",
        "Give the program the proxy's user name and password, or let it reach SendGrid directly.",
    ),
    "D-HTTP-7": Told(
        "The body of the answer says why; print it. In most libraries it is in the "
        "error's response or body.",
        "Print the body of the answer. Mostly the key is wrong, empty or without Bearer before "
        "it, or it is of the other region.",
    ),
    "D-HTTP-8": Told(
        "The body of the answer says why; print it. A sender that is not verified, a "
        "key without the permission, and an address that is not allowed are all answered with 403."
    ),
    "D-HTTP-9": Told("The encoded mail counts, with files a third larger than on disk."),
    "D-HTTP-10": Told(
        "A mail of plain English letters goes through.",
        "Send the body as JSON in UTF-8, marked as Content-Type: application/json.",
    ),
    "D-HTTP-11": Told(
        "The answer's X-RateLimit-Reset header names when it ends.",
        "Send fewer requests at a time, and wait until the time in X-RateLimit-Reset.",
    ),
    "D-HTTP-12": Told(
        "Other requests get through at the same time, or status.sendgrid.com tells of a fault."
    ),
    "SMTP-RELAY": Told(
        "The server that said so is the one named beside the words. If it is your "
        "own mail server, it does not know the program that sends, or that program did not "
        "sign in.",
        "Let the program sign in to that server, add its address to those that may relay "
        "(mynetworks), or send to smtp.sendgrid.net at once.",
    ),
    "SMTP-WANTS-TLS": Told(
        "The program said MAIL or AUTH before STARTTLS.",
        "Switch encryption on in the program: STARTTLS at port 587, or TLS from the start at 465.",
    ),
    "SMTP-RECIPIENT": Told("Only these addresses are refused; others in the same log are taken."),
    "SMTP-SEQUENCE": Told(
        "The program said commands in the wrong order, or a device on the way mixed them up.",
        "Switch pipelining off in the program, or send by the Web API.",
    ),
    "HTTP-ADDRESS": Told(
        "Compare the address in the program with "
        "https://api.sendgrid.com/v3/mail/send, and look that it is a POST."
    ),
    "HTTP-INVALID": Told("The answer's errors name the field, and what is wrong with it."),
}
_CODES = Told(
    "The first figure of the code decides: 4 passes by itself, 5 stays until something is changed."
)
_ALSO: Mapping[str, tuple[tuple[Cause, Certainty], ...]] = {
    "D-KEY-4": ((causes.KEY_DAMAGED, Certainty.POSSIBLE), (causes.KEY_BASE64, Certainty.POSSIBLE)),
    "D-KEY-11": ((causes.STRIPPED, Certainty.POSSIBLE),),
    "D-HTTP-7": ((causes.KEY_DAMAGED, Certainty.POSSIBLE),),
}
"""What else a reply can come from, where its words leave it open."""
_REGION = "D-KEY-6"
_OPEN = frozenset(
    {
        "D-HTTP-7",
        "D-HTTP-8",
        "HTTP-INVALID",
        "HTTP-REFUSED",
        "SMTP-AUTH-REFUSED",
        "SMTP-AUTH-TRY-LATER",
        "SMTP-POLICY",
        "SMTP-REFUSED",
        "SMTP-SENDER",
        "SMTP-TRY-LATER",
        "D-KEY-11",
        "SMTP-CLOSING",
    }
)
"""What a bare code leaves open, so that only words make it certain."""


def explain_reply(said: Said, veiled: Veiled) -> Iterator[Finding]:
    """Give what an answer means, and what else it may come from."""
    entry = _entry(said)
    if entry is None:
        return
    number = veiled.number(said.at)
    evidence = (Line(number=number, text=veiled.quote(number, said.at)),)
    bare = catalogue.find(said.path, said.phase, said.code, "", command=said.command)
    is_telling = bare is not entry or entry.id not in _OPEN
    sure = Certainty.CERTAIN if is_telling else Certainty.LIKELY
    is_smtp = said.path == "smtp"
    told = _TOLD.get(entry.id_for(is_smtp=is_smtp), _CODES)
    filled = entry.filled(_words(said))
    yield Finding(cause=_cause(filled, told, is_smtp=is_smtp), certainty=sure, evidence=evidence)
    for cause, certainty in _ALSO.get(entry.id, ()):
        yield Finding(cause=cause.filled({}), certainty=certainty, evidence=evidence)
    if entry.id == _REGION:
        region = catalogue_http.REGION.filled({**_words(said), "other_region": "other"})
        cause = _cause(region, _TOLD[region.id], is_smtp=False)
        yield Finding(cause=cause, certainty=Certainty.POSSIBLE, evidence=evidence)


def _entry(said: Said) -> CatalogueEntry | None:
    """Give the catalogue's entry; nothing where it knows neither code nor words."""
    entry = catalogue.find(said.path, said.phase, said.code, said.words, command=said.command)
    if entry is catalogue_smtp.MALFORMED:
        # Without a code only SendGrid's own words tell; a program may also name the step wrongly.
        again = catalogue.find(said.path, "auth", None, said.words)
        return None if again is catalogue_smtp.MALFORMED else again
    if entry is catalogue_http.NOT_SENDGRID and said.code is None:
        # The body of an answer whose status is not told; 400 is the one with most of the words.
        again = catalogue.find(said.path, said.phase, 400, said.words)
        return None if again is catalogue_http.INVALID else again
    return entry


def _words(said: Said) -> dict[str, str]:
    code = "" if said.code is None else f"{said.code} "
    end = "" if said.words.endswith((".", "!", "?")) else "."
    quoted = f'"{code}{said.words}"{end}' if said.words else ""
    host = said.host or "smtp.sendgrid.net"
    return {
        **who_answers(host, practice=False),
        "said": quoted,
        "reply": said.words,
        "code": "" if said.code is None else str(said.code),
        "other_region": "other",
        "host": said.host,
    }


def _cause(entry: CatalogueEntry, told: Told, *, is_smtp: bool) -> Cause:
    return Cause(
        id=entry.id_for(is_smtp=is_smtp),
        title=_there(entry.title),
        explanation=_there(entry.explanation),
        how_to_tell=told.how,
        remedy=told.remedy or _there(entry.remedy),
        source=entry.source_for(is_smtp=is_smtp),
    )


def _there(words: str) -> str:
    """Speak of the computer that sent, which is another than this."""
    return words.replace("This computer", "The sending computer").replace(
        "this computer", "the sending computer"
    )
