"""What was printed on another computer is judged like a run of our own, and never surer."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgdesk.diagnose.elsewhere.reading import read_elsewhere
from sgdesk.diagnose.elsewhere.tested import Elsewhere
from sgdesk.diagnose.elsewhere.words import of_connect_words, of_tls_words
from sgdesk.diagnose.finding import Certainty
from sgdesk.diagnose.observation import Probe, Result
from sgdesk.errors import InputError
from sgdesk.present.diagnosis import matrix
from tests.support.elsewhere import PORTS, all_is_well, printed, reworded, stopped

NO_TOOL = "tls untested - -"
GREETING = "greeting ok - 220 SG ESMTP service ready at ismtpd-1.sendgrid.net"
BARE_HELLO = "ehlo ok - 250 smtp.sendgrid.net,PIPELINING,AUTH PLAIN"


def read(lines: list[str]) -> Elsewhere:
    return read_elsewhere(printed(lines))


def without_tls(lines: list[str]) -> list[str]:
    """Give what a computer without a tool for encryption prints."""
    kept = []
    for line in lines:
        step = line.split(" ")[2] if line[:4] not in ("test", "sgde") else ""
        if step == "tls":
            kept.append(" ".join((*line.split(" ")[:2], NO_TOOL)))
        elif not step.startswith(("tls-", "http", "inner")):
            kept.append(line)
    return [line for line in kept if ":465 " not in line or "greeting" not in line]


def test_a_network_without_a_fault_reads_as_one() -> None:
    found = read(all_is_well())
    assert found.diagnosis.verdict.headline == "SMTP and Web API both work from here."
    assert found.diagnosis.verdict.certainty is Certainty.CERTAIN
    assert not found.diagnosis.findings
    assert f"{found.tested_at:%Y-%m-%dT%H:%M:%S}" == "2026-01-02T03:04:05"


@pytest.mark.parametrize(
    ("words", "finding"),
    [
        ("connect no 4005 timeout", "D-TCP-1"),
        ("connect no 2 Connection refused", "D-TCP-2"),
        ("connect no 2 10061", "D-TCP-2"),
        ("connect no 2031 No route to host", "D-TCP-3"),
        ("connect no 2 Host is unreachable", "D-TCP-3"),
        ("connect no 2 Network is unreachable", "D-TCP-3"),
        ("connect no 4 10013", "D-TCP-4"),
        ("connect no 4 Operation not permitted", "D-TCP-4"),
        ("connect no 4 10054", "D-TCP-6"),
        ("connect no 4000 10060", "D-TCP-1"),
    ],
)
def test_each_system_s_words_for_a_connect_lead_to_their_finding(words: str, finding: str) -> None:
    found = read(stopped(587, words)).diagnosis
    assert found.findings[0].id == finding
    assert found.verdict.use is not None
    assert found.verdict.use.text == "smtp:2525:starttls"


@pytest.mark.parametrize(
    ("steps", "finding"),
    [
        (["greeting no - timeout"], "D-SMTP-1"),
        (["greeting no - closed"], "D-TCP-6"),
        (["greeting ok - SSH-2.0-OpenSSH_9.2"], "D-SMTP-8"),
        (["greeting ok - 554 no service here"], "D-SMTP-GREETING"),
        (["greeting ok - 220 " + "*" * 40], "D-SMTP-3"),
        ([GREETING, "ehlo no - closed"], "D-TCP-6"),
        ([GREETING, "ehlo ok - 502 unknown"], "D-SMTP-6"),
        ([GREETING, BARE_HELLO, "starttls ok - 500 unknown"], "D-SMTP-4"),
        ([GREETING, "ehlo ok - 250 x,STARTTLS", "starttls ok - 454 later"], "D-TLS-10"),
        (["starttls no - not offered"], "D-SMTP-4"),
        (["tls no - timeout"], "D-TCP-8"),
        (["tls no - closed"], "D-TLS-9"),
        (["tls no - wrong version number"], "D-TLS-1"),
        (["tls no - tlsv1 alert protocol version"], "D-TLS-6"),
        (["tls no - RemoteCertificateNameMismatch"], "D-TLS-8"),
        (["tls no - NotTimeValid"], "D-TLS-DATE"),
        (["tls no - UntrustedRoot"], "D-TLS-3"),
        (["tls ok - code 20 roots TLSv1.3 X", "tls-issuer ok - CN=Shield"], "D-TLS-3"),
        (["tls ok - code 0 roots TLSv1.3 X", "tls-names ok - DNS:mx.example.net"], "D-TLS-8"),
    ],
)
def test_each_step_leads_to_its_finding(steps: list[str], finding: str) -> None:
    found = read(stopped(587, "connect ok 20", *steps)).diagnosis
    assert found.findings[0].id == finding
    assert found.verdict.use is not None


def test_an_answer_that_is_not_sendgrid_s_is_told() -> None:
    lines = reworded(all_is_well(), "HTTP/1.1 401 Unauthorized", "HTTP/1.1 200 OK")
    assert read(lines).diagnosis.findings[0].id == "D-HTTP-6"


def test_a_clock_that_is_wrong_there_is_told() -> None:
    lines = reworded(all_is_well(), "T03:04:05Z", "T06:04:05Z")
    found = read(lines).diagnosis.findings[0]
    assert (found.id, found.title) == ("D-TLS-7", "The clock of this computer is 3 h fast")


def test_where_nothing_can_encrypt_it_is_not_tested_and_nothing_is_certain() -> None:
    found = read(without_tls(all_is_well())).diagnosis
    assert not found.findings
    assert found.verdict.certainty is Certainty.LIKELY
    assert found.verdict.headline.endswith("answer from here. Encryption could not be tested.")
    words = [[cell.words for cell in row.cells[3:]] for row in matrix(found)]
    assert words == [["not tested", "not tested"]] * len(words)
    assert Probe.AUTH not in {o.probe for o in found.observations}


def test_a_blocked_port_is_found_by_a_computer_that_can_only_connect() -> None:
    lines = without_tls(all_is_well())
    for port in PORTS:
        lines = stopped(port, "connect no 4000 timeout", lines=lines)
    verdict = read(lines).diagnosis.verdict
    assert verdict.headline == "Mail ports are blocked on this network. Use the Web API."
    assert verdict.certainty is Certainty.LIKELY


def test_a_way_out_that_was_not_tested_to_its_end_answers_and_is_not_said_to_work() -> None:
    blocked = "connect no 4000 timeout"
    title = "Port 587 does not answer; port 2525 {}. Use 2525."
    whole = read(stopped(587, blocked)).diagnosis.verdict
    assert whole.headline == title.format("works")
    partly = read(stopped(587, blocked, lines=without_tls(all_is_well()))).diagnosis.verdict
    assert partly.headline == title.format("answers")


def test_a_stranger_s_greeting_is_only_a_guess_where_no_certificate_could_be_asked() -> None:
    lines = without_tls(reworded(all_is_well(), "220 SG ESMTP", "220 mx.example.net ESMTP"))
    lines = reworded(lines, "ismtpd-1.sendgrid.net", "hello")
    finding = read(lines).diagnosis.findings[0]
    assert (finding.id, finding.certainty) == ("D-SMTP-2", Certainty.POSSIBLE)


def test_a_private_address_is_only_a_guess_where_no_certificate_could_be_asked() -> None:
    lines = without_tls(reworded(all_is_well(), "52.28.77.4", "10.1.2.3"))
    finding = read(lines).diagnosis.findings[0]
    assert (finding.id, finding.certainty) == ("D-DNS-3", Certainty.POSSIBLE)


def test_a_diverted_port_is_not_the_way_out_though_it_could_not_be_tested_to_its_end() -> None:
    lines = without_tls(all_is_well())
    strange = ("connect ok 9", "greeting ok - 220 mx.example.net ESMTP", NO_TOOL)
    verdict = read(stopped(587, *strange, lines=lines)).diagnosis.verdict
    assert verdict.use is not None
    assert verdict.use.text == "smtp:2525:starttls"


def test_a_computer_that_knows_no_issuers_cannot_say_that_nobody_vouches() -> None:
    lines = reworded(all_is_well(), "code 0 roots", "code 20 none")
    found = read(lines).diagnosis
    assert not found.findings
    tls = [o for o in found.observations if o.probe is Probe.TLS]
    assert {o.result for o in tls} == {Result.NOT_TESTED}


def with_page(lines: list[str], *told: str) -> list[str]:
    """Give what is printed where the Web API's door without encryption shows a page."""
    way = "api.sendgrid.com:80"
    steps = ["connect ok 9", "http ok - HTTP/1.1 302 Found", *told]
    test = f"test web {way} plain"
    return [*lines[:2], test, *lines[2:], *(f"{way} 3.64.111.9 {step}" for step in steps)]


