"""The Write view, from empty to sending."""

from dataclasses import replace

from PySide6.QtGui import QGuiApplication

from sgdesk.ui.life import Life
from tests.gui.gallery.scene import NEWS, Act, practice, press, says, send
from tests.support.qt import until

LONG = "A subject that goes on and on until no field and no column has room for all of it, " * 2


async def write_empty(_life: Life) -> None:
    """Nothing was written yet."""


async def write_wrong_address(life: Life) -> None:
    life.rooms.write.compose.set_form(replace(NEWS, to="ada@example.com, nobody", sender=""))
    life.compose.send("send")


async def write_nothing_to_send(life: Life) -> None:
    life.rooms.write.compose.set_form(replace(NEWS, html="", text=""))
    life.compose.send("send")


async def write_sample(life: Life) -> None:
    life.drafts.show_sample()


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
    life.compose.send("send")
    await until(lambda: life.rooms.log.rowCount() > before)


async def write_reading(life: Life) -> None:
    life.rooms.write.compose.set_form(replace(NEWS, to=""))
    # More than are read while the pictures are made; the window's end cancels it.
    many = "\n".join(f"p{n}@example{n}.com" for n in range(800_000))
    QGuiApplication.clipboard().setText(many)
    life.rooms.write.compose.head.lists["to"].editor.paste_text()
    await until(lambda: says(life, "Reading 800,000 addresses"))


async def quit_sheet(life: Life) -> None:
    life.window.close()
    await until(lambda: says(life, "1 mail is on its way."))


ACTS = (
    Act(scenes=(write_empty, write_wrong_address, write_nothing_to_send)),
    Act(scenes=(write_reading,)),
    Act(scenes=(write_sample, write_long, write_smtp_sent, write_sending, quit_sheet)),
)
