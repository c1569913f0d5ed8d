"""Values that other programs read in another way than we do, or that bound nothing."""

import pytest

from sgdesk.errors import InputError
from sgdesk.route import SmtpPath, Tls, WebApiPath, parse_path
from sgdesk.routing import make_route
from sgdesk.settings import SETTINGS, parse_value, resolve

API = WebApiPath()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1\\@api.test",
        "http://api.test\\@127.0.0.1",
        "http://api.test\\.127.0.0.1",
        "https://api.test/\r\nHost: other.test",
        "https://api.te\tst",
        "https://api.test /x",
        "https://api.test?x",
        "https://api.test/x#y",
        "https://äpi.test",
        "https://api.test:0",
        f"https://{'a' * 64}.test",
        "https://a..test",
    ],
)
def test_an_api_address_that_could_be_read_twice_is_refused(url: str) -> None:
    with pytest.raises(InputError):
        make_route(resolve(flags={"api_url": url}), API)


@pytest.mark.parametrize(
    "file",
    [
        {"api_url": "https://user:hunter2@api.test"},
        {"smtp_host": "user:hunter2@relay.test"},
        {"connect_to": ["user:hunter2@relay.test"]},
        {"proxy": ["http://user:hunter2@proxy.test"]},
        {"proxy": {"user": "hunter2"}},
        {"timeout": "http://user:hunter2@api.test"},
    ],
)
def test_a_login_where_none_belongs_is_refused_and_not_repeated(file: dict[str, object]) -> None:
    path = SmtpPath(port=587, tls=Tls.STARTTLS) if "smtp_host" in file else API
    with pytest.raises(InputError) as caught:
        make_route(resolve(file=file), path)

    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("key", ["key_env", "username", "sender", "theme"])
def test_a_key_where_none_belongs_is_refused_and_not_repeated(key: str) -> None:
    text = "SG." + "k" * 22 + "." + "y" * 43
    with pytest.raises(InputError) as caught:
        resolve(flags={key: text})

    assert "kkkk" not in str(caught.value)
    assert "yyyy" not in str(caught.value)


def test_an_api_address_may_have_a_port_and_a_path() -> None:
    route = make_route(resolve(flags={"api_url": "https://[::1]:8443/mock/"}), API)

    assert route.api_url == "https://[::1]:8443/mock"


@pytest.mark.parametrize(
    "host",
    [
        *("a b", "a\r\nb", "a\0b", "ä..b", "a..b", "a" * 64, "a." * 200 + "b", "\udcff", "."),
        *("127.0.0.1:587", "smtps://relay.test", "user@relay.test"),
    ],
)
def test_a_name_that_no_certificate_could_carry_is_refused(host: str) -> None:
    with pytest.raises(InputError):
        make_route(resolve(flags={"smtp_host": host}), SmtpPath(port=587, tls=Tls.STARTTLS))


@pytest.mark.parametrize(
    "host", ["relay", "r_1.test.", "bücher.test", "::1", "[::1]", "fe80::1%lo"]
)
def test_names_and_addresses_of_every_kind_are_hosts(host: str) -> None:
    route = make_route(resolve(flags={"smtp_host": host}), SmtpPath(port=587, tls=Tls.STARTTLS))

    assert route.smtp_host == host.strip("[]")


@pytest.mark.parametrize("key", ["timeout", "connect_timeout"])
@pytest.mark.parametrize("text", ["inf", "1e400", "nan", "-inf"])
def test_a_limit_that_limits_nothing_is_refused(key: str, text: str) -> None:
    (setting,) = (each for each in SETTINGS if each.key == key)
    with pytest.raises(InputError):
        parse_value(setting, text, "test")


@pytest.mark.parametrize("key", ["timeout", "connect_timeout"])
def test_a_number_of_the_settings_file_too_great_for_any_limit_is_refused(key: str) -> None:
    with pytest.raises(InputError, match=key):
        resolve(file={key: 10**400})


@pytest.mark.parametrize("text", ["smtp:٥٨٧", "smtp:５８７", "smtp:0", "smtp:65536"])
def test_a_port_is_written_in_ascii_digits_and_in_range(text: str) -> None:
    with pytest.raises(InputError):
        parse_path(text)
