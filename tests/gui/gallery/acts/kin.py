"""The errors of the same form as the twelve, and those of the twelve that a live account meets."""

from dataclasses import replace

from sgdesk.ui.life import Life
from tests.gui.gallery.acts.errors import QUICK, meet
from tests.gui.gallery.scene import NEWS, Act, press, says, second, send
from tests.support import troubles
from tests.support.proxies import ConnectProxy
from tests.support.qt import until
from tests.support.servers import serving
from tests.support.window import practice

JSON = {"Content-Type": "application/json"}
PAGE = {"Content-Type": "text/html"}


async def refused_sign_in(life: Life, words: str) -> None:
    """Let the server answer the sign-in so, and send by SMTP."""
    await meet(life, lambda scene: say(scene, "auth", f"{words}\r\n"), "path-smtp")


async def answered(life: Life, status: int, headers: dict[str, str], body: str = "") -> None:
    """Let the server answer a mail so, and send by the Web API."""
    answer = {"status": status, "headers": headers, "body": body}
    await meet(life, lambda scene: say(scene, "reply", answer))


def say(scene: troubles.Scene, at: str, answer: object) -> None:
    """Put an answer in the place of the real one, once."""
    practice(scene.life).fault(at, {"reply": answer}, count=1)


def show_certificate(scene: troubles.Scene, kind: str) -> None:
    """Let the server show one with this wrong in it."""
    practice(scene.life).fault("tls", {"wrong_certificate": kind})


async def kin_user_name(life: Life) -> None:
    await refused_sign_in(life, "535 Authentication failed: Bad username / password")


async def kin_address_not_allowed(life: Life) -> None:
    await refused_sign_in(
        life, "451 Authentication failed: Could not authenticate - IP not whitelisted"
    )


async def kin_restricted(life: Life) -> None:
    await refused_sign_in(life, "535 Authentication failed: account disabled")


async def kin_no_time(life: Life) -> None:
    await meet(life, troubles.slowed_down_without_a_time, "path-smtp")


async def kin_clock(life: Life) -> None:
    await meet(life, lambda scene: show_certificate(scene, "expired"))


async def kin_other_server(life: Life) -> None:
    await meet(life, lambda scene: show_certificate(scene, "host"))


async def kin_wifi(life: Life) -> None:
    page = {"status": 511, "headers": PAGE, "body": "<html><title>Hotel</title>Sign in</html>"}
    await meet(life, lambda scene: say(scene, "request", page))


async def kin_somebody_else(life: Life) -> None:
    await answered(life, 200, PAGE, "<html><title>Welcome</title>Not SendGrid</html>")


async def kin_fault(life: Life) -> None:
    await answered(life, 500, JSON, '{"errors":[{"message":"Internal Server Error"}]}')


async def kin_proxy_login(life: Life) -> None:
    async with serving(ConnectProxy(login="ada:secret")) as way:
        life.session.save_setting("proxy", f"http://127.0.0.1:{way.port}")
        troubles.sign_up(life, second().info, second().info.key)
        await meet(life, lambda _: None, needs_second=True)
    life.session.save_setting("proxy", None)


async def kin_region(life: Life) -> None:
    words = '{"errors":[{"message":"unavailable due to data residency restrictions"}]}'
    await answered(life, 451, JSON, words)


async def live_encryption(life: Life) -> None:
    await meet(life, troubles.encryption_that_does_not_fit, "path-smtp", needs_second=True)


async def live_sender(life: Life) -> None:
    await meet(life, troubles.unverified_sender, needs_second=True)


async def live_accepted(life: Life) -> None:
    troubles.sign_up(life, second().info, second().info.key)
    await send(life, replace(NEWS, to="ada@example.com"), reviewed=True)
    life.window.show_view("results")
    life.rooms.results.table.selectRow(0)
    await until(lambda: says(life, "SendGrid took the mail"))


async def live_lost(life: Life) -> None:
    second().fault("reply", "accept_then_close", count=1)
    life.window.show_view("write")
    await send(life, replace(NEWS, to="ada@example.com"))
    await until(life.rooms.write.compose.problem.isVisible)


async def live_look_up(life: Life) -> None:
    press(life, "look-up")
    await until(lambda: says(life, "Email Activity shows it"))


async def live_send_again(life: Life) -> None:
    press(life, "send-anyway")
    await until(lambda: says(life, "again to"))


ACTS = (
    Act(
        scenes=(
            *(kin_user_name, kin_address_not_allowed, kin_restricted, kin_no_time, kin_clock),
            *(kin_other_server, kin_wifi, kin_somebody_else, kin_fault, kin_region),
        ),
        environ=QUICK,
    ),
    Act(scenes=(live_encryption, kin_proxy_login, live_sender), environ=QUICK, needs_second=True),
    Act(
        scenes=(live_accepted, live_lost, live_look_up, live_send_again),
        environ=QUICK,
        needs_second=True,
    ),
)
