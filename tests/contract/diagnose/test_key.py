"""The user's key in a diagnosis: each cause told apart, no key where it could be read."""

import base64
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from sgdesk.diagnose.also import Also
from sgdesk.diagnose.finding import Certainty
from sgdesk.diagnose.notebook import Limits
from sgdesk.diagnose.observation import Keyed, Observation, Probe, Result
from sgdesk.diagnose.run import examine
from sgdesk.diagnose.verdict import Diagnosis
from sgdesk.key_trial import key_trial
from sgdesk.present.diagnosis import diagnosis_json, evidence_line, matrix
from sgdesk.route import Endpoint, Override, Route, WebApiPath
from sgdesk.sandbox.accounts import make_key
from sgdesk.secret import Secret
from tests.support.sandbox import Sandbox, routes
from tests.support.servers import Behaviour, TestCa, Visit, serving

WAYS = ("webapi", "smtp:587:starttls", "smtp:465:tls")
OPEN = "The ways are open; the key is refused: "
GLOBAL_API, EU_API = "api.sendgrid.com", "api.eu.sendgrid.com"


async def tried(ways: Sequence[Route], key: str) -> Diagnosis:
    """Make a run with a key."""
    also = Also(try_key=key_trial(Secret(key)))
    return await examine(ways, Limits(run=8), lambda _: None, also=also)


def of_key(found: Diagnosis) -> list[Observation]:
    """Give what was said to the key."""
    return [o for o in found.observations if o.probe is Probe.KEY]


async def test_a_good_key_is_taken_by_the_web_api_and_one_port(sandbox: Sandbox) -> None:
    found = await tried(routes(sandbox, *WAYS), sandbox.info.key)

    assert [(o.target.port, o.result) for o in of_key(found)][1:] == [(587, Result.OK)]
    assert not found.findings
    assert found.verdict.headline == "SMTP and Web API both work from here."
    seen = of_key(found)[0].seen
    assert isinstance(seen, Keyed)
    assert (seen.may_send, bool(seen.verified_senders), bool(seen.sends_left)) == (True,) * 3


async def test_nothing_is_sent_and_the_key_is_nowhere(sandbox: Sandbox) -> None:
    found = await tried(routes(sandbox, *WAYS), sandbox.info.key)
    asked = {stamp["point"] for stamp in sandbox.stamps()}

    assert "auth" in asked
    assert not asked & {"mail", "rcpt", "data", "body"}
    assert not sandbox.inbox()
    assert sandbox.info.key not in repr(found)


@pytest.mark.parametrize(
    ("standing", "cause", "told"),
    [
        ("read_only", "it may not send mail", "D-KEY-8"),
        ("no_credits", "the plan has no sends left", "D-ACC-2"),
        ("not_allowed_here", "this computer's address is not allowed", "D-ACC-3"),
        ("disabled", "the practice inbox has restricted the account", "D-ACC-4"),
    ],
)
async def test_what_an_account_may_not_is_named(
    sandbox: Sandbox, standing: str, cause: str, told: str
) -> None:
    found = await tried(routes(sandbox, *WAYS), sandbox.info.other_keys[standing])

    assert [f.id for f in found.findings] == [told]
    assert found.verdict.headline.startswith(OPEN + cause)
    assert found.verdict.is_key_refused
    assert found.verdict.use == WebApiPath()


async def test_a_key_that_nobody_knows_is_refused_by_both(sandbox: Sandbox) -> None:
    found = await tried(routes(sandbox, *WAYS), make_key())

    assert [f.id for f in found.findings] == ["D-KEY-6"]
    assert len(found.findings[0].evidence) == 2
    assert found.verdict.headline == f"{OPEN}it is unknown, expired or revoked."
    assert found.verdict.certainty is Certainty.CERTAIN


REPLIES: list[tuple[str, str]] = [
    ("535 Authentication failed: Bad username / password", "D-KEY-4"),
    (
        "535 Authentication failed: The provided authorization grant is invalid, expired, "
        "or revoked",
        "D-KEY-6",
    ),
    ("535 Authentication failed: Basic authentication is not allowed with 2FA enabled", "D-KEY-5"),
    ("535 Authentication failed: account disabled", "D-ACC-4"),
    ("451 Authentication failed: Maximum credits exceeded", "D-ACC-2"),
    ("451 Authentication failed: Could not authenticate", "D-ACC-3"),
    ("504 unrecognized authentication type", "D-KEY-12"),
]