def test_a_sign_in_page_is_only_a_guess_where_no_encryption_could_be_tried() -> None:
    told = "http-location ok - http://login.wifi.example"
    (finding,) = read(with_page(without_tls(all_is_well()), told)).diagnosis.findings
    assert (finding.id, finding.certainty) == ("D-HTTP-5", Certainty.POSSIBLE)
    assert not read(with_page(all_is_well(), told)).diagnosis.findings
    usual = "http-location ok - https://api.sendgrid.com"
    assert not read(with_page(without_tls(all_is_well()), usual)).diagnosis.findings


def test_questions_whose_time_was_not_measured_hide_no_one_nearer() -> None:
    def slow(lines: list[str]) -> list[str]:
        return [re.sub("(ehlo|starttls) ok -", r"\1 ok 90", line) for line in lines]

    found = read(reworded(slow(all_is_well()), "connect ok 2", "connect ok ")).diagnosis
    assert "D-TCP-NEAR" in {f.id for f in found.findings}


def test_a_server_given_as_a_number_misses_no_name() -> None:
    lines = reworded(all_is_well(), "smtp.sendgrid.net ipv", "192.0.2.7 ipv")
    lines = reworded(lines, "smtp.sendgrid.net:", "192.0.2.7:")
    assert "D-DNS-2" not in {f.id for f in read(lines).diagnosis.findings}


