"""Recipes, as text."""

import json
import os
import pty
import shlex
import subprocess
import termios
from dataclasses import replace

import pytest

from sgdesk.errors import InputError
from sgdesk.message import Address, sample
from sgdesk.present.recipes import (
    COPY_LINE,
    FILE_GOES,
    READS_KEY,
    READS_PRACTICE_KEY,
    SETS_KEY,
    curl_recipe,
    lasting,
    sgdesk_recipe,
    swaks_recipe,
)
from sgdesk.render import render_v3
from sgdesk.route import Endpoint, Family, Override, Route, SmtpPath, Tls, WebApiPath

API = Route(path=WebApiPath(), ca_file="/tmp/it's here.pem", family=Family.IPV4, connect_timeout=3)
SMTP = Route(path=SmtpPath(port=587, tls=Tls.STARTTLS), username="ada smith")


def words_of(text: str, program: str) -> list[str]:
    """Give the arguments of a program in a recipe, as a shell would split them."""
    lines = text.splitlines()
    first = next(at for at, line in enumerate(lines) if f" {program}" in f" {line.strip()} ")
    last = next(at for at in range(first, len(lines)) if not lines[at].endswith("\\"))
    joined = " ".join(line.removesuffix("\\") for line in lines[first : last + 1])
    return shlex.split(joined.partition("<<")[0])


def test_curl_is_told_all_of_the_route() -> None:
    override = Override(
        target=Endpoint(host="api.sendgrid.com", port=443),
        address=Endpoint(host="2001:db8::1", port=8443),
    )
    route = replace(API, overrides=(override,), total_timeout=1e6)
    words = words_of(curl_recipe(sample(), route).text, "curl")

    assert words[words.index("--cacert") + 1] == "/tmp/it's here.pem"
    assert words[words.index("--connect-to") + 1] == "api.sendgrid.com:443:[2001:db8::1]:8443"
    assert words[words.index("--connect-timeout") + 1] == "3"
    assert words[words.index("--max-time") + 1] == "1000000"
    assert words[words.index("--url") + 1] == "https://api.sendgrid.com/v3/mail/send"
    assert "-4" in words


def test_recipe_leads_where_the_program_does_however_the_host_is_spelt() -> None:
    here = Endpoint(host="192.0.2.1", port=2525)
    names = (("API.SendGrid.com.", 443), ("SMTP.SendGrid.net.", 587))
    led = tuple(Override(target=Endpoint(host=h, port=p), address=here) for h, p in names)
    curl = words_of(curl_recipe(sample(), replace(API, overrides=led)).text, "curl")
    swaks = words_of(swaks_recipe(sample(), replace(SMTP, overrides=led)).text, "swaks")

    assert curl[curl.index("--connect-to") + 1] == "api.sendgrid.com:443:192.0.2.1:2525"
    assert swaks[swaks.index("--server") + 1] == "192.0.2.1"
    assert swaks[swaks.index("--port") + 1] == "2525"


@pytest.mark.parametrize(
    ("tls", "port", "option"),
    [(Tls.STARTTLS, 587, "--tls"), (Tls.IMPLICIT, 465, "--tls-on-connect"), (Tls.PLAIN, 25, None)],
)
def test_swaks_encrypts_as_the_path_says(tls: Tls, port: int, option: str | None) -> None:
    route = replace(SMTP, path=SmtpPath(port=port, tls=tls))
    words = words_of(swaks_recipe(sample(), route).text, "swaks")

    assert words[words.index("--port") + 1] == str(port)
    assert {word for word in words if word.startswith("--tls")} == (
        {option, "--tls-verify"} if option else set()
    )


@pytest.mark.parametrize(("limit", "whole"), [(0.5, "1"), (5.5, "6"), (1e6, "1000000")])
def test_swaks_waits_whole_seconds(limit: float, whole: str) -> None:
    words = words_of(swaks_recipe(sample(), replace(SMTP, total_timeout=limit)).text, "swaks")

    assert words[words.index("--timeout") + 1] == whole


def test_swaks_takes_a_user_name_for_no_option() -> None:
    words = words_of(swaks_recipe(sample(), replace(SMTP, username="-x")).text, "swaks")

    assert "+auth-user=-x" in words


