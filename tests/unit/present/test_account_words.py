"""The words for keys, checks and accounts."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sgdesk.account.account import Account, Known, PathStanding
from sgdesk.account.facts import AccountCheck, Credits, PathCheck, Sender, Standing
from sgdesk.account.found import FoundKey, find_key
from sgdesk.account.key import look_at_key
from sgdesk.account.refusal import Refusal
from sgdesk.delivery import Problem
from sgdesk.errors import KeyStoreError
from sgdesk.present.account_servers import own_servers, strangers_sentence, whose_words
from sgdesk.present.account_state import account_state
from sgdesk.present.account_words import (
    CHANGED,
    ToldLine,
    Verdict,
    account_words,
    card_sentence,
    check_lines,
    found_words,
    lacks_certificate,
    store_words,
    unreachable_words,
    verdict_of,
    verified,
)
from sgdesk.present.asked import asked_servers
from sgdesk.present.words import Tone
from sgdesk.route import Path, SmtpPath, Tls, WebApiPath
from sgdesk.secret import Secret
from sgdesk.sendgrid.catalogue_smtp import USER_NAME
from sgdesk.sendgrid.hosts import Region
from tests.support.keys import KEY

SMTP = SmtpPath(port=587, tls=Tls.STARTTLS)
AT = datetime(2026, 1, 31, 14, 32, tzinfo=UTC)
DEAD = PathStanding(path=SMTP.text, works=False)
KNOWN = Known(
    masked_key="SG.a1B2…••••",
    key_place="system",
    checked_at=AT,
    paths=(PathStanding(path="webapi", works=True), PathStanding(path=SMTP.text, works=True)),
    may_send=True,
    senders=(
        Sender(email="news@example.org", name="News, daily", is_verified=True),
        Sender(email="ada@example.org", name="Ada", is_verified=True),
        Sender(email="x@example.org", name="", is_verified=False),
    ),
    credits=Credits(remaining=1240, total=3000, next_reset="2026-12-01"),
)
BEFORE = datetime(2026, 11, 30, 23, tzinfo=UTC)
ACCOUNT = Account(name="example.org", sender="news@example.org", known=KNOWN)

MARKS = {Tone.GOOD: "✓", Tone.BAD: "✕", Tone.WARN: "!", Tone.NEUTRAL: "·"}


LED = ["api.sendgrid.com:443=127.0.0.1:4443", "smtp.sendgrid.net:587=127.0.0.1:5587"]


def refused(problem_id: str) -> Refusal:
    """Give what a refused mail told of its account."""
    return Refusal(problem_id=problem_id, title="SendGrid refuses this key", at=AT)


def marked(line: ToldLine) -> str:
    """Give a line with a sign for its tone."""
    return f"{MARKS[line.tone]} {line.text}"


def tried(path: Path, standing: Standing, title: str = "") -> PathCheck:
    """Give one tried path."""
    problem = (
        Problem(id="x", title=title, explanation="Why.", remedy="Do.", source="") if title else None
    )
    return PathCheck(
        path=path, host="h", port=1, standing=standing, total_ns=1, problem=problem, reply=""
    )


def checked(*paths: PathCheck, scopes: tuple[str, ...] | None = None) -> AccountCheck:
    """Give a check."""
    return AccountCheck(key=look_at_key(KEY), paths=paths, scopes=scopes)


def test_card_sums_the_account_up() -> None:
    assert card_sentence(ACCOUNT, BEFORE) == (
        "example.org works. Web API yes, SMTP yes.\n"
        "2 verified senders, 1,240 sends left when last checked "
        "(new\u00a0ones\u00a0on\u00a01\u00a0December)."
    )
    after = datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert "(new\u00a0ones\u00a0since\u00a01\u00a0December)." in card_sentence(ACCOUNT, after)
    assert card_sentence(Account(name="work")) == "work has not been checked yet."
    dead = replace(KNOWN, paths=(PathStanding(path="webapi", works=False),))
    bare = replace(dead, senders=None, credits=None)
    assert card_sentence(Account(name="work", known=bare)) == "work does not work. Web API no."


def test_sends_left_and_a_port_are_said_once() -> None:
    here = PathStanding(path="smtp:41111:tls", works=True, elsewhere="127.0.0.1:41111")
    words = account_words(Account(name="own", known=replace(KNOWN, paths=(here,))), now=BEFORE)

    left = "1,240 when last checked (new\u00a0ones\u00a0on\u00a01\u00a0December)"
    assert dict(words.facts)["Sends left"] == left
    assert [line.text for line in words.lines] == ["SMTP at 127.0.0.1:41111 works"]


def test_changed_connection_reads_as_changed_and_not_checked() -> None:
    changed = Account(name="own", known=replace(KNOWN, checked_at=None, changed=True, paths=()))
    words = account_words(changed)

    assert [line.text for line in words.lines] == [CHANGED]
    assert dict(words.facts)["Last checked"] == "not since the change"
    assert card_sentence(changed) == "own was changed and not checked since."
    assert account_state(changed, has_key=True).words == "changed, not checked"


def test_account_that_took_mail_is_not_called_unchecked_and_names_the_way() -> None:
    used = Account(name="own", known=Known(took=("webapi", "smtp:587:starttls"), changed=True))
    words = account_words(used)

    assert [line.text for line in words.lines] == ["Web API took mail", "SMTP 587 took mail"]
    assert card_sentence(used) == "own works: Web API and SMTP 587 took mail. It was not checked."
    assert account_state(used, has_key=True).words == ""
    assert account_state(used, has_key=False).words == "key gone"


@pytest.mark.parametrize(
    ("details", "who"),
    [
        ({}, "SendGrid"),
        ({"api_url": "https://api.eu.sendgrid.com"}, "SendGrid"),
        ({"smtp_host": "mail.example.org"}, "SendGrid and mail.example.org"),
        ({"api_url": "https://127.0.0.1:45239", "smtp_host": "127.0.0.1"}, "127.0.0.1"),
        ({"api_url": "https://[", "smtp_host": " "}, "SendGrid"),
        ({"connect_to": LED}, "127.0.0.1"),
        ({"connect_to": " ".join(LED)}, "127.0.0.1"),
        ({"connect_to": LED[:1]}, "127.0.0.1 and SendGrid"),
        ({"connect_to": LED, "path": "smtp:465:tls"}, "127.0.0.1 and SendGrid"),
        ({"connect_to": LED, "path": "465"}, "127.0.0.1 and SendGrid"),
        ({"connect_to": LED, "path": "an"}, "127.0.0.1"),
        ({"connect_to": LED, "region": "eu"}, "SendGrid"),
        ({"connect_to": f"{LED[0]} smtp.sendgrid.net:5"}, "127.0.0.1 and SendGrid"),
        (
            {"api_url": "http://here.example", "connect_to": "here.example:80=192.0.2.1:8080"},
            "192.0.2.1 and SendGrid",
        ),
    ],
)
def test_those_who_are_asked_are_named(details: dict[str, object], who: str) -> None:
    assert asked_servers(details) == who


def test_server_of_ones_own_is_named_where_nobody_judged_the_key() -> None:
    own = replace(tried(SMTP, Standing.FAILED, "No answer"), host="mail.example.org")
    assert own.problem is not None
    unknown = replace(own, problem=replace(own.problem, id="D-TLS-3"))
    theirs = replace(unknown, host="smtp.sendgrid.net")

    assert [unreachable_words(checked(path)).partition(",")[0] for path in (own, unknown)] == [
        "mail.example.org cannot be reached",
        "The key was not shown to mail.example.org",
    ]
    assert unreachable_words(checked(theirs)).startswith("SendGrid cannot be reached")
    led = replace(theirs, elsewhere="127.0.0.1:5587")
    assert unreachable_words(checked(led)).startswith("127.0.0.1 cannot be reached")
    assert [lacks_certificate(checked(path)) for path in (own, unknown, theirs)] == [
        False,
        True,
        False,
    ]


def test_only_verified_senders_are_offered_and_a_name_that_needs_quotes_is_left_out() -> None:
    assert verified(KNOWN.senders) == ("news@example.org", "Ada <ada@example.org>")
    assert verified(None) == ()


def test_found_key_is_named_by_its_variable_and_the_start_of_its_id() -> None:
    found = find_key({"MY_KEY": f" {KEY}\n"}, "MY_KEY")

    assert found is not None
    assert found_words(found) == "A key was found in MY_KEY (SG.a1B2…)."
    assert find_key({"MY_KEY": "password"}, "MY_KEY") is None
    assert find_key({}, "MY_KEY") is None


def test_one_path_that_fails_gets_a_line_with_its_reason_and_the_other_carries_the_mail() -> None:
    check = checked(
        tried(WebApiPath(), Standing.FAILED, "No answer"),
        tried(SMTP, Standing.WORKS),
    )

    assert verdict_of(check) is Verdict.WORKS
    assert [marked(line) for line in check_lines(check, Region.EU)] == [
        "✕ Web API: No answer",
        "✓ SMTP accepts it",
        "· Region: eu",
        "· Mail will go by SMTP 587",
    ]


def test_wrong_user_name_is_said_in_one_line() -> None:
    misnamed = replace(tried(SMTP, Standing.REFUSED, USER_NAME.title), reply="Bad username")
    check = checked(tried(WebApiPath(), Standing.WORKS), misnamed)

    assert [line for line in check_lines(check, Region.GLOBAL) if line.tone is Tone.BAD] == [
        ToldLine(tone=Tone.BAD, text="SMTP: The user name must be the word apikey")
    ]


def test_same_reason_on_both_paths_is_said_once() -> None:
    refused = checked(
        tried(WebApiPath(), Standing.REFUSED, "Refused"), tried(SMTP, Standing.REFUSED, "Refused")
    )

    assert verdict_of(refused) is Verdict.REFUSED
    assert [line.text for line in check_lines(refused, Region.GLOBAL)] == [
        "Web API and SMTP: Refused"
    ]


def test_one_explanation_of_two_titles_stands_below_the_last_of_them() -> None:
    failed = (
        tried(WebApiPath(), Standing.FAILED, "Port 443 refuses the connection"),
        tried(SMTP, Standing.FAILED, "Port 587 refuses the connection"),
    )
    other = replace(failed[1], reply="Go away")

    def told(*paths: PathCheck) -> list[tuple[str, str]]:
        return [(line.text, line.detail) for line in check_lines(checked(*paths), Region.GLOBAL)]

    assert told(*failed) == [
        ("Web API: Port 443 refuses the connection", ""),
        ("SMTP: Port 587 refuses the connection", "Why. Do."),
    ]
    assert [detail for _, detail in told(failed[0], other)] == [
        "Why. Do.",
        'Why. Do. The server said: "Go away"',
    ]


def test_verdict_tells_refused_from_unreachable_and_from_no_key() -> None:
    failed = tried(WebApiPath(), Standing.FAILED, "No answer")

    assert verdict_of(checked(failed, tried(SMTP, Standing.REFUSED, "No"))) is Verdict.REFUSED
    assert verdict_of(checked(failed, tried(SMTP, Standing.FAILED, "No"))) is Verdict.UNREACHABLE
    assert verdict_of(checked()) is Verdict.NO_KEY


def test_key_that_may_not_send_gets_that_one_verdict() -> None:
    paths = (tried(WebApiPath(), Standing.WORKS), tried(SMTP, Standing.FAILED, "No answer"))
    lines = check_lines(checked(*paths, scopes=()), Region.GLOBAL)
    card = account_words(Account(name="work", known=replace(KNOWN, may_send=False)))

    assert [marked(line) for line in lines] == [
        "· Web API knows it",
        "✕ SMTP: No answer",
        "✕ may not send mail",
        "· Region: global",
    ]
    assert all(line.tone is not Tone.GOOD for line in card.lines)

    paths = (paths[0], tried(SMTP, Standing.REFUSED, "The key is not valid"))
    lines = check_lines(checked(*paths, scopes=()), Region.GLOBAL)
    assert [marked(line) for line in lines][:3] == [
        "· Web API knows it",
        "✕ SMTP refuses it",
        "✕ may not send mail",
    ]


def test_server_that_is_not_sendgrids_is_named_and_has_no_region() -> None:
    here = "127.0.0.1:41017"
    path = replace(tried(SMTP, Standing.WORKS), elsewhere=here)
    lines = check_lines(checked(path), Region.GLOBAL)
    mixed = check_lines(checked(tried(WebApiPath(), Standing.WORKS), path), Region.GLOBAL)
    known = Known(checked_at=AT, paths=(PathStanding(path=SMTP.text, works=True, elsewhere=here),))
    account = Account(name="work", known=known)
    words = account_words(account)

    assert [marked(line) for line in lines] == [
        "✓ SMTP at 127.0.0.1:41017 accepts it",
        "· Servers: not SendGrid's own",
    ]
    assert "· Region: global" in [marked(line) for line in mixed]
    assert [line.text for line in words.lines] == ["SMTP 587 at 127.0.0.1:41017 works"]
    assert ("Region", "not SendGrid's own") in words.facts
    assert card_sentence(account) == "work works. SMTP yes."
    assert strangers_sentence(account) == "Not SendGrid's own servers: 127.0.0.1:41017."


def test_check_that_could_not_be_made_takes_the_place_of_what_the_one_before_found() -> None:
    why = "The CA file ca.pem cannot be used."
    failed = Account(name="work", known=replace(KNOWN, failure=why, failed_at=AT))
    words = account_words(failed, UTC)

    assert [(line.tone, line.detail) for line in words.lines] == [(Tone.BAD, why)]
    assert "in vain 2026-01-31" in dict(words.facts)["Last checked"]


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("session", "The key was kept until you quit."),
        ("system", "The key store does not hold the key"),
    ],
)
def test_account_without_its_key_says_so_in_place_of_what_worked(place: str, why: str) -> None:
    account = Account(name="work", known=replace(KNOWN, key_place=place))
    words = account_words(account, UTC, has_key=False)

    assert [(line.tone, line.text) for line in words.lines] == [
        (Tone.BAD, "The key of 'work' is gone")
    ]
    assert words.lines[0].detail.startswith(why)
    assert dict(words.facts)["Key"] == "SG.a1B2…•••• · gone"


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (KNOWN, ""),
        (Known(), "not checked"),
        (replace(KNOWN, failure="No.", failed_at=AT), "check failed"),
        (replace(KNOWN, may_send=False), "may not send"),
        (replace(Known(), refusal=refused("D-KEY-6")), "key refused"),
        (replace(KNOWN, refusal=refused("D-KEY-7")), "key refused"),
        (replace(KNOWN, refusal=refused("D-KEY-4")), "sign-in refused"),
        (replace(KNOWN, refusal=refused("D-KEY-8")), "may not send"),
        (replace(KNOWN, refusal=refused("D-ACC-2")), "no sends left"),
        (replace(KNOWN, refusal=refused("D-ACC-4")), "restricted"),
        (replace(KNOWN, paths=(DEAD,)), "does not work"),
        (replace(KNOWN, paths=(replace(DEAD, refused=True),)), "key refused"),
        (replace(KNOWN, paths=(replace(DEAD, refused=False),)), "not reached"),
        (replace(KNOWN, paths=(*KNOWN.paths, DEAD)), "one path fails"),
    ],
)
def test_state_beside_the_name_says_in_words_what_is_wrong(known: Known, words: str) -> None:
    account = Account(name="work", known=known)
    gone = account_state(account, has_key=False)

    assert account_state(account, has_key=True).words == words
    assert (gone.tone, gone.words) == (Tone.BAD, "key gone" if known.had_key else "no key")


def test_account_whose_mail_was_refused_says_so_in_place_of_what_worked() -> None:
    words = account_words(
        Account(name="work", known=replace(KNOWN, refusal=refused("D-KEY-6"))), UTC
    )

    (line,) = words.lines
    assert (line.tone, line.text) == (Tone.BAD, "SendGrid refuses this key")
    assert line.detail == "A mail was refused 2026-01-31 14:32:00."


def test_account_shows_what_is_known_and_says_what_is_not() -> None:
    facts = {name: value for name, value in account_words(ACCOUNT, UTC).facts}
    unknown = {name: value for name, value in account_words(Account(name="work")).facts}

    assert facts["Key"] == "SG.a1B2…•••• · system key store"
    assert facts["Last checked"] == "2026-01-31 14:32:00"
    assert (unknown["Key"], unknown["Last checked"]) == ("not known", "never")


def test_key_store_that_does_not_work_says_what_follows() -> None:
    words = store_words(KeyStoreError("This computer has no key store."))

    assert words == "This computer has no key store, so the key is kept until you quit."


def test_key_found_for_an_account_that_lost_it_names_the_account() -> None:
    found = FoundKey(variable="MY_KEY", key=Secret(KEY), account="example.org")

    assert found_words(found) == "The key of 'example.org' was found in MY_KEY (SG.a1B2…)."


def test_account_of_other_servers_is_told_from_one_of_sendgrid() -> None:
    plain = Account(name="work", sender="news@example.com")
    own = replace(plain, api_url="https://127.0.0.1:4443", smtp_host="127.0.0.1")

    assert (own_servers(plain), whose_words(plain)) == ("", "news@example.com")
    assert whose_words(own) == "news@example.com · 127.0.0.1"
    assert own_servers(replace(own, smtp_host="mail.example.org")) == "127.0.0.1, mail.example.org"
    named = replace(own, api_url="https://api.eu.sendgrid.com", smtp_host="smtp.eu.sendgrid.net")
    assert own_servers(named) == ""
