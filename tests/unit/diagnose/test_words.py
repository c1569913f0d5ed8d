"""How findings speak: of the user's own servers by their names, to people without codes."""

import random
import re
from dataclasses import replace

import pytest

from sgdesk.diagnose.observation import (
    Connected,
    Encrypted,
    HttpAnswered,
    LookedUp,
    Observation,
    Probe,
    Replied,
    Result,
    Role,
)
from sgdesk.diagnose.verdict import Diagnosis, diagnose
from tests.support.networks import PORTS, SCENES, Make, at, network
from tests.support.odd_networks import ODD_SCENES, noted
from tests.support.seen import API, FACTS, HELLO, Stop, mail, replaced, walked

OWN = {Role.API: "api.example.org", Role.WEB: "api.example.org", Role.SMTP: "mail.example.org"}
CODE = re.compile(r"\bD-[A-Z]+")


def judged(seen: list[Observation]) -> Diagnosis:
    """Judge a run whose ways are those seen."""
    return diagnose(tuple(dict.fromkeys(o.target for o in seen)), seen)


def owned(seen: list[Observation]) -> list[Observation]:
    """Give the same as it is seen where the servers are the user's own."""
    return [
        replace(
            o,
            target=replace(o.target, host=OWN[o.target.role], means_sendgrid=False)
            if o.target.role in OWN and "sendgrid" in o.target.host
            else o.target,
        )
        for o in seen
    ]


def said(found: Diagnosis) -> list[str]:
    """Give every sentence that a person reads."""
    each = [(f.title, f.explanation, f.remedy, f.settled_by) for f in found.findings]
    return [found.verdict.headline, *(text for texts in each for text in texts)]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("make", [*SCENES, *ODD_SCENES], ids=lambda make: make.__name__)
def test_sendgrid_is_not_named_where_the_servers_are_ones_own(make: Make, seed: int) -> None:
    seen, _ = make(random.Random(f"{make.__name__} {seed}"))
    # Where a name does not exist, or a number stands for it, SendGrid's own names are the advice.
    advice = ("SMTP is smtp", "For SendGrid, enter", "If it is meant to be SendGrid")
    texts = [t for t in said(judged(owned(seen))) if not any(words in t for words in advice)]

    assert [text for text in texts if "SendGrid" in text] == []


@pytest.mark.parametrize("make", [*SCENES, *ODD_SCENES], ids=lambda make: make.__name__)
def test_people_read_no_codes(make: Make) -> None:
    seen, _ = make(random.Random(make.__name__))

    assert [text for text in said(judged(seen)) if CODE.search(text)] == []


def test_a_long_way_to_ones_own_servers_is_none_to_sendgrid() -> None:
    found = judged(owned(network(random.Random(1), rtt_ms=200)))

    assert found.findings[0].title == "The way to api.example.org is long: 200 ms there and back"


def test_a_server_of_ones_own_without_encryption_is_not_blamed_alone() -> None:
    own = mail(587, "mail.example.org", known=False)
    way = walked(own, stop=at(Probe.STARTTLS, Result.CHANGED))
    bare = tuple(line for line in HELLO if line != "STARTTLS")
    (found,) = judged(replaced(way, Probe.EHLO, Replied(code=250, lines=bare))).findings

    assert found.title == "No encryption is offered on port 587 of mail.example.org"
    assert "Either the server has none there, or a firewall" in found.explanation


def test_what_a_server_of_ones_own_offers_on_another_port_was_removed_on_this_one() -> None:
    blocked, open_ = (mail(port, "mail.example.org", known=False) for port in (587, 2525))
    way = walked(blocked, stop=at(Probe.STARTTLS, Result.CHANGED))
    bare = tuple(line for line in HELLO if line != "STARTTLS")
    seen = [*replaced(way, Probe.EHLO, Replied(code=250, lines=bare)), *walked(open_)]

    assert judged(seen).findings[0].title == "Encryption is removed on the way to port 587"


