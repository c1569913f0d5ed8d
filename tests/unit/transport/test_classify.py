"""Every exception of every library below ends in an outcome with a named problem."""

import asyncio
import errno
import inspect
import socket
import ssl
from dataclasses import replace
from types import ModuleType

import aiosmtplib
import httpcore
import httpx
import pytest

from sgdesk.delivery import Cancelled, NotSent, Rejected, Unknown
from sgdesk.present.remedies import Act, RemedyPlace, remedies
from sgdesk.route import Endpoint, Family, Override, Route, SmtpPath, Tls, WebApiPath
from sgdesk.trace import Phase
from sgdesk.transport.answers import Verdict
from sgdesk.transport.circumstances import Circumstances
from sgdesk.transport.classify import TRANSPORT_ERRORS, answer_in, classify_exception
from sgdesk.wire.errors import DialError
from sgdesk.wire.proxy import ProxyLoginError, ProxyRefusedError, ProxyStrangeError
from tests.support.attempts import an_attempt
from tests.unit.present.test_certificate import LEAF, TLS

SUBMISSION = Circumstances(
    route=Route(path=SmtpPath(port=587, tls=Tls.STARTTLS), connect_timeout=7, total_timeout=30)
)
IMPLICIT = Circumstances(route=Route(path=SmtpPath(port=587, tls=Tls.IMPLICIT)))
API = Circumstances(route=Route(path=WebApiPath()))
PROXIED = Circumstances(route=Route(path=WebApiPath(), proxy="http://proxy.example.net:8080"))


def exceptions_of(module: ModuleType) -> list[type[BaseException]]:
    found = {
        value
        for name, value in inspect.getmembers(module, inspect.isclass)
        if not name.startswith("_")
        and issubclass(value, BaseException)
        and value.__module__.split(".")[0] == module.__name__
    }
    return sorted(found, key=lambda cls: cls.__name__)


LIBRARIES = [
    cls for module in (httpx, httpcore, aiosmtplib, ssl, socket) for cls in exceptions_of(module)
]
SYSTEM: list[type[BaseException]] = [
    OSError,
    ConnectionError,
    BrokenPipeError,
    TimeoutError,
    EOFError,
    asyncio.IncompleteReadError,
    socket.gaierror,
    DialError,
]


def test_the_libraries_have_exceptions_to_walk() -> None:
    assert len(LIBRARIES) > 50


@pytest.mark.parametrize("cls", [*LIBRARIES, *SYSTEM], ids=lambda cls: cls.__qualname__)
def test_every_exception_of_a_library_is_caught(cls: type[BaseException]) -> None:
    assert issubclass(cls, TRANSPORT_ERRORS), f"{cls} would escape from a transport"


def make(cls: type[BaseException]) -> BaseException:
    """Make an exception without knowing its arguments."""
    if cls is DialError:
        return DialError(Phase.CONNECT, None, "tried")
    made = cls.__new__(cls)
    if isinstance(made, aiosmtplib.SMTPResponseException):
        made.code, made.message = 550, "No"
    return made


@pytest.mark.parametrize("about", [SUBMISSION, API], ids=["smtp", "webapi"])
@pytest.mark.parametrize("cls", [*LIBRARIES, *SYSTEM], ids=lambda cls: cls.__qualname__)
def test_every_exception_ends_in_an_outcome(cls: type[BaseException], about: Circumstances) -> None:
    for phase in Phase:
        before = classify_exception(make(cls), phase=phase, committed=False, about=about)
        after = classify_exception(make(cls), phase=phase, committed=True, about=about)

        assert isinstance(before.outcome, NotSent | Rejected)
        assert after.outcome == Unknown(after=Phase.UPLOAD)
        for verdict in (before, after):
            assert verdict.problem is not None
            assert "{" not in str(verdict.problem)


def caused(outer: BaseException, cause: BaseException) -> BaseException:
    outer.__cause__ = cause
    return outer


def dial_error(phase: Phase, cause: OSError, *, of_proxy: bool = False) -> BaseException:
    return caused(DialError(phase, cause, f"tried: {cause}", of_proxy=of_proxy), cause)