@pytest.mark.parametrize(("reply", "cause"), REPLIES, ids=lambda value: value[:30])
async def test_the_words_of_a_mail_server_tell_the_cause(
    sandbox: Sandbox, reply: str, cause: str
) -> None:
    sandbox.fault("auth", {"reply": f"{reply}\r\n"})
    found = await tried(routes(sandbox, "smtp:587:starttls"), sandbox.info.key)

    assert [f.id for f in found.findings] == [cause]
    assert found.verdict.is_key_refused


ANSWERS: list[tuple[int, str, str]] = [
    (401, "Maximum credits exceeded", "D-ACC-2"),
    (401, "The provided authorization grant is invalid, expired, or revoked", "D-KEY-6"),
    (401, "authorization required", "D-KEY-6"),
    (401, "Authenticated user is not authorized to send mail", "D-KEY-8"),
    (403, "access forbidden", "D-HTTP-8"),
    (403, "Your account has been temporarily blocked", "D-ACC-5"),
    (401, "account disabled", "D-ACC-4"),
]


@pytest.mark.parametrize(("status", "message", "cause"), ANSWERS, ids=lambda value: str(value)[:30])
async def test_the_words_of_the_web_api_tell_the_cause(
    tmp_path: Path, status: int, message: str, cause: str
) -> None:
    ca = TestCa(tmp_path)
    api = web_api(status, {"errors": [{"message": message}]})
    async with serving(api, tls=ca.server(GLOBAL_API)) as running:
        found = await tried([there(ca, {GLOBAL_API: running.port})], make_key())

    assert [f.id for f in found.findings] == [cause]
    assert found.verdict.is_key_refused


async def test_sign_in_refused_where_the_web_api_takes_the_key(sandbox: Sandbox) -> None:
    sandbox.fault("auth", {"reply": "535 Authentication failed: Bad username / password\r\n"})
    ways = [replace(way, username="somebody") for way in routes(sandbox, *WAYS)]
    found = await tried(ways, sandbox.info.key)

    assert [f.id for f in found.findings] == ["D-KEY-4"]
    assert found.verdict.headline == (
        "SMTP refuses the key: the user name must be the word apikey. Use the Web API."
    )
    assert not found.verdict.is_key_refused
    assert found.verdict.use == WebApiPath()


def web_api(status: int, answer: object) -> Behaviour:
    """Answer 401 to who shows no key, and to a key as said."""

    async def behave(visit: Visit) -> None:
        head, _ = await visit.request()
        assert head.startswith("GET /v3/")
        shown = "authorization: bearer" in head.lower()
        code = status if shown else 401
        body = json.dumps(answer if shown else {"errors": [{"message": "authorization required"}]})
        kind = "Content-Type: application/json\r\nConnection: close\r\n"
        await visit.say(
            f"HTTP/1.1 {code} Said\r\n{kind}Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )

    return behave


def there(ca: TestCa, ports: dict[str, int]) -> Route:
    """Give the way to SendGrid's Web API, whose names are dialled at ports of this computer."""
    overrides = tuple(
        Override(
            target=Endpoint(host=host, port=443), address=Endpoint(host="127.0.0.1", port=port)
        )
        for host, port in ports.items()
    )
    return Route(path=WebApiPath(), ca_file=str(ca.file), overrides=overrides)


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (401, "The provided authorization grant is invalid"),
        (403, "access forbidden"),
        (451, "data residency"),
    ],
)
async def test_a_key_of_the_other_region_is_found_there(
    tmp_path: Path, status: int, message: str
) -> None:
    ca = TestCa(tmp_path)
    no = {"errors": [{"message": message}]}
    async with (
        serving(web_api(status, no), tls=ca.server(GLOBAL_API)) as here,
        serving(web_api(200, {"scopes": ["mail.send"]}), tls=ca.server(EU_API)) as there_,
    ):
        way = there(ca, {GLOBAL_API: here.port, EU_API: there_.port})
        found = await tried([way], make_key())

    assert [f.id for f in found.findings] == ["D-KEY-7"]
    assert found.verdict.headline == f"{OPEN}the key belongs to the EU region."
    assert found.findings[0].remedy == "Choose that region (--region eu)."


async def test_who_has_sendgrid_dialled_elsewhere_shows_the_key_to_no_other_region(
    tmp_path: Path,
) -> None:
    ca = TestCa(tmp_path)
    no = {"errors": [{"message": "The provided authorization grant is invalid"}]}
    async with serving(web_api(401, no), tls=ca.server(GLOBAL_API)) as here:
        found = await tried([there(ca, {GLOBAL_API: here.port})], make_key())

    assert [f.id for f in found.findings] == ["D-KEY-6"]


async def shown(ways: Sequence[Route]) -> list[str]:
    """Give the paths on which a key would be shown."""
    asked: list[str] = []

    async def note(fit: Sequence[Route]) -> list[tuple[Result, Keyed, int]]:
        asked.extend(route.path.text for route in fit)
        return []

    await examine(ways, Limits(run=3), lambda _: None, also=Also(try_key=note))
    return asked