@pytest.mark.parametrize(
    ("code", "words"), [(454, "Try again in some minutes."), (502, "Use port 2525")]
)
def test_a_passing_no_to_starttls_is_told_from_one_for_good(code: int, words: str) -> None:
    no = Replied(code=code, lines=("no",))
    stop = Stop(probe=Probe.STARTTLS, result=Result.REFUSED, seen=no)
    top = judged(network(random.Random(8), {587: stop})).findings[0]

    assert (top.id, top.remedy.startswith(words)) == ("D-TLS-10", True)


def test_an_answer_that_asks_to_wait_is_no_change_on_the_way() -> None:
    later = HttpAnswered(status=429, first_bytes=b'{"errors":[]}')
    stop = Stop(probe=Probe.SCOPES, result=Result.LATER, seen=later)
    found = judged(network(random.Random(9), api=stop))

    assert [f.title for f in found.findings] == ["SendGrid asks to slow down"]
    assert found.verdict.headline == "SMTP and Web API both work from here."


def test_one_port_of_ones_own_server_is_not_all_mail() -> None:
    own = mail(587, "mail.example.org", known=False)
    silent = Stop(probe=Probe.CONNECT, result=Result.NO_ANSWER)
    found = judged([*walked(API), *walked(own, stop=silent)])

    assert found.findings[0].title == "Port 587 does not answer"


def test_a_sign_in_page_that_shows_itself_on_mail_ports_is_one() -> None:
    page = Replied(first_bytes=b"HTTP/1.1 302 Found\r\nLocation: http://login.wifi.example/\r\n")
    cut = at(Probe.TLS, Result.CUT_OFF)
    stop = Stop(probe=Probe.GREETING, result=Result.CHANGED, seen=page)
    top = judged(network(random.Random(10), dict.fromkeys(PORTS, stop), cut)).findings[0]

    assert (top.id, top.title) == ("D-HTTP-5", "This network wants you to sign in first")
    assert "login.wifi.example" in top.explanation


@pytest.mark.parametrize("status", [302, 511])
def test_a_sign_in_page_that_answers_for_the_web_api_is_one(status: int) -> None:
    page = HttpAnswered(status=status, headers=(("location", "http://login.wifi.example/"),))
    stop = Stop(probe=Probe.SCOPES, result=Result.CHANGED, seen=page)
    found = judged(network(random.Random(11), dict.fromkeys(PORTS, stop), stop))

    assert [f.id for f in found.findings] == ["D-HTTP-5"]


@pytest.mark.parametrize(
    ("raw", "who"),
    [
        (b"SSH-2.0-OpenSSH_9.6\r\n", "an SSH server"),
        (b"* OK IMAP4rev1\r\n", "an IMAP server"),
        (b"\x15\x03\x01\x00\x02", "a server that speaks TLS from the start"),
        (b"<!DOCTYPE html>", "a web server"),
    ],
)
def test_who_speaks_where_a_mail_server_should_is_named(raw: bytes, who: str) -> None:
    heard = Replied(first_bytes=raw, lines=(raw.decode("latin-1").split("\r")[0],))
    stop = Stop(probe=Probe.GREETING, result=Result.CHANGED, seen=heard)

    assert (
        f"That is {who}" in judged(network(random.Random(2), {587: stop})).findings[0].explanation
    )


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("100.64.3.2", "providers use inside their own network (CGNAT)"),
        ("192.168.1.1", "an address of a private network"),
        ("127.0.0.1", "this computer itself"),
        ("0.0.0.0", "no address of anything"),
        ("203.0.113.9", "no address of the internet"),
    ],
)
def test_whose_a_wrong_address_is_is_said(address: str, kind: str) -> None:
    wrong = LookedUp(family="ipv4", addresses=(address,))
    silent = Stop(probe=Probe.CONNECT, result=Result.NO_ANSWER)
    way = replaced(walked(mail(587), stop=silent), Probe.LOOK_UP, wrong)

    assert kind in judged([*walked(API), *way]).findings[0].explanation


