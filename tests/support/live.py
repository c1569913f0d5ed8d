"""A local SendGrid in the place of the real one, for accounts that count as live."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPushButton

from sgdesk.sandbox.process import SandboxInfo
from sgdesk.ui.account.sheet import AccountSheet
from sgdesk.ui.life import Life
from tests.support.qt import until, visible_children


def led_to(info: SandboxInfo, regions: Mapping[str, SandboxInfo] | None = None) -> dict[str, str]:
    """Give connection details that lead SendGrid's own names to a local one, by region."""
    words: list[str] = []
    for infix, each in {"": info, "eu.": info, **(regions or {})}.items():
        port = each.api_url.rpartition(":")[2].rstrip("/")
        words.append(f"api.{infix}sendgrid.com:443=127.0.0.1:{port}")
        words.append(f"smtp.{infix}sendgrid.net:587=127.0.0.1:{each.starttls_port}")
    return {"connect_to": " ".join(words), "ca_file": str(info.ca_file)}


async def open_sheet(life: Life) -> AccountSheet:
    """Open the sheet for a new key and wait until it has looked for a key store."""
    life.accounts.add()
    await life.tasks.wait_for("account-sheet", "key-store")
    return sheet_of(life)


def sheet_of(life: Life) -> AccountSheet:
    """Give the open sheet of an account."""
    (sheet,) = [s for s in life.window.findChildren(AccountSheet) if s.isVisible()]
    return sheet


def press_in(surface: QDialog, name: str) -> None:
    """Press a button of a sheet that can be seen."""
    (button,) = [b for b in visible_children(surface, QPushButton) if b.objectName() == name]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


async def check_in(life: Life, sheet: AccountSheet, key: str, info: SandboxInfo) -> None:
    """Give a key that belongs to a local SendGrid, and wait for what the check finds."""
    sheet.details.set_values("", led_to(info))
    sheet.key.field.setText(key)
    press_in(sheet, "check-key")
    await life.tasks.wait_for("check-key")


async def add_account(life: Life, key: str, info: SandboxInfo, **fields: str) -> None:
    """Add an account through the sheet; `fields` are texts by the name of their field."""
    sheet = await open_sheet(life)
    await check_in(life, sheet, key, info)
    for name, text in fields.items():
        sheet.fields.fields[name].setText(text)
        sheet.fields.fields[name].textEdited.emit(text)
    press_in(sheet, "save-account")
    await until(lambda: not life.session.account.is_practice)
    await life.tasks.wait_for("accounts", "keep-account")