def bad_certificate(code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code = code
    return error


def tls_failure(reason: str) -> ssl.SSLError:
    error = ssl.SSLError(1, reason)
    error.reason = reason
    return error


FAILURES = [
    (dial_error(Phase.RESOLVE, socket.gaierror(socket.EAI_NONAME, "?")), API, "D-DNS-3"),
    (dial_error(Phase.RESOLVE, socket.gaierror(socket.EAI_AGAIN, "?")), API, "D-DNS-1"),
    (dial_error(Phase.CONNECT, ConnectionRefusedError()), SUBMISSION, "D-TCP-2"),
    (dial_error(Phase.CONNECT, TimeoutError()), SUBMISSION, "D-TCP-1"),
    (dial_error(Phase.RESOLVE, TimeoutError()), PROXIED, "D-HTTP-4"),
    (dial_error(Phase.CONNECT, OSError(errno.ETIMEDOUT, "?")), SUBMISSION, "D-TCP-1"),
    (dial_error(Phase.CONNECT, OSError(errno.EHOSTUNREACH, "?")), SUBMISSION, "D-TCP-3"),
    (dial_error(Phase.CONNECT, PermissionError(errno.EACCES, "?")), SUBMISSION, "D-TCP-4"),
    (dial_error(Phase.CONNECT, ConnectionResetError()), SUBMISSION, "D-TCP-6"),
    (dial_error(Phase.CONNECT, ConnectionRefusedError(), of_proxy=True), PROXIED, "D-HTTP-4"),
    (
        dial_error(Phase.RESOLVE, socket.gaierror(socket.EAI_NONAME, "?"), of_proxy=True),
        PROXIED,
        "D-HTTP-4",
    ),
    (dial_error(Phase.RESOLVE, socket.gaierror(socket.EAI_NONAME, "?")), PROXIED, "D-DNS-3"),
    (dial_error(Phase.PROXY, ProxyLoginError("answered 407 Proxy Login")), PROXIED, "D-HTTP-1"),
    (dial_error(Phase.PROXY, ProxyRefusedError("answered 403 Port 407")), PROXIED, "D-HTTP-3"),
    (dial_error(Phase.PROXY, ProxyStrangeError("did not speak HTTP")), PROXIED, "PROXY-STRANGE"),
    (dial_error(Phase.PROXY, TimeoutError()), PROXIED, "TIMEOUT"),
    (dial_error(Phase.CONNECT, OSError(errno.EMFILE, "?")), SUBMISSION, "OPEN-FILES"),
    (dial_error(Phase.CONNECT, OSError(errno.ENFILE, "?"), of_proxy=True), PROXIED, "OPEN-FILES"),
    (dial_error(Phase.PROXY, ConnectionResetError(errno.ECONNRESET, "reset")), PROXIED, "D-TCP-6"),
]


@pytest.mark.parametrize(("error", "about", "problem_id"), FAILURES)
def test_a_failed_dial_is_named_by_its_cause(
    error: BaseException, about: Circumstances, problem_id: str
) -> None:
    verdict = classify_exception(error, phase=Phase.REPLY, committed=False, about=about)

    assert verdict.outcome == NotSent()
    assert verdict.problem is not None
    assert verdict.problem.id == problem_id


@pytest.mark.parametrize(
    ("family", "code", "problem_id"),
    [
        (Family.IPV6, socket.EAI_ADDRFAMILY, "DNS-FAMILY"),
        (Family.IPV4, socket.EAI_NODATA, "DNS-FAMILY"),
        (Family.IPV6, socket.EAI_NONAME, "D-DNS-3"),
        (Family.ANY, socket.EAI_NODATA, "D-DNS-3"),
    ],
)
def test_a_family_without_an_address_is_told_from_a_name_that_does_not_exist(
    family: Family, code: int, problem_id: str
) -> None:
    about = replace(SUBMISSION, route=replace(SUBMISSION.route, family=family))
    error = dial_error(Phase.RESOLVE, socket.gaierror(code, "?"))
    verdict = classify_exception(error, phase=Phase.RESOLVE, committed=False, about=about)

    assert verdict.problem is not None
    assert verdict.problem.id == problem_id


def test_name_that_was_dialled_instead_is_the_one_that_does_not_exist() -> None:
    led = Override(
        target=Endpoint(host="smtp.sendgrid.net", port=587),
        address=Endpoint(host="mail.example.org", port=25),
    )
    about = replace(SUBMISSION, route=replace(SUBMISSION.route, overrides=(led,)))
    error = dial_error(Phase.RESOLVE, socket.gaierror(socket.EAI_NONAME, "?"))
    verdict = classify_exception(error, phase=Phase.RESOLVE, committed=False, about=about)

    assert verdict.problem is not None
    assert verdict.problem.title == "There is no server named mail.example.org"


@pytest.mark.parametrize(
    ("host", "problem_id", "first"),
    [
        ("smtp.sendgrid.net", "D-DNS-3", Act.SEND_AGAIN),
        ("smtp.eu.sendgrid.net", "D-DNS-3", Act.SEND_AGAIN),
        ("smtp.sendgrid.com", "D-DNS-2", Act.EDIT_ACCOUNT),
        ("mail.example.org", "D-DNS-2", Act.EDIT_ACCOUNT),
    ],
)
def test_only_a_name_that_may_be_misspelt_is_said_not_to_exist(
    host: str, problem_id: str, first: Act
) -> None:
    about = replace(SUBMISSION, route=replace(SUBMISSION.route, smtp_host=host))
    error = dial_error(Phase.RESOLVE, socket.gaierror(socket.EAI_NONAME, "?"))
    verdict = classify_exception(error, phase=Phase.RESOLVE, committed=False, about=about)
    attempt = replace(an_attempt(verdict.outcome, problem=verdict.problem), host=host)
    now = attempt.trace.started_at

    assert verdict.problem is not None
    assert verdict.problem.id == problem_id
    assert ("misspelt" in verdict.problem.remedy) == (problem_id == "D-DNS-2")
    # What is known of the name is not from this look-up.
    elsewhere = "Elsewhere this name of SendGrid's has addresses, but the look-up from here gives"
    assert (elsewhere in verdict.problem.explanation) == (problem_id == "D-DNS-3")
    for place in RemedyPlace:
        assert remedies(attempt, place, has_message=True, now=now)[0].act is first


HANDSHAKES = [
    (bad_certificate(20), SUBMISSION, "D-TLS-3"),
    (bad_certificate(18), SUBMISSION, "D-TLS-3"),
    (bad_certificate(62), SUBMISSION, "D-TLS-8"),
    (bad_certificate(10), API, "D-TLS-7"),
    (caused(aiosmtplib.SMTPConnectError("x"), bad_certificate(20)), IMPLICIT, "D-TLS-3"),
    (tls_failure("WRONG_VERSION_NUMBER"), IMPLICIT, "D-TLS-1"),
    (tls_failure("WRONG_VERSION_NUMBER"), API, "D-TLS-9"),
    (tls_failure("UNSUPPORTED_PROTOCOL"), API, "D-TLS-6"),
    (tls_failure("TLSV1_ALERT_UNKNOWN_CA"), API, "D-TLS-9"),
    (tls_failure("TLSV1_ALERT_PROTOCOL_VERSION"), SUBMISSION, "D-TLS-6"),
    (ConnectionResetError(), SUBMISSION, "D-TLS-9"),
    (ssl.SSLEOFError(8, "eof"), SUBMISSION, "D-TLS-9"),
    (caused(httpx.ConnectError("x"), bad_certificate(20)), API, "D-TLS-3"),
]


@pytest.mark.parametrize(("error", "about", "problem_id"), HANDSHAKES)
def test_a_failed_handshake_is_named_by_its_cause(
    error: BaseException, about: Circumstances, problem_id: str
) -> None:
    verdict = classify_exception(error, phase=Phase.TLS, committed=False, about=about)

    assert verdict.outcome == NotSent()
    assert verdict.problem is not None
    assert verdict.problem.id == problem_id


@pytest.mark.parametrize(
    ("phase", "problem_id", "seconds"),
    [
        (Phase.CONNECT, "D-TCP-1", "7 s"),
        (Phase.GREETING, "D-SMTP-1", "30 s"),
        (Phase.AUTH, "TIMEOUT", "30 s"),
        (Phase.TLS, "TIMEOUT", "7 s"),
    ],
)
def test_a_timeout_names_the_step_and_its_limit(
    phase: Phase, problem_id: str, seconds: str
) -> None:
    verdict = classify_exception(TimeoutError(), phase=phase, committed=False, about=SUBMISSION)

    assert verdict.problem is not None
    assert verdict.problem.id == problem_id
    assert seconds in verdict.problem.explanation


def test_a_silent_port_of_ones_own_may_wait_for_encryption_and_one_of_sendgrid_does_not() -> None:
    for port, tls, said in (
        (587, Tls.STARTTLS, False),
        (41733, Tls.STARTTLS, True),
        (465, Tls.STARTTLS, True),
        (465, Tls.IMPLICIT, False),
    ):
        route = replace(SUBMISSION.route, path=SmtpPath(port=port, tls=tls))
        about = replace(SUBMISSION, route=route)
        found = classify_exception(
            TimeoutError(), phase=Phase.GREETING, committed=False, about=about
        )
        assert found.problem is not None
        assert ("from the start (TLS)" in found.problem.remedy) == said, (port, tls)
        assert (f"--via smtp:{port}:tls" in found.problem.remedy) == said


def test_unknown_issuer_of_a_server_of_ones_own_names_the_field_and_not_sendgrid() -> None:
    route = replace(SUBMISSION.route, smtp_host="mail.example.org")
    own, theirs = (
        classify_exception(bad_certificate(20), phase=Phase.TLS, committed=False, about=about)
        for about in (replace(SUBMISSION, route=route), SUBMISSION)
    )
    assert own.problem is not None
    assert theirs.problem is not None
    assert own.problem.title == "The certificate of mail.example.org is not trusted here"
    assert "Certificate file" in own.problem.remedy
    assert theirs.problem.title == "This is not SendGrid's certificate"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (TimeoutError(), "within 30 s SendGrid did not answer"),
        (ConnectionResetError(), "then the connection broke"),
    ],
)
def test_an_unknown_outcome_says_what_ended_the_waiting(error: Exception, words: str) -> None:
    verdict = classify_exception(error, phase=Phase.REPLY, committed=True, about=SUBMISSION)

    assert verdict.problem is not None
    assert words in verdict.problem.explanation


