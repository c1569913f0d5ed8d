"""The Write view, from empty to sending."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from sgdesk.present.form import ComposeForm, FormFile
from sgdesk.ui.life import Life
from sgdesk.ui.stopping import Stopping
from tests.gui.gallery.scene import (
    NEWS,
    Act,
    begin_again,
    practice,
    press,
    says,
    send,
    show_first_result,
    shows_button,
)
from tests.support.pictures import image_file
from tests.support.qt import until

SHOWN = ComposeForm(
    sender="Grace Hopper <grace@example.com>",
    to="Ada Lovelace <ada@example.com>, alan@example.org",
    subject="Autumn news",
    markdown="""# Autumn news

The **first frost** is near, and two things are new:

- Bulbs: plant them before *November*
- Seeds: the new catalogue is out

[Look at the catalogue](https://www.wikipedia.org/ "button")

[Unsubscribe](https://www.wikipedia.org/)
""",
)
"""A mail as a user writes it, for the picture in the README."""
IMAGES = """# Autumn news

![Hills in the evening](cid:banner "600")

The **first frost** is near.

![Our logo](cid:logo) ![The gardener](https://example.com/gardener.png)
"""
LONG = "A subject that goes on and on until no field and no column has room for all of it, " * 2

V3_EXAMPLE = Path(__file__).parents[3] / "data" / "v3" / "kitchen.json"


async def write_empty(_life: Life) -> None:
    """Nothing was written yet."""


async def write_wrong_address(life: Life) -> None:
    life.rooms.write.compose.set_form(replace(NEWS, to="ada@example.com, nobody", sender=""))
    life.compose.send("send")


async def write_nothing_to_send(life: Life) -> None:
    life.rooms.write.compose.set_form(replace(NEWS, html="", text=""))
    life.compose.send("send")


async def write_too_large(life: Life) -> None:
    film = FormFile(filename="film.mp4", content=b"x" * 24_000_000, type="video/mp4")
    life.rooms.write.compose.set_form(replace(NEWS, files=(film,)))
    life.compose.send("send")
    await until(lambda: says(life, "too large: about 30.5"))


async def readme(life: Life) -> None:
    await send(life, SHOWN, how="both")


async def write_sample(life: Life) -> None:
    life.drafts.show_sample()


async def write_images(life: Life) -> None:
    compose = life.rooms.write.compose
    files = (image_file("banner", 1200, 400, "jpeg"), image_file("logo", 96, 96))
    compose.set_form(replace(NEWS, html="", text="", markdown=IMAGES, files=files))
    await life.tasks.wait_for("draw images")
    compose.body.write.editor.setFocus()


async def write_long(life: Life) -> None:
    people = ", ".join(f"Somebody {n} <somebody.{n}@example.net>" for n in range(40))
    life.rooms.write.compose.set_form(replace(NEWS, to=people, subject=LONG))


async def write_smtp_sent(life: Life) -> None:
    press(life, "path-smtp")
    await send(life)


async def write_sending(life: Life) -> None:
    practice(life).fault("reply", "silence")
    life.rooms.write.compose.set_form(NEWS)
    before = life.rooms.log.rowCount()
    await begin_again(life)
    await until(lambda: life.rooms.log.rowCount() > before)


async def write_reading(life: Life) -> None:
    life.rooms.write.compose.set_form(replace(NEWS, to=""))
    # More than are read while the pictures are made; the window's end cancels it.
    many = "\n".join(f"p{n}@example{n}.com" for n in range(800_000))
    QGuiApplication.clipboard().setText(many)
    life.rooms.write.compose.head.lists["to"].editor.paste_text()
    await until(lambda: says(life, "Reading 800,000 addresses"))


async def write_stop_asked(life: Life) -> None:
    Stopping(life.window, life.log, life.tasks, life.compose.stop_waiting).ask()
    await until(lambda: says(life, "Stop waiting for the answer?"))


async def quit_sheet(life: Life) -> None:
    life.window.close()
    await until(lambda: says(life, "1 mail is on its way."))


async def quit_waits(life: Life) -> None:
    life.window.close()
    await until(lambda: shows_button(life, "quit-wait"))
    press(life, "quit-wait")
    await until(lambda: says(life, "Waiting for the answer, then quitting."))


async def quit_two_sheet(life: Life) -> None:
    await send(life)
    await show_first_result(life)
    practice(life).fault("reply", "silence")
    press(life, "send-again")
    await until(lambda: shows_button(life, "resend-send"))
    press(life, "resend-send")
    await until(lambda: len(life.log.flights) == 1)
    await begin_again(life)
    await until(lambda: len(life.log.flights) == 2)
    # A mail has its row only once it takes longer than a moment.
    await until(lambda: life.rooms.log.rowCount() == 3)
    life.window.close()
    await until(lambda: says(life, "2 mails are on their way."))


async def quit_two_wait(life: Life) -> None:
    life.window.close()
    await until(lambda: shows_button(life, "quit-wait"))
    press(life, "quit-wait")
    await until(lambda: says(life, "Waiting for the answers, then quitting."))


async def write_v3_opened(life: Life) -> None:
    life.files.open(str(V3_EXAMPLE))
    await life.tasks.wait_for("open file")


ACTS = (
    Act(scenes=(write_empty, write_wrong_address, write_nothing_to_send, write_too_large)),
    Act(scenes=(readme,)),
    Act(scenes=(write_v3_opened,)),
    Act(scenes=(write_reading,)),
    Act(scenes=(quit_two_sheet, quit_two_wait)),
    Act(
        scenes=(
            *(write_sample, write_images, write_long, write_smtp_sent, write_sending),
            *(write_stop_asked, quit_sheet, quit_waits),
        )
    ),
)
