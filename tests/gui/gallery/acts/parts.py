"""The parts of the Write view: each tab, each line under a field, each sheet over it."""

import os
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QDialog, QLineEdit

from sgdesk.present.form import ComposeForm, FormFile
from sgdesk.ui.life import Life
from tests.gui.gallery.scene import NEWS, Act, press, says, second, send
from tests.support.disk import fill_up
from tests.support.live import add_account
from tests.support.qt import until, visible_children

WRITTEN = """## Autumn news

Hello {{first_name}}, the **first frost** is near.

- Seeds: order before *Sunday*
- Tools: see [the list](https//example.org/tools)

1. Choose
2. Order
"""
FILES = (
    FormFile(filename="price list.pdf", content=b"x" * 420_000, type="application/pdf"),
    FormFile(filename="seeds.png", content=b"x" * 64_000, type="image/png", content_id="seeds"),
    FormFile(
        filename="a name that goes on and on until no column has room for it.csv",
        content=b"a,b\n",
        type="text/csv",
    ),
)
FULL = ComposeForm(
    sender="Grace Hopper <sender@example.com>",
    to="Ada Lovelace <ada@example.com>, grace@example.net",
    subject="Autumn news",
    markdown=WRITTEN,
    files=FILES,
    reply_to="office@example.com",
    categories=("news", "autumn"),
    custom_args=(("campaign", "autumn"),),
    headers=(("X-Campaign", "autumn"),),
)


def has_sheet(life: Life) -> bool:
    """Say whether a sheet is open."""
    return bool(visible_children(life.window, QDialog))


async def part_write(life: Life) -> None:
    life.window.show_view("write")
    life.rooms.write.compose.set_form(FULL)


async def part_unsubscribe(life: Life) -> None:
    life.rooms.write.compose.let_sendgrid_unsubscribe()
    await until(life.rooms.write.compose.unsubscribe.isVisible)


async def part_things(life: Life) -> None:
    life.rooms.write.compose.leave_unsubscribe_out()
    await until(lambda: len(life.rooms.write.compose.things.things) == 4)
    life.rooms.write.compose.things.open_list()


async def part_link(life: Life) -> None:
    life.rooms.write.compose.body.write.ask_link()


async def part_html_find(life: Life) -> None:
    life.rooms.write.compose.body.show_tab("html")
    life.rooms.write.compose.body.open_find()


async def part_plain(life: Life) -> None:
    life.rooms.write.compose.body.show_tab("text")


async def part_files(life: Life) -> None:
    life.rooms.write.compose.body.show_tab("files")


async def part_files_empty(life: Life) -> None:
    life.rooms.write.compose.body.files.set_files(())


async def part_more(life: Life) -> None:
    life.rooms.write.compose.body.show_tab("more")


async def part_copies(life: Life) -> None:
    again = "alan@example.com, ada@example.com"
    life.rooms.write.compose.set_form(replace(NEWS, cc=again, bcc="boss@example.org"))


async def part_messy_list(life: Life) -> None:
    life.rooms.write.compose.set_form(NEWS)
    people = [f"Somebody {n} <somebody.{n}@example.net>" for n in range(40)]
    pasted = "\n".join([*people, "nobody", "ada@example.com", "grace@", "a b@example.org"])
    life.rooms.write.compose.head.lists["to"].take_text(pasted)


async def part_wrong_people(life: Life) -> None:
    press(life, "to-show-wrong")


async def part_people(life: Life) -> None:
    people = ", ".join(f"Somebody {n} <somebody.{n}@example.net>" for n in range(40))
    life.rooms.write.compose.set_form(replace(NEWS, to=f"{people}, nobody"))
    life.rooms.write.compose.head.all_wanted.emit("to")


async def part_commands(life: Life) -> None:
    life.rooms.write.compose.set_form(NEWS)
    life.compose.send("command")
    await until(lambda: has_sheet(life))


async def part_swaks(life: Life) -> None:
    # Until the sheet before is gone, another one is not asked for.
    await life.tasks.wait_for("command")
    press(life, "path-smtp")
    life.compose.send("command")
    await until(lambda: has_sheet(life))
    press(life, "path-webapi")