@pytest.mark.parametrize(
    ("about", "remedy"),
    [(SUBMISSION, "another port or the Web API."), (API, "another network, or SMTP.")],
    ids=["smtp", "webapi"],
)
def test_nobody_is_sent_to_the_path_that_failed(about: Circumstances, remedy: str) -> None:
    verdict = classify_exception(TimeoutError(), phase=Phase.CONNECT, committed=False, about=about)

    assert verdict.problem is not None
    assert verdict.problem.remedy == f"Try {remedy}"


def test_a_cancel_is_cancelled_before_the_commit_point_and_unknown_after_it() -> None:
    def judged(*, committed: bool) -> Verdict:
        error = asyncio.CancelledError()
        return classify_exception(error, phase=Phase.UPLOAD, committed=committed, about=API)

    assert judged(committed=False).outcome == Cancelled()
    assert judged(committed=True).outcome == Unknown(after=Phase.UPLOAD)


def test_a_reply_inside_an_exception_is_judged_as_a_reply() -> None:
    error = aiosmtplib.SMTPAuthenticationError(451, "Authentication failed: Maximum credits")

    verdict = classify_exception(error, phase=Phase.AUTH, committed=False, about=SUBMISSION)

    assert verdict.outcome == Rejected()
    assert verdict.problem is not None
    assert verdict.problem.id == "D-ACC-2"