def test_swaks_signs_in_only_when_the_route_does() -> None:
    words = words_of(swaks_recipe(sample(), SMTP).text, "swaks")
    assert words[words.index("--auth-user") + 1] == "ada smith"
    assert "--auth-hide-password" in words

    text = swaks_recipe(sample(), replace(SMTP, authenticate=False)).text
    assert "auth" not in text.partition("swaks")[0].rpartition("END_OF_MAIL")[2]
    assert "--auth" not in text


def test_the_first_line_says_that_it_is_live_mail_and_nothing_where_it_is_not() -> None:
    live = ": <<'NOTE'\nLive mail: sent through SendGrid "
    own = Override(
        target=Endpoint(host="api.sendgrid.com", port=443),
        address=Endpoint(host="127.0.0.1", port=8443),
    )
    checked = replace(sample(), options=replace(sample().options, check_only=True))

    assert curl_recipe(sample(), API).text.startswith(f"{live}(api.sendgrid.com).\n")
    assert swaks_recipe(sample(), SMTP).text.startswith(f"{live}(smtp.sendgrid.net).\n")
    assert "Live mail" not in curl_recipe(sample(), replace(API, overrides=(own,))).text
    assert "Live mail" not in swaks_recipe(sample(), replace(SMTP, smtp_host="127.0.0.1")).text
    assert "checks this mail and sends nothing" in curl_recipe(checked, API).text.splitlines()[1]
    assert swaks_recipe(checked, SMTP).text.startswith(f"{live}(smtp.sendgrid.net).\n")
    via_smtp = replace(API, path=SMTP.path)
    assert curl_recipe(checked, via_smtp).text == curl_recipe(checked, API).text


@pytest.mark.parametrize("name", ["SENDGRID_API_KEY", "OTHER_KEY"])
def test_where_the_key_comes_from_and_the_line_that_sets_it_are_lines_of_their_own(
    name: str,
) -> None:
    line = f"  {SETS_KEY.replace('SENDGRID_API_KEY', name).strip()}"
    for text in (curl_recipe(sample(), API, name).text, swaks_recipe(sample(), SMTP, name).text):
        _, _, says, sets, *_ = text.splitlines()
        assert says.startswith(f"It reads the key from the variable {name}.")
        assert sets == line

    here = curl_recipe(sample(), replace(API, practice=True)).text
    assert SETS_KEY.strip() not in here
    assert "the key of the practice inbox" in here
    assert "variable" not in swaks_recipe(sample(), replace(SMTP, authenticate=False)).text


@pytest.mark.parametrize("practice", [True, False])
def test_what_is_said_is_no_comment_which_a_shell_may_take_for_a_command(practice: bool) -> None:
    checked = replace(sample(), options=replace(sample().options, check_only=True))
    both = replace(sample(), cc=(Address(email="grace@example.net"),))
    for message in (sample(), checked, both):
        for make, route in ((curl_recipe, API), (swaks_recipe, SMTP), (sgdesk_recipe, API)):
            text = make(message, replace(route, practice=practice)).text
            first, said, _ = text.partition("\nNOTE\n")
            assert said
            assert first.startswith(": <<'NOTE'\n")
            assert not any(line.startswith("#") for line in first.splitlines())


def test_command_for_a_server_of_ones_own_begins_with_its_key_or_with_the_command() -> None:
    own = replace(SMTP, smtp_host="mail.example.org")

    assert swaks_recipe(sample(), own).text.splitlines()[1].startswith("It reads the key")
    assert (
        swaks_recipe(sample(), replace(own, authenticate=False))
        .text.splitlines()[1]
        .startswith("Each run")
    )
    key = next(line for line in swaks_recipe(sample(), own).text.splitlines() if "swaks" in line)
    assert key.startswith('  SWAKS_OPT_auth_password="$SENDGRID_API_KEY" swaks ')


def test_proxy_is_left_out_and_said_without_its_login() -> None:
    behind = "http://ada:pass-word@proxy.example.org:3128"
    for make, route in ((curl_recipe, API), (swaks_recipe, SMTP)):
        bare, made = make(sample(), route), make(sample(), replace(route, proxy=behind))

        assert bare.notes == ()
        assert len(made.notes) == 1
        assert made.notes[0].startswith("The proxy is left out")
        for word in ("ada:", "pass-word", "proxy.example.org"):
            assert word not in made.text + made.notes[0]


