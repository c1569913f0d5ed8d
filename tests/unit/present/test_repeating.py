"""Commands of a result lead to where the result went, and never to live mail instead."""

from dataclasses import replace

import pytest

from sgdesk.delivery import Attempt
from sgdesk.errors import InputError
from sgdesk.message import sample
from sgdesk.present.recipes import curl_recipe, swaks_recipe
from sgdesk.present.repeating import refuse_live, towards
from sgdesk.route import Endpoint, Override, Path, Route, SmtpPath, Tls, WebApiPath
from sgdesk.trace import Phase
from tests.support.attempts import a_trace, an_attempt
from tests.unit.present.test_recipes import API, SMTP, words_of

RELAY = SmtpPath(port=36849, tls=Tls.STARTTLS)
OWN = Route(path=RELAY, smtp_host="127.0.0.1", ca_file="/tmp/own.pem", username="ada")


def went(path: Path, host: str, port: int, peer: str = "", step: Phase = Phase.CONNECT) -> Attempt:
    trace = replace(a_trace((step, 10)), peer=peer or None)
    made = replace(an_attempt(path=path, code=None, trace=trace), host=host, port=port)
    return replace(made, smtpapi="sendgrid" in host)


def test_a_command_of_a_result_repeats_its_connection() -> None:
    route, said = towards(went(RELAY, "127.0.0.1", 36849), SMTP, OWN)
    words = words_of(swaks_recipe(sample(), route).text, "swaks")

    assert words[words.index("--tls-ca-path") + 1] == "/tmp/own.pem"
    assert words[words.index("--auth-user") + 1] == "ada"
    assert words[words.index("--server") + 1 : words.index("--server") + 4 : 2] == [
        *("127.0.0.1", "36849")
    ]
    assert said == ""


def test_a_command_of_a_result_dials_what_the_result_dialled() -> None:
    way = replace(
        API,
        overrides=(
            Override(
                target=Endpoint(host="API.sendgrid.com.", port=443),
                address=Endpoint(host="127.0.0.1", port=8443),
            ),
        ),
    )
    route, said = towards(went(WebApiPath(), "api.sendgrid.com", 443), API, way)
    words = words_of(curl_recipe(sample(), route).text, "curl")

    assert words[words.index("--connect-to") + 1] == "api.sendgrid.com:443:127.0.0.1:8443"
    assert said == ""
    with pytest.raises(InputError, match="live mail through SendGrid"):
        towards(went(WebApiPath(), "api.sendgrid.com", 443), SMTP, way)


def test_a_command_of_an_older_result_sends_to_where_the_result_went() -> None:
    smtp, said = towards(went(RELAY, "127.0.0.1", 36849), replace(SMTP, path=RELAY))
    words = words_of(swaks_recipe(sample(), smtp).text, "swaks")

    assert words[words.index("--server") : words.index("--server") + 4] == [
        *("--server", "127.0.0.1"),
        *("--port", "36849"),
    ]
    assert said == ""
    assert not smtp.smtpapi

    api, said = towards(went(WebApiPath(), "::1", 8443), API)
    words = words_of(curl_recipe(sample(), api).text, "curl")
    assert words[words.index("--url") + 1] == "https://[::1]:8443/v3/mail/send"
    assert said == ""
    answered = replace(went(WebApiPath(), "127.0.0.1", 8025), code=202)
    plain, _ = towards(replace(answered, trace=replace(answered.trace, tls=None)), API)
    assert plain.api_url == "http://127.0.0.1:8025"


def test_a_result_of_a_server_of_ones_own_gives_no_command_that_sends_live_mail() -> None:
    for way in (OWN, None):
        with pytest.raises(InputError) as refused:
            towards(went(RELAY, "127.0.0.1", 36849), API, way)
        assert "went to 127.0.0.1:36849" in str(refused.value)
        assert "by Web API its settings lead to api.sendgrid.com:443" in str(refused.value)
        assert "Use swaks" in str(refused.value)
    with pytest.raises(InputError, match="Use curl"):
        towards(went(WebApiPath(), "127.0.0.1", 8443), SMTP)


def test_an_older_result_that_was_led_to_this_computer_gives_no_live_command() -> None:
    here = went(WebApiPath(), "api.sendgrid.com", 443, "127.0.0.1:8443")
    with pytest.raises(InputError, match="did not record how"):
        towards(here, API)

    by_proxy = went(WebApiPath(), "api.sendgrid.com", 443, "127.0.0.1:3128", Phase.PROXY)
    assert towards(by_proxy, API) == (API, "")


def test_a_command_by_the_other_path_says_where_it_sends_instead() -> None:
    own = replace(OWN, api_url="https://127.0.0.1:8443")
    route, said = towards(went(RELAY, "127.0.0.1", 36849), API, own)

    assert route == replace(own, path=WebApiPath())
    assert said == (
        "This result went to 127.0.0.1:36849 by SMTP 36849; the command sends to 127.0.0.1:8443."
    )


def test_a_command_of_sendgrids_own_result_stays_at_sendgrid_without_a_word() -> None:
    by_smtp = went(SMTP.path, "smtp.sendgrid.net", 587, "192.0.2.7:587")
    by_api = went(WebApiPath(), "api.sendgrid.com", 443)

    assert towards(by_smtp, SMTP) == (SMTP, "")
    assert towards(by_smtp, API) == (API, "")
    assert towards(by_api, API) == (API, "")


def test_what_went_elsewhere_is_not_sent_again_as_an_account_that_sends_live() -> None:
    here = went(RELAY, "127.0.0.1", 36849)
    with pytest.raises(InputError, match="the account work sends through SendGrid"):
        refuse_live(here, OWN, API, "work")

    refuse_live(here, OWN, OWN, "own")
    refuse_live(went(SMTP.path, "smtp.sendgrid.net", 587), SMTP, API, "work")