def test_a_garbled_reply_inside_an_exception_has_no_code() -> None:
    reply = answer_in(aiosmtplib.SMTPResponseException(-1, "Malformed: \udce9"))

    assert reply is not None
    assert reply.code is None
    assert reply.text == "Malformed: \\xe9"


def test_a_broken_reused_connection_says_so() -> None:
    about = Circumstances(route=SUBMISSION.route, is_warm=True)
    error = ConnectionResetError()

    verdict = classify_exception(error, phase=Phase.ENVELOPE, committed=False, about=about)

    assert verdict.problem is not None
    assert verdict.problem.id == "D-TCP-7"


def test_the_certificate_names_its_issuer() -> None:
    about = Circumstances(route=SUBMISSION.route, tls=replace(TLS, issuer="CN=Mail Shield"))

    verdict = classify_exception(bad_certificate(19), phase=Phase.TLS, committed=False, about=about)

    assert verdict.problem is not None
    assert verdict.problem.title == "This is not SendGrid's certificate"
    assert '"Mail Shield"' in verdict.problem.explanation


def test_certificate_out_of_date_tells_whom_to_tell_where_the_clock_is_right() -> None:
    verdict = classify_exception(bad_certificate(10), phase=Phase.TLS, committed=False, about=API)

    assert verdict.problem is not None
    assert verdict.problem.remedy.startswith("Check the date and time of this computer.")
    assert "tell whoever runs api.sendgrid.com that its certificate" in verdict.problem.remedy


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("mail.example.net",), "a certificate for mail.example.net, issued"),
        (("a.test", "b.test", "c.test", "d.test"), "for a.test, b.test, c.test and 1 more, issued"),
        ((), "a certificate for CN=smtp.sendgrid.net, issued"),
    ],
)
def test_certificate_of_another_host_is_told_by_its_names(
    names: tuple[str, ...], said: str
) -> None:
    shown = replace(TLS, chain=(replace(LEAF, names=names),))
    about = Circumstances(route=SUBMISSION.route, tls=shown)

    verdict = classify_exception(bad_certificate(62), phase=Phase.TLS, committed=False, about=about)

    assert verdict.problem is not None
    assert said in verdict.problem.explanation
    assert "a company's filter or somebody else in between" in verdict.problem.remedy
