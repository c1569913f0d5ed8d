"""The parts of Diagnose that are given a text: Explain, and Another computer."""

from sgdesk.present.explained import NOTHING, RIGHT
from sgdesk.ui.life import Life
from tests.gui.gallery.scene import Act, press, says
from tests.support.elsewhere import PORTS, all_is_well, printed, stopped
from tests.support.explaining import PASSED, filled
from tests.support.qt import until


def _explain(life: Life, text: str) -> None:
    life.window.show_view("diagnose")
    press(life, "diagnose-parts-explain")
    life.rooms.diagnose.explain.box.put(text)


def _pasted(kind: str, name: str) -> str:
    """Give a text of another program that the tests explain."""
    return filled(PASSED / kind / f"{name}.txt")


async def explain_empty(life: Life) -> None:
    _explain(life, "")


async def explain_several_causes(life: Life) -> None:
    _explain(life, _pasted("errors", "phpmailer-could-not-authenticate"))
    await until(lambda: says(life, "How to tell:"))


async def explain_log(life: Life) -> None:
    _explain(life, _pasted("errors", "postfix-port-25-timeout"))
    await until(lambda: says(life, "Port 25 is blocked"))


async def explain_settings_wrong(life: Life) -> None:
    _explain(life, _pasted("wrong", "nodemailer-secure-587"))
    await until(lambda: says(life, "What the settings say"))


async def explain_settings_right(life: Life) -> None:
    _explain(life, _pasted("right", "laravel"))
    await until(lambda: says(life, RIGHT))


async def explain_nothing(life: Life) -> None:
    _explain(life, "The weather is fine today.")
    await until(lambda: says(life, NOTHING))


async def explain_long_log(life: Life) -> None:
    sent = "Dec  1 mx postfix/smtp[1]: to=<ann@example.com>, status=sent (250 Ok: queued)\n"
    refused = _pasted("errors", "postfix-bad-login")
    life.rooms.diagnose.explain.hold(f"{sent * 5_000}{refused}", "mail.log")
    await until(lambda: says(life, "mail.log has") and says(life, "How to tell:"))


async def another_lines(life: Life) -> None:
    life.window.show_view("diagnose")
    press(life, "diagnose-parts-another")
    await life.tasks.wait_for("another-lines")


async def another_unread(life: Life) -> None:
    whole = printed(all_is_well())
    life.rooms.diagnose.another.box.put(whole[: len(whole) // 2])
    await until(lambda: says(life, "The end of the output is missing"))


async def another_result(life: Life) -> None:
    lines = all_is_well()
    for port in PORTS:
        lines = stopped(port, "connect no 3001 timed out", lines=lines)
    life.diagnose.another.take(printed(lines))
    await until(lambda: says(life, "that one is meant"))


ACTS = (
    Act(
        scenes=(
            explain_empty,
            explain_several_causes,
            explain_log,
            explain_settings_wrong,
            explain_settings_right,
            explain_nothing,
            explain_long_log,
        )
    ),
    Act(scenes=(another_lines, another_unread, another_result)),
)
