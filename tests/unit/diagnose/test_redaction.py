"""Nothing that is nobody else's business comes into a report, wherever it stood."""

from collections.abc import Callable

import pytest

from sgdesk.delivery import Problem
from sgdesk.diagnose.notebook import Limits
from sgdesk.diagnose.observation import (
    Connected,
    Encrypted,
    HttpAnswered,
    Keyed,
    LookedUp,
    Observation,
    Probe,
    Replied,
    Result,
    Role,
    Seen,
    Target,
)
from sgdesk.diagnose.redaction import Redaction
from sgdesk.diagnose.report import make_report
from sgdesk.diagnose.report_file import pack_report
from sgdesk.diagnose.verdict import diagnose
from sgdesk.present.report import summary_text
from sgdesk.route import Tls
from sgdesk.trace import TlsFacts
from tests.support import planted
from tests.support.keys import KEY

TARGET = Target(role=Role.SMTP, host="mail.example.com", port=587, tls=Tls.STARTTLS)


def _facts(text: str) -> TlsFacts:
    return TlsFacts(version=text, cipher=text, issuer=text, subject=text, verified=False)


def problem(text: str) -> Problem:
    """Give a cause whose words repeat the server's."""
    return Problem(id="D-KEY", title=text, explanation=text, remedy=text, source="SendGrid")


ROLES: dict[str, Callable[[str], Seen]] = {
    "resolver's error": lambda text: LookedUp(family="ipv4", error=text, addresses=()),
    "proxy's words": lambda text: Connected(address=text, family="ipv4", error=text),
    "banner": lambda text: Replied(
        first_bytes=f"220 {text}\r\n".encode(), code=220, lines=tuple(text.split("\r\n535-"))
    ),
    "what is no reply": lambda text: Replied(first_bytes=text.encode(), lines=(text,), error=text),
    "certificate": lambda text: Encrypted(facts=_facts(text), verify_code=20, error=text),
    "words to a key": lambda text: Keyed(
        code=401, reply=text, problem=problem(text), next_reset=text
    ),
    "HTTP header": lambda text: HttpAnswered(status=302, headers=(("location", text),)),
    "HTTP body": lambda text: HttpAnswered(
        status=200, first_bytes=f"<p>{text}</p>".encode(), error=text
    ),
}
FORMS = planted.forms()


def packed(seen: Seen, host: str = TARGET.host) -> bytes:
    """Give the file of a report in which this was seen."""
    target = Target(role=Role.SMTP, host=host, port=587, tls=Tls.STARTTLS)
    observation = Observation(
        id=f"greeting {host}",
        probe=Probe.GREETING,
        target=target,
        result=Result.CHANGED,
        ms=1,
        seen=seen,
        where=host,
    )
    report = make_report(
        diagnose((target,), (observation,)),
        Limits(),
        users=[planted.USER],
        computers=[planted.COMPUTER],
    )
    return pack_report(report, summary_text(report))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_left_of_what_was_planted(role: str, form: str) -> None:
    assert not planted.traces(packed(ROLES[role](FORMS[form])))


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_left_in_the_name_of_a_server(form: str) -> None:
    assert not planted.traces(packed(Replied(), host=FORMS[form]))


@pytest.mark.parametrize("form", FORMS)
def test_the_search_finds_what_was_not_taken_out(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Redaction, "text", lambda _, text: text)
    monkeypatch.setattr(Redaction, "octets", lambda _, data: data)

    assert planted.traces(packed(ROLES["HTTP body"](FORMS[form])))