def test_curl_has_a_line_for_each_value_of_the_body() -> None:
    message = replace(sample(), subject="Größe", text="one\ntwo\n")
    text = curl_recipe(message, API).text
    body = text.partition("<<'END_OF_BODY'\n")[2].removesuffix("\nEND_OF_BODY\n")

    assert json.loads(body) == json.loads(render_v3(message).body)
    assert '\n  "subject": "Größe",\n' in body


def test_certificate_file_that_goes_with_the_practice_inbox_is_said_to_be_that() -> None:
    for make, route in ((curl_recipe, API), (swaks_recipe, SMTP), (sgdesk_recipe, API)):
        going = replace(route, practice=True, ca_file="/tmp/sgdesk-sandbox-x1/ca.pem")
        kept = replace(going, ca_file="/tmp/practice-ca.pem")

        text = make(sample(), going).text
        assert f"\n{FILE_GOES}\n" in text
        assert FILE_GOES not in make(sample(), kept).text


def test_swaks_does_not_speak_the_web_api() -> None:
    with pytest.raises(InputError):
        swaks_recipe(sample(), API)


def test_the_end_mark_is_none_of_the_mails_lines() -> None:
    message = replace(sample(), text="END_OF_MAIL\nEND_OF_MAIL_1\n", html="")

    assert "<<'END_OF_MAIL_2'" in swaks_recipe(message, SMTP).text
    assert "<<'END_OF_MAIL'" in swaks_recipe(replace(message, text="END_OF_MAIL!"), SMTP).text


@pytest.mark.parametrize(
    "name", ["", "A B", "A;reboot", "A\nreboot", "$A", "1A", "A-B", "Ä", "A\n"]
)
def test_what_is_no_name_for_a_variable_gets_into_no_command(name: str) -> None:
    for make, route in ((curl_recipe, API), (swaks_recipe, SMTP)):
        with pytest.raises(InputError, match="no name for an environment variable"):
            make(sample(), route, name)


def test_swaks_sends_to_no_address_beyond_ascii() -> None:
    message = replace(sample(), sender=Address(email="zoë@example.com"))

    with pytest.raises(InputError, match="swaks cannot send"):
        swaks_recipe(message, SMTP)


def shown_by(terminal: int) -> bytes:
    """Give what a terminal whose other end was closed has shown."""
    with os.fdopen(terminal, "rb", buffering=0) as screen:
        try:
            return screen.read(1000)
        except OSError:
            return b""


def test_line_that_sets_the_key_takes_it_without_showing_it() -> None:
    ours, its = pty.openpty()
    script = f"{SETS_KEY}sh -c 'printf %s \"$SENDGRID_API_KEY\"'"
    with subprocess.Popen(["sh", "-c", script], stdin=its, stdout=subprocess.PIPE) as shell:
        assert shell.stdout is not None
        prompt = shell.stdout.read(5)
        # Only after the prompt and what follows it has the terminal stopped to echo.
        while termios.tcgetattr(its)[3] & termios.ECHO:
            pass
        os.write(ours, b"SG.typed\n")
        said = prompt + shell.stdout.read()
    os.close(its)

    assert said == b"Key: SG.typed"
    assert b"SG.typed" not in shown_by(ours)


@pytest.mark.parametrize("practice", [True, False])
def test_note_beside_a_command_repeats_no_comment_within_it(practice: bool) -> None:
    inside = curl_recipe(sample(), replace(API, practice=practice)).text
    note = READS_PRACTICE_KEY if practice else READS_KEY

    assert note[:20] not in inside
    assert "variable SENDGRID_API_KEY" in inside
    assert "variable" not in note
    assert COPY_LINE in note


def test_command_of_practice_names_the_file_that_the_next_start_has_too() -> None:
    here = replace(API, ca_file="/tmp/sgdesk-sandbox-x1/ca.pem")

    assert lasting(here, "/tmp/practice-ca.pem").ca_file == "/tmp/practice-ca.pem"
    assert lasting(here, None) == here
    assert lasting(replace(here, ca_file=None), "/tmp/practice-ca.pem").ca_file is None
