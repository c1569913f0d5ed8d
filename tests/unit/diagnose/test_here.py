"""What is known of this computer that goes into no report."""

from sgdesk.diagnose import here
from sgdesk.route import Route, SmtpPath, Tls
from sgdesk.secret import Secret

PATH = SmtpPath(port=587, tls=Tls.STARTTLS)


def test_key_that_was_tried_key_of_the_shell_and_logins_of_proxies_are_secrets() -> None:
    route = Route(path=PATH, proxy="http://grace:p455word@proxy.example.com:3128")

    known = set(here.secrets([route], "MY_KEY", {"MY_KEY": " of-shell\n"}, tried=Secret("of-run")))

    assert {"of-run", "of-shell", "grace", "p455word"} <= known


def test_nothing_is_secret_where_nothing_is_known() -> None:
    assert not any(here.secrets([Route(path=PATH)], "MY_KEY", {}, tried=None))
