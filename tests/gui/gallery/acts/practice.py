"""The Practice inbox: empty, and each tab of a mail."""

import os
import signal
import smtplib
import sys

from PySide6.QtWidgets import QCheckBox

from sgdesk.present.simulation import Kind, Simulation, Step, Where
from sgdesk.ui.life import Life
from tests.gui.gallery.scene import Act, practice, press, says, send, show_first_result
from tests.support.qt import until, visible_children


async def inbox_empty(life: Life) -> None:
    life.window.show_view("practice")
    await until(lambda: says(life, "Empty."))


async def inbox_copied(life: Life) -> None:
    press(life, "copy-environment")


async def inbox_mail(life: Life) -> None:
    await send(life)
    life.window.show_view("practice")
    await until(lambda: says(life, "Autumn news"))


async def inbox_headers(life: Life) -> None:
    life.rooms.practice.reader.show_tab("headers")


async def inbox_source(life: Life) -> None:
    life.rooms.practice.reader.show_tab("source")


async def inbox_request(life: Life) -> None:
    life.rooms.practice.reader.show_tab("request")


async def inbox_request_formatted(life: Life) -> None:
    (switch,) = visible_children(life.rooms.practice.reader, QCheckBox)
    switch.click()


async def inbox_request_smtp(life: Life) -> None:
    info = practice(life).info
    with smtplib.SMTP(info.smtp_host, info.plain_port) as client:
        client.login("apikey", info.key)
        mail = "From: sender@example.com\nSubject: Order 7\n\nHello"
        client.sendmail("sender@example.com", ["ada@example.com"], mail)
    life.window.show_view("practice")
    await until(lambda: says(life, "Order 7"))
    life.rooms.practice.reader.show_tab("request")


async def inbox_two(life: Life) -> None:
    await send(life)
    life.practice.refresh()
    await until(lambda: life.rooms.practice.model.rowCount() == 2)


async def inbox_steps(life: Life) -> None:
    life.rooms.practice.reader.show_tab("steps")
    await life.tasks.wait_for("mail-steps")


async def inbox_delete(life: Life) -> None:
    press(life, "empty-inbox")
    await until(lambda: says(life, "Delete the captured mail?"))


async def inbox_delete_all(life: Life) -> None:
    # The question before ends with its sheet.
    await life.tasks.wait_for("empty")
    await send(life)
    await until(lambda: life.rooms.practice.model.rowCount() == 2)
    press(life, "empty-inbox")
    await until(lambda: says(life, "Delete both captured mails?"))


async def inbox_refused(life: Life) -> None:
    await send(life)
    body = '{"personalizations": [], "from": {"email": "sender@example.com"}, "subject": "Order"}'
    practice(life).call(practice(life).info.key, body)
    life.window.show_view("practice")
    await until(lambda: says(life, "Refused 400"))


async def inbox_gone(life: Life) -> None:
    await life.tasks.wait_for("empty")
    await send(life)
    await show_first_result(life)
    practice(life).reset()
    press(life, "open-inbox")
    await until(lambda: says(life, "This mail is not here: "))


async def inbox_simulate(life: Life) -> None:
    life.practice.choose_simulation()


async def inbox_simulating(life: Life) -> None:
    life.practice.simulate(Simulation(kind=Kind.SILENCE, step=Step.CONNECT, where=Where.STARTTLS))
    await life.tasks.wait_for("simulate")


async def inbox_not_started(life: Life) -> None:
    # As where the program's own files were moved away.
    python, sys.executable = sys.executable, "/nowhere/python"
    os.kill(life.session.practice.pid, signal.SIGKILL)
    life.window.show_view("practice")
    await life.tasks.wait_for("inbox")
    while not says(life, "could not start"):
        life.rooms.practice.retry_requested.emit()
        await life.tasks.wait_for("practice")
    sys.executable = python
    assert says(life, "Files of the program were moved")
    assert not says(life, "local SendGrid")


ACTS = (
    Act(
        scenes=(
            inbox_empty,
            inbox_copied,
            inbox_mail,
            inbox_headers,
            inbox_source,
            inbox_request,
            inbox_request_formatted,
            inbox_steps,
            inbox_delete,
            inbox_delete_all,
            inbox_simulate,
            inbox_simulating,
            inbox_not_started,
        )
    ),
    Act(scenes=(inbox_request_smtp, inbox_two)),
    Act(scenes=(inbox_gone,)),
    Act(scenes=(inbox_refused,)),
)