def test_a_time_that_was_not_measured_is_not_shown() -> None:
    lines = reworded(all_is_well(), "connect ok 20", "connect ok -")
    row = matrix(read(lines).diagnosis)[0]
    assert (row.name, row.cells[1].words) == ("Web API", "ok")


def test_a_program_s_own_time_makes_no_distance_certain() -> None:
    lines = reworded(reworded(all_is_well(), "ok 20", "ok 400"), "ok 21", "ok 400")
    (finding,) = read(lines).diagnosis.findings
    assert (finding.id, finding.certainty) == ("D-TCP-10", Certainty.LIKELY)


@pytest.mark.parametrize(
    "line",
    [
        "hello",
        "elsewhere.example.com:25 192.0.2.1 connect ok 3",
        "smtp.sendgrid.net:587 52.28.77.4 connect maybe 3",
        "test ftp example.com:21 plain",
    ],
)
def test_a_line_that_nobody_prints_is_named(line: str) -> None:
    with pytest.raises(InputError, match="is none that sgdesk's lines print"):
        read([*all_is_well(), line])


@given(st.lists(st.text(st.characters(codec="ascii", exclude_characters="\n"), max_size=80)))
def test_any_lines_are_read_or_refused(more: list[str]) -> None:
    squeezed = [" ".join(line.split()) for line in more]
    try:
        read([*all_is_well(), *squeezed])
    except InputError:
        return


@given(st.data())
def test_whatever_a_server_says_is_read(data: st.DataObject) -> None:
    words = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=60)
    lines = all_is_well()
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(7, len(lines) - 1))
        head = " ".join(lines[at].split(" ")[:5])
        lines[at] = f"{head} {data.draw(words)}".strip()
    try:
        read(lines)
    except InputError:
        return


@given(st.text())
def test_any_words_have_a_result(words: str) -> None:
    assert isinstance(of_connect_words(words)[0], Result)
    assert isinstance(of_tls_words(words)[0], Result)