async def part_html_mail(life: Life) -> None:
    life.rooms.write.compose.body.show_tab("write")
    await until(lambda: says(life, "This mail is HTML"))


async def file_replace(life: Life) -> None:
    path = Path(os.environ["SGDESK_DATA_DIR"]) / "autumn.eml"
    path.touch()
    life.files.save(str(path))
    await until(lambda: has_sheet(life))


async def drafts_sheet(life: Life) -> None:
    life.drafts.begin_blank()
    await life.tasks.wait_for("draft-turn")
    life.rooms.write.compose.set_form(replace(NEWS, subject="Autumn news, second try"))
    await life.drafts.autosave.settle()
    await show_drafts(life)


async def drafts_deleted(life: Life) -> None:
    await show_drafts(life)
    press(life, "drafts-delete")
    await life.tasks.wait_for("draft-turn", "drafts")
    await until(lambda: says(life, "Deleted: "))


async def drafts_empty(life: Life) -> None:
    await show_drafts(life)
    while not says(life, "No drafts."):
        press(life, "drafts-delete")
        await life.tasks.wait_for("draft-turn", "drafts")


async def show_drafts(life: Life) -> None:
    """Open the sheet with the drafts."""
    life.drafts.show_list()
    await life.tasks.wait_for("drafts")


async def review_people(life: Life) -> None:
    life.compose.send("send")
    await until(lambda: has_sheet(life))
    press(life, "review-all")
    await until(lambda: says(life, "3 people"))


async def drafts_full_disk(life: Life) -> None:
    compose = life.rooms.write.compose
    compose.set_form(NEWS)
    assert not await life.drafts.autosave.settle()
    fill_up(Path(os.environ["SGDESK_DATA_DIR"]))
    compose.set_form(replace(NEWS, text="Long " * 20_000))
    await until(compose.draft_notice.isVisible)


async def quit_full_disk(life: Life) -> None:
    life.window.close()
    await until(lambda: has_sheet(life))


async def history_delete(life: Life) -> None:
    life.window.show_view("write")
    await send(life)
    life.window.show_view("settings")
    life.rooms.settings.show_page("history")
    life.deleting.ask()
    await until(lambda: has_sheet(life))


async def trial_address(life: Life) -> None:
    info = second().info
    await add_account(life, info.key, info)
    life.window.show_view("write")
    life.rooms.write.compose.set_form(replace(NEWS, sender="sender@example.com"))
    press(life, "send-test")


async def trial_both(life: Life) -> None:
    press(life, "test-off")
    life.compose.send("both")


async def trial_known(life: Life) -> None:
    press(life, "test-off")
    press(life, "send-test")
    (field,) = [one for one in visible_children(life.window, QLineEdit) if "tests" in one.toolTip()]
    field.setText("grace.hopper@example.com")
    press(life, "test-give")
    await until(lambda: says(life, "Accepted by SendGrid for grace.hopper@example.com at"))


async def review(life: Life) -> None:
    life.compose.send("send")
    await until(lambda: has_sheet(life))


async def review_all_see(life: Life) -> None:
    form = life.rooms.write.compose.form()
    life.rooms.write.compose.set_form(replace(form, cc="alan@example.org"))
    life.compose.send("send")
    await until(lambda: has_sheet(life) and says(life, "see each other"))


async def compare_both(life: Life) -> None:
    life.session.account = replace(life.session.account, test_address="me@example.com")
    life.compose.send("both")
    await until(lambda: says(life, "Send it twice to me@example.com?"))


ACTS = (
    Act(
        scenes=(
            part_write,
            part_unsubscribe,
            part_things,
            part_link,
            part_html_find,
            part_plain,
            part_files,
            part_files_empty,
            part_more,
            part_copies,
            part_messy_list,
            part_wrong_people,
            part_people,
            part_commands,
            part_swaks,
            part_html_mail,
            file_replace,
            drafts_sheet,
            drafts_deleted,
            drafts_empty,
            history_delete,
        )
    ),
    Act(scenes=(drafts_full_disk, quit_full_disk), has_small_disk=True),
    Act(
        scenes=(
            trial_address,
            trial_both,
            trial_known,
            review,
            review_all_see,
            review_people,
            compare_both,
        ),
        needs_second=True,
    ),
)
