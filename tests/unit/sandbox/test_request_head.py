"""The head of a request keeps everything but what signs in."""

import pytest

from sgdesk.sandbox.request_head import RequestHead, masked

KEY = "SG." + "x" * 22 + "." + "y" * 43


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        (b"Authorization", b"Bearer pass-word", "Authorization: Bearer ••••"),
        (b"AUTHORIZATION", b"pass-word", "AUTHORIZATION: ••••"),
        (b"Proxy-Authorization", b"Basic abc", "Proxy-Authorization: Basic ••••"),
        (b"X-Key", KEY.encode(), "X-Key: ••••"),
        (b"X-Own", b"a: \xfc", "X-Own: a: ü"),
    ],
)
def test_what_signs_in_is_veiled_and_nothing_is_left_out(
    name: bytes, value: bytes, shown: str
) -> None:
    head = RequestHead(line=f"GET /{KEY} HTTP/1.1", headers=((name, value), (b"host", b"x")))

    assert head.text() == f"GET /•••• HTTP/1.1\n{shown}\nhost: x"


def test_of_a_key_that_was_refused_the_beginning_may_stay() -> None:
    head = RequestHead(line="GET / HTTP/1.1", headers=((b"Authorization", KEY.encode()),))

    assert head.text(masked) == "GET / HTTP/1.1\nAuthorization: SG.xxxx…••••"
