"""What is known of an attempt, in words."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sgdesk.delivery import ServerError
from sgdesk.message import Address, Attachment, Message
from sgdesk.present.sending import waiting_words
from sgdesk.present.words import progress_words
from sgdesk.route import Endpoint, Override, Route, SmtpPath, Tls, WebApiPath
from sgdesk.secret import MARK
from sgdesk.sendgrid import catalogue_failures, catalogue_http, catalogue_smtp
from sgdesk.sendgrid.entries import CatalogueEntry
from sgdesk.trace import Certificate, Phase, TlsFacts
from sgdesk.transport.circumstances import (
    Circumstances,
    cleaned,
    largest_file,
    problem,
)
from sgdesk.wire.transcript import Transcript

SMTP = Route(path=SmtpPath(port=587, tls=Tls.STARTTLS), connect_timeout=2.5, total_timeout=60)
ENTRY = CatalogueEntry(
    id="X",
    title="{Who} on {port}",
    explanation="{sender}: {size} of {limit}, {seconds} s while {step}: {code} {reply}",
    remedy="Ask {who} {there}.",
    source="Somewhere",
)


def tls_facts(names: tuple[str, ...]) -> TlsFacts:
    day = datetime(2026, 1, 1, tzinfo=UTC)
    shown = Certificate(
        subject="", issuer="", names=names, valid_from=day, valid_until=day, sha256="00"
    )
    return TlsFacts(
        version="TLSv1.3",
        cipher="x",
        issuer="O=Example, CN=CA",
        subject=None,
        verified=False,
        chain=(shown,),
    )


def test_an_entry_is_filled_with_the_facts_of_the_attempt() -> None:
    about = Circumstances(
        route=SMTP, sender="a@example.com", size_bytes=40 * 1024 * 1024, limit_bytes=31457280
    )

    filled = problem(ENTRY, about, Phase.AUTH, code=535, reply="two\nlines")

    assert filled.title == "SendGrid on 587"
    assert filled.explanation == (
        "a@example.com: 40 MB of 30 MB, 60 s while signing in: 535 two lines"
    )
    assert filled.remedy == "Ask SendGrid in SendGrid's Email Activity."


@pytest.mark.parametrize(
    ("route", "title", "remedy"),
    [
        (
            replace(SMTP, practice=True),
            "The practice inbox on 587",
            "Ask the practice inbox in the practice inbox.",
        ),
        (
            replace(SMTP, smtp_host="mail.example.org"),
            "mail.example.org on 587",
            "Ask mail.example.org at mail.example.org (in its log, or ask whoever runs it).",
        ),
    ],
)
def test_it_names_who_was_really_asked(route: Route, title: str, remedy: str) -> None:
    filled = problem(ENTRY, Circumstances(route=route), Phase.AUTH)

    assert (filled.title, filled.remedy) == (title, remedy)


@pytest.mark.parametrize(
    ("phase", "practice", "title"),
    [
        (Phase.RESOLVE, False, "relay.test 2525"),
        (Phase.CONNECT, False, "relay.test 2525"),
        (Phase.PROXY, False, "relay.test 2525"),
        (Phase.AUTH, False, "smtp.sendgrid.net 587"),
        (Phase.CONNECT, True, "smtp.sendgrid.net 587"),
    ],
)
def test_on_the_way_there_it_names_what_was_dialled(
    phase: Phase, practice: bool, title: str
) -> None:
    led = Override(
        target=Endpoint(host="smtp.sendgrid.net", port=587),
        address=Endpoint(host="relay.test", port=2525),
    )
    route = replace(SMTP, overrides=(led,), practice=practice)
    entry = replace(ENTRY, title="{host} {port}")

    assert problem(entry, Circumstances(route=route), phase).title == title


def test_rule_is_one_of_the_path_that_was_taken() -> None:
    entry = replace(ENTRY, source="RFC 5321", web_source="RFC 9110")
    web = replace(SMTP, path=WebApiPath())

    assert problem(entry, Circumstances(route=SMTP), Phase.REPLY).source == "RFC 5321"
    assert problem(entry, Circumstances(route=web), Phase.REPLY).source == "RFC 9110"
    assert problem(ENTRY, Circumstances(route=web), Phase.REPLY).source == "Somewhere"
    for name in ("LOST", "NO_REPLY", "STOPPED_WAITING", "UNREADABLE", "TIMEOUT", "HALF_SILENT"):
        found = problem(getattr(catalogue_failures, name), Circumstances(route=web), Phase.REPLY)
        assert "RFC 5321" not in found.source


@pytest.mark.parametrize("name", ["LOST", "NO_REPLY", "STOPPED_WAITING", "UNREADABLE"])
def test_answer_that_never_came_has_the_name_of_its_path(name: str) -> None:
    entry, web = getattr(catalogue_failures, name), replace(SMTP, path=WebApiPath())

    assert problem(entry, Circumstances(route=SMTP), Phase.REPLY).id == "SMTP-LOST"
    assert problem(entry, Circumstances(route=web), Phase.REPLY).id == "D-HTTP-13"


def test_no_other_network_is_advised_for_what_stays_on_this_computer() -> None:
    entry = replace(ENTRY, remedy="Try {elsewhere}.")
    web = Route(path=WebApiPath())
    here = replace(web, practice=True, api_url="https://127.0.0.1:4430")

    assert problem(entry, Circumstances(route=web), Phase.CONNECT).remedy == (
        "Try another network, or SMTP."
    )
    assert problem(entry, Circumstances(route=here), Phase.CONNECT).remedy == "Try SMTP."


def test_connecting_has_its_own_time_limit() -> None:
    about = Circumstances(route=SMTP)

    assert about.seconds(Phase.CONNECT) == 2.5
    assert about.seconds(Phase.GREETING) == 60


def test_the_limit_of_the_whole_attempt_holds_in_every_step() -> None:
    about = Circumstances(route=replace(SMTP, connect_timeout=10, total_timeout=2))

    assert (about.seconds(Phase.PROXY), about.seconds(Phase.REPLY)) == (2, 2)


def test_a_long_reply_is_cut() -> None:
    filled = problem(ENTRY, Circumstances(route=SMTP), Phase.AUTH, reply="x" * 5000)

    assert len(filled.explanation) < 500
    assert filled.explanation.endswith("…")


def test_a_reply_of_300_letters_is_whole_and_a_longer_one_cut_between_words() -> None:
    entry = replace(ENTRY, explanation="{reply}")
    whole = ("x" * 279 + " ada.byron@example.org")[:300]

    assert problem(entry, Circumstances(route=SMTP), Phase.AUTH, reply=whole).explanation == whole
    cut = problem(entry, Circumstances(route=SMTP), Phase.AUTH, reply=f"{whole}!").explanation
    assert cut == "x" * 279 + "…"


@pytest.mark.parametrize(("count", "end"), [(3, '"no 2".'), (5, '"no 2". And 2 more.')])
def test_the_first_of_many_errors_are_quoted_and_the_rest_counted(count: int, end: str) -> None:
    errors = [ServerError(message=f"no {number}") for number in range(count)]
    entry = replace(ENTRY, explanation="{said}")

    filled = problem(entry, Circumstances(route=SMTP), Phase.REPLY, reply="all", errors=errors)

    assert filled.explanation == f'"no 0". "no 1". {end}'


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        (Phase.UPLOAD, "The last part of the message was on its way"),
        (Phase.REPLY, "The whole message was handed over"),
    ],
)
def test_what_was_handed_over_depends_on_the_step(phase: Phase, words: str) -> None:
    entry = replace(ENTRY, explanation="{Handed}.")

    assert problem(entry, Circumstances(route=SMTP), phase).explanation == f"{words}."


@pytest.mark.parametrize("phase", Phase)
def test_a_step_is_said_as_in_the_row_of_what_is_on_its_way(phase: Phase) -> None:
    said = Circumstances(route=SMTP).step_words(phase)

    assert progress_words(phase) == f"{said.capitalize()}…"
    assert waiting_words(SMTP, phase, 0.0, 1.0).lower().startswith(said)


def test_only_an_answer_of_the_web_api_that_is_not_sendgrids_is_a_proxys() -> None:
    mail = Circumstances(route=SMTP, size_bytes=2 * 1024 * 1024, limit_bytes=30 * 1024 * 1024)
    web = replace(mail, route=Route(path=WebApiPath()))
    own = replace(mail, route=replace(SMTP, smtp_host="mail.example.org"))

    by_proxy = problem(catalogue_http.TOO_LARGE, web, Phase.REPLY)
    assert by_proxy.title == "The mail is too large for a proxy on the way"
    assert (
        "2 MB, and SendGrid takes less than 30 MB. A proxy on the way acc" in by_proxy.explanation
    )
    for about, entry, errors in (
        (own, catalogue_smtp.TOO_LARGE, ()),
        (mail, catalogue_smtp.TOO_LARGE, ()),
        (web, catalogue_http.TOO_LARGE, (ServerError(message="no room"),)),
    ):
        said = problem(entry, about, Phase.REPLY, reply="no room", errors=errors)
        assert said.title == "The server calls the mail too large"
        assert 'It said: "no room".' in said.explanation
        assert "proxy" not in said.explanation


def test_a_size_is_never_rounded_to_nothing() -> None:
    about = Circumstances(route=SMTP, size_bytes=412, limit_bytes=1)

    assert ": 412 bytes of 1 byte" in problem(ENTRY, about, Phase.AUTH).explanation


def test_a_size_that_is_unknown_has_no_words() -> None:
    mail = Circumstances(route=replace(SMTP, smtp_host="mail.example.org"))
    entry = replace(ENTRY, explanation="{too_large}: {size}, {limit}")

    assert problem(entry, mail, Phase.AUTH).explanation == (
        "The mail is too large: too many MB, lower"
    )


@pytest.mark.parametrize(
    ("host", "size_mb", "limit_mb", "words"),
    [
        ("smtp.sendgrid.net", 40, None, "The mail has 40 MB; the limit is 30 MB"),
        ("smtp.sendgrid.net", 30, None, "The mail has 30 MB; the limit is 30 MB"),
        ("smtp.sendgrid.net", 29, None, "The server calls the mail too large"),
        ("smtp.sendgrid.net", 29, 20, "The mail has 29 MB; the limit is 20 MB"),
        ("mail.example.org", 40, None, "The mail has 40 MB, more than the server takes"),
    ],
)
def test_limit_is_the_one_of_who_was_asked(
    host: str, size_mb: int, limit_mb: int | None, words: str
) -> None:
    about = Circumstances(
        route=replace(SMTP, smtp_host=host),
        size_bytes=size_mb * 1024 * 1024,
        limit_bytes=limit_mb and limit_mb * 1024 * 1024,
    )

    assert problem(replace(ENTRY, title="{too_large}"), about, Phase.UPLOAD).title == words


def test_a_mail_at_its_limit_is_not_said_to_be_below_it() -> None:
    about = Circumstances(route=SMTP, size_bytes=5, limit_bytes=5)

    assert problem(replace(ENTRY, title="<{less}>"), about, Phase.REPLY, reply="no").title == "<>"
    below = replace(about, size_bytes=4)
    title = problem(replace(ENTRY, title="<{less}>"), below, Phase.REPLY).title
    assert title == "<It has 4 bytes, and the limit is 5 bytes. >"


def test_first_servers_of_a_certificate_are_named_and_the_rest_counted() -> None:
    entry = replace(ENTRY, title="{named} by {issuer}")
    for count, words in ((1, "a0"), (3, "a0, a1, a2"), (5, "a0, a1, a2 and 2 more")):
        names = tuple(f"a{at}" for at in range(count))
        about = Circumstances(route=SMTP, tls=tls_facts(names))
        assert problem(entry, about, Phase.TLS).title == f"{words} by Example"


@pytest.mark.parametrize(
    ("message", "field", "said"),
    [
        ("no", "", '"no".'),
        ("No!", "", '"No!"'),
        ("No?", "", '"No?"'),
        ("No.", "", '"No."'),
        ("No.", "from", '"No." (field from).'),
        (" ", "from", "nothing but the code."),
    ],
)
def test_what_a_server_says_is_quoted_as_a_sentence(message: str, field: str, said: str) -> None:
    error = ServerError(message=message, field=field)
    entry = replace(ENTRY, explanation="{said}")
    about = Circumstances(route=SMTP)

    assert problem(entry, about, Phase.REPLY, errors=[error]).explanation == said


def test_largest_of_the_files_is_looked_at_first() -> None:
    files = tuple(Attachment(filename=f"{size}.bin", content=b"x" * size) for size in (1, 3, 2))
    mail = Message(sender=Address(email="a@example.com"), attachments=files)

    assert largest_file(mail) == ("3.bin", 3)
    assert largest_file(replace(mail, attachments=())) is None


def test_secret_that_a_server_repeats_is_in_no_problem() -> None:
    filled = problem(
        replace(ENTRY, title="{reply}"), Circumstances(route=SMTP), Phase.AUTH, reply="no s3cr3t"
    )
    shown = cleaned(filled, Transcript(["s3cr3t"]))

    assert cleaned(None, Transcript()) is None
    assert shown is not None
    assert shown.title == f"no {MARK}"
    assert "s3cr3t" in filled.explanation
    assert "s3cr3t" not in shown.explanation


def test_what_makes_a_mail_large_is_named_and_what_would_help() -> None:
    plain = Circumstances(route=SMTP, size_bytes=40 * 1024 * 1024)
    filed = replace(plain, largest_file=("a.zip", 30 * 1024 * 1024))
    for entry in (catalogue_http.TOO_LARGE, catalogue_smtp.TOO_LARGE, catalogue_failures.TOO_LARGE):
        without, with_file = (problem(entry, about, Phase.REPLY) for about in (plain, filed))

        assert "file" not in without.remedy.lower()
        assert "No file goes along" in without.explanation
        assert with_file.remedy.startswith("Choose files to leave out")
        assert "a.zip becomes 40 MB" in with_file.explanation


def test_the_key_is_said_to_have_stayed_only_in_steps_that_come_before_it() -> None:
    entry = replace(ENTRY, explanation="{not_sent}.")

    for phase in Phase:
        stayed = "key" in problem(entry, Circumstances(route=SMTP), phase).explanation
        after = (Phase.AUTH, Phase.ENVELOPE, Phase.UPLOAD, Phase.REPLY, Phase.DOWNLOAD)
        assert stayed == (phase not in after)


def test_a_request_without_a_message_hands_none_over() -> None:
    about = Circumstances(route=SMTP, asking="asking about the key")

    assert "while asking about the key:" in problem(ENTRY, about, Phase.UPLOAD).explanation
    assert "while connecting:" in problem(ENTRY, about, Phase.CONNECT).explanation