USUAL = (
    "SG ESMTP service ready at geopod-ismtpd-canary-7",
    "smtp.sendgrid.net\n8BITMIME\nPIPELINING\nENHANCEDSTATUSCODES\nSTARTTLS\nAUTH PLAIN LOGIN",
    "250-smtp.sendgrid.net\n250-SIZE 31457280\n250-AUTH PLAIN\n250 STARTTLS",
    "mail.example.com\nAUTH PLAIN\nXXXXXXXA",
    "250-AUTH PLAIN LOGIN\n250 OK",
    "250-smtp.sendgrid.net\n250-AUTH PLAIN LOGIN\n250 ENHANCEDSTATUSCODES",
    "relay-example-net\nXVERP\n2support",
    "*" * 48,
    "TLSV13_ALERT_CERTIFICATE_REQUIRED",
    "ECDHE-RSA-AES256-GCM-SHA384",
    "TLS_AES_256_GCM_SHA384",
    "CN=Go Daddy Secure Certificate Authority - G2, O=GoDaddy.com, Inc.",
    "OU=Testing CA #7wRwwvf68TprH0sE, O=Example",
    "Hostname mismatch, certificate is not valid for 'smtp.sendgrid.net'.",
    '{"errors":[{"message":"authorization required","field":null,"help":null}]}',
    '<html><head><meta charset="utf-8"><title>Sign in</title>',
    "answered 407 Proxy Authentication Required",
    'did not speak HTTP but said "220 mail.example.com"',
    "nginx/1.18.0 (Ubuntu)",
    "Wed, 21 Oct 2015 07:28:00 GMT",
    "1.1 gate (squid/4.10)",
    "http://login.wifi.example/",
    "52.28.77.4",
    "127.0.0.1",
)


@pytest.mark.parametrize("text", USUAL)
def test_what_servers_usually_say_stays(text: str) -> None:
    redaction = Redaction(users=["mail", "zoe"], computers=["smtp"], servers=["52.28.77.4"])

    assert redaction.text(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "".join(chr(ord(sign) - 0x21 + 0xFF01) for sign in KEY),
        f"{KEY[:10]}\xad{KEY[10:]}",
        f"{KEY[:20]}\u200b{KEY[20:]}",
    ],
)
def test_a_key_is_found_however_it_looks(text: str) -> None:
    assert Redaction().text(text) == "(key)"


@pytest.mark.parametrize("login", ["jdoe:pa/ssTr0ub4dor&x", "jdoe:my pass", "jdoe:a@b/c"])
def test_a_login_in_a_url_goes_also_where_no_url_could_hold_it(login: str) -> None:
    told = Redaction().text(f"proxy http://{login}@proxy.example.com:3128 said no")

    assert not any(part in told for part in ("jdoe", "Tr0ub", "my pass", "b/c"))
    port = "http://proxy.example.com:3128 answered, then a@example.com"
    assert Redaction().text(port).startswith("http://proxy.example.com:3128 answered")


def test_a_secret_that_is_known_here_is_found_in_short_forms_too() -> None:
    redaction = Redaction(secrets=["hunter2"])

    for text in ("pass hunter2 x", "aHVudGVyMg", "68756e74657232", "hunter%32"):
        assert "hunter2" not in redaction.text(text)
        assert redaction.text(text) != text


def test_the_longest_name_says_what_it_was() -> None:
    redaction = Redaction(users=["zoe"], computers=["zoe-pc"])

    assert redaction.text("Hello zoe-pc of zoe") == "Hello (computer) of (user)"


def test_line_ends_of_a_dialogue_stay() -> None:
    redaction = Redaction(users=["zoe"])

    assert redaction.octets(b"220 zoe\r\n250 \xff\r\n") == b"220 (user)\r\n250 \xff\r\n"


def test_a_long_text_takes_no_long_time() -> None:
    # A server may write what makes an expression try every way; the run's limit would end that.
    for text in ("a", "a@", "://", ":", "1.", '"', "a?", "AUTH PLAIN ", "SG.", "\n250-", "=?a?b?"):
        assert Redaction().text(text * (32_000 // len(text)))


@pytest.mark.parametrize("before", ["zoe@corp.example", planted.KEY, f"AUTH PLAIN {'aB3' * 12}"])
def test_a_secret_takes_no_word_of_the_list_along(before: str) -> None:
    assert Redaction().text(f"mail {before}\nSTARTTLS").endswith(")\nSTARTTLS")


@pytest.mark.parametrize(
    "text",
    [
        "password=hunter2 user=x",
        '{"password":"hunter2"}',
        "Password: hunter2",
        "Authorization: Bearer hunter2",
        "X-Api-Key: hunter2",
        "Set-Cookie: session=hunter2; path=/",
    ],
)
def test_a_word_behind_the_name_of_a_secret_is_taken_out(text: str) -> None:
    assert "hunter2" not in Redaction().text(text)
    assert Redaction().text(text).count("(hidden)") == 1


def test_what_follows_the_question_for_a_password_stays() -> None:
    assert Redaction().text("334 Password:\n235 2.7.0 ok") == "334 Password:\n235 2.7.0 ok"