@pytest.mark.parametrize(
    ("name", "product", "remedy"),
    [
        ("CN=Avast Web/Mail Shield Root, O=Avast", "antivirus program on this", "Switch off its"),
        ("CN=ESET SSL Filter CA", "antivirus program on this", "Switch off its"),
        ("O=Zscaler Inc.", "gateway of a company's network", "Ask its administrator"),
        ("CN=Corp Root, O=Example Corp", "Company networks and antivirus", "If your company"),
    ],
)
def test_who_opens_connections_is_known_by_the_name(name: str, product: str, remedy: str) -> None:
    facts = replace(FACTS, issuer=name, verified=False)
    seen = Encrypted(facts=facts, verify_code=19, error="not trusted")
    stop = Stop(probe=Probe.TLS, result=Result.NOT_VERIFIED, seen=seen)
    top = judged(network(random.Random(3), dict.fromkeys(PORTS, stop), stop)).findings[0]

    assert product in top.explanation
    assert top.remedy.startswith(remedy)
    assert "CN=" not in top.title


def test_one_look_with_public_issuers_speaks_for_the_ports_that_had_none() -> None:
    seen = Encrypted(facts=replace(FACTS, verified=False), verify_code=20, error="no issuer")
    stop = Stop(probe=Probe.TLS, result=Result.NOT_VERIFIED, seen=seen)
    good = noted(Probe.OTHER_STORE, API, Result.OK, Encrypted(facts=FACTS))
    found = judged([*network(random.Random(4), dict.fromkeys(PORTS, stop), stop), good])

    assert [f.id for f in found.findings] == ["D-TLS-5"]


def test_a_proxy_that_was_left_out_is_told_once_where_mail_goes_without() -> None:
    proxy = noted(Probe.PROXY_FOUND, API, Result.OK, Connected(address="p.example:1", family=""))
    silent = Stop(probe=Probe.CONNECT, result=Result.NO_ANSWER)
    found = judged([proxy, *network(random.Random(5), api=silent)])

    assert [f.title for f in found.findings] == ["This network needs its proxy, and it is not used"]


def test_a_list_under_a_public_issuer_is_sendgrids_own_word() -> None:
    other = Replied(code=250, lines=("smtp.sendgrid.net", "STARTTLS", "AUTH PLAIN", "SIZE 99"))
    way = replaced(walked(mail(587)), Probe.EHLO, other)
    found = judged([*walked(API), *replaced(way, Probe.EHLO_TLS, other)])

    assert not found.findings


def test_a_list_that_ends_before_encryption_is_compared_with_what_is_known() -> None:
    bare = Replied(code=250, lines=("smtp.sendgrid.net", "STARTTLS", "AUTH PLAIN", "SIZE 99"))
    way = walked(mail(587), stop=at(Probe.TLS, Result.CUT_OFF))
    found = judged([*walked(API), *replaced(way, Probe.EHLO, bare)])

    assert [f.id for f in found.findings] == ["D-TLS-9", "D-SMTP-5"]
    assert "8BITMIME and PIPELINING are missing" in found.findings[1].explanation


def test_without_a_sign_in_a_server_that_offers_none_works() -> None:
    own = replace(mail(25, "mail.example.org", known=False), signs_in=False)
    seen = [o for o in walked(own) if o.probe is not Probe.AUTH]

    assert judged(seen).verdict.headline == "SMTP works from here."


def test_what_this_program_could_not_do_is_said() -> None:
    fault = Observation(
        id="walk",
        probe=Probe.WALK,
        target=mail(587),
        result=Result.FAULT,
        ms=1,
        seen=Replied(error="KeyError at walk.py:1"),
    )
    found = judged([*walked(API), *walked(mail(2525)), fault])

    assert [f.title for f in found.findings] == [
        "sgdesk itself failed while testing smtp.sendgrid.net:587"
    ]
    assert found.verdict.headline == "SMTP and Web API both work from here."