async def test_a_key_is_shown_where_the_way_is_verified(sandbox: Sandbox) -> None:
    assert await shown(routes(sandbox, *WAYS)) == ["webapi", "smtp:587:starttls"]


@pytest.mark.parametrize("wrong", ["host", "ca", "expired"])
async def test_a_key_is_never_shown_to_who_cannot_prove_the_name(
    sandbox: Sandbox, wrong: str
) -> None:
    sandbox.fault("tls", {"wrong_certificate": wrong})

    assert await shown(routes(sandbox, *WAYS)) == []


async def test_a_key_never_crosses_a_way_without_encryption(sandbox: Sandbox) -> None:
    (smtp,) = routes(sandbox, "smtp:25:plain")
    (api,) = routes(sandbox, "webapi")
    plain = replace(api, api_url=sandbox.info.api_url_plain)

    assert await shown([smtp, plain]) == []


async def test_a_key_is_not_shown_where_no_sign_in_is_wanted(sandbox: Sandbox) -> None:
    ways = [replace(way, authenticate=False) for way in routes(sandbox, "smtp:587:starttls")]

    assert await shown(ways) == []


async def test_what_is_no_key_is_shown_to_nobody(sandbox: Sandbox) -> None:
    ways = [replace(way, practice=False) for way in routes(sandbox, *WAYS)]
    found = await tried(ways, "SG.too-short")

    assert [f.id for f in found.findings] == ["D-KEY-3"]
    assert found.verdict.headline == f"{OPEN}the key is incomplete."
    assert [row.cells[-1].words for row in matrix(found)][:2] == ["not shown", "not shown"]
    assert evidence_line(of_key(found)[0]).endswith(": not shown")
    assert "auth" not in {stamp["point"] for stamp in sandbox.stamps()}


async def test_what_copying_added_is_said_and_the_key_taken(sandbox: Sandbox) -> None:
    found = await tried(routes(sandbox, *WAYS), f" {sandbox.info.key}\n")

    assert [f.id for f in found.findings] == ["D-KEY-1"]
    assert found.verdict.headline == "SMTP and Web API both work from here."


async def test_a_blocked_network_and_a_dead_key_are_both_told(sandbox: Sandbox) -> None:
    sandbox.fault("greeting", "close", path="smtp")
    found = await tried(routes(sandbox, *WAYS), make_key())

    assert found.verdict.headline.endswith(
        " Use the Web API. But the key is refused: it is unknown, expired or revoked."
    )
    assert found.verdict.is_key_refused


async def test_a_password_of_ones_own_server_needs_no_form_of_a_key(sandbox: Sandbox) -> None:
    sandbox.fault("auth", {"reply": "235 welcome\r\n"})
    (way,) = routes(sandbox, "smtp:587:starttls")
    own = replace(way, practice=False, username="me@example.org")
    found = await tried([own], "correct horse")

    assert [o.result for o in of_key(found)] == [Result.OK]
    assert not found.findings


async def test_a_live_key_that_is_kept_from_the_practice_inbox_ends_no_run(
    sandbox: Sandbox,
) -> None:
    found = await tried(routes(sandbox, *WAYS), f"SG.{'a' * 22}.{'b' * 43}")

    assert [f.id for f in found.findings] == ["KEY-NOT-SHOWN"]
    assert "auth" not in {stamp["point"] for stamp in sandbox.stamps()}
    assert found.verdict.is_key_refused


@pytest.mark.parametrize("code", ["535", "454", "334"])
async def test_a_server_that_repeats_the_key_gets_it_into_no_words(
    sandbox: Sandbox, code: str
) -> None:
    key = sandbox.info.key
    plain = base64.b64encode(f"\0apikey\0{key}".encode()).decode()
    sandbox.fault("auth", {"reply": f"{code} no use for {key} {plain}\r\n"})
    found = await tried(routes(sandbox, "smtp:587:starttls"), key)

    assert of_key(found)
    for text in (repr(found), str(diagnosis_json(found))):
        assert key not in text
        assert plain not in text


async def test_a_web_api_that_repeats_the_key_gets_it_into_no_words(tmp_path: Path) -> None:
    ca, key = TestCa(tmp_path), make_key()
    said = {"errors": [{"message": f"access forbidden for {key}"}]}
    async with serving(web_api(403, said), tls=ca.server(GLOBAL_API)) as running:
        found = await tried([there(ca, {GLOBAL_API: running.port})], key)

    assert of_key(found)[0].result is Result.REFUSED
    assert key not in repr(found) + str(diagnosis_json(found))
