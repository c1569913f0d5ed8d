"""The Settings view: every row of the table once, saved at once or said to be wrong."""

import tomllib
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTableView

from sgdesk.settings import SETTINGS, Group
from sgdesk.ui.life import Life
from sgdesk.ui.settings.about import LINES
from sgdesk.ui.settings.rows import SettingEditor
from sgdesk.ui.widgets.choices import MenuChoice
from tests.support.qt import aio, make_life, running, until, visible_children
from tests.support.sandbox import Sandbox
from tests.support.troubles import sign_up
from tests.support.window import press, texts


def type_into(life: Life, key: str, text: str) -> None:
    """Type into a setting's field and leave it."""
    field = life.rooms.settings.editor(key).findChild(QLineEdit, f"setting-{key}")
    assert field is not None
    field.setText(text)
    field.editingFinished.emit()


def kept(tmp_path: Path) -> dict[str, object]:
    """Give what stands in the settings file."""
    file = tmp_path / "config" / "config.toml"
    document = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    settings: dict[str, object] = document.get("settings", {})
    return settings


@aio()
async def test_each_setting_stands_once_in_the_window_with_its_names(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        view = life.rooms.settings
        assert not view.findChildren(SettingEditor)  # a quarter of the window, seldom looked at
        life.window.show_view("settings")
        shown = ""
        for page in (group for group in Group if group is not Group.ACCOUNT):
            view.show_page(page.name.lower())
            shown += texts(life, view) + "\n"

        wanted = [setting for setting in SETTINGS if setting.group is not Group.ACCOUNT]
        assert list(view.keys) == [
            setting.key for group in Group for setting in wanted if setting.group is group
        ]
        for setting in wanted:
            assert shown.splitlines().count(setting.title) == 1
            names = (setting.flag, *(switch for switch, _ in setting.switches), *setting.env)
            name = next(filter(None, names))
            assert name.replace("-", "-\u2060") in shown  # never broken at the end of a line
            place = "Environment" if name in setting.env else "Command line"
            assert any(
                line.startswith(f"{place}: ")
                for line in shown.splitlines()
                if name.replace("-", "-\u2060") in line
            )


@aio()
async def test_value_is_saved_at_once_and_a_wrong_one_is_said_beside_it_and_kept_as_typed(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("settings")
        life.rooms.settings.show_page("sending")
        type_into(life, "timeout", "0")
        assert "0.0 is no value for timeout" in texts(life)
        assert life.rooms.settings.editor("timeout").text == "0"
        assert kept(tmp_path) == {}

        type_into(life, "timeout", "30")
        await until(lambda: kept(tmp_path) == {"timeout": 30.0})
        await until(lambda: "Back to 60" in life.rooms.settings.editor("timeout")._reset.text())
        assert life.session.settings.number("timeout") == 30
        press(life, "reset-timeout")
        await until(lambda: kept(tmp_path) == {})

        life.rooms.settings.show_page("network")
        for key, wrong, words in (
            ("proxy", "ftp://example.org", "A proxy of the kind ftp:// cannot be used."),
            ("connect_to", "nowhere", "'nowhere' does not say where to dial."),
            ("ca_file", "/nowhere.pem", "There is no file /nowhere.pem."),
        ):
            type_into(life, key, wrong)
            await until(lambda words=words: words in texts(life))  # type: ignore[misc]
        type_into(life, "no_proxy", "localhost, .example.org")
        await until(lambda: kept(tmp_path) == {"no_proxy": ["localhost", ".example.org"]})


@aio()
async def test_value_of_the_environment_is_named_and_cannot_be_changed(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SGDESK_FAMILY", "ipv4")
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("settings")
        life.rooms.settings.show_page("network")
        assert "Set by SGDESK_FAMILY, cannot be changed here." in texts(life)
        assert not life.rooms.settings.editor("family").entry.isEnabled()
        life.rooms.settings.show_page("sending")
        assert not life.rooms.settings.editor("allow_plaintext_auth").entry.isEnabled()

        life.rooms.settings.show_page("look")
        press(life, "setting-theme-dark")
        await until(lambda: kept(tmp_path) == {"theme": "dark"})
        await until(lambda: life.theme.is_dark)


@aio()
async def test_new_mail_starts_at_the_path_of_the_settings_unless_its_account_has_one(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    def path() -> str:
        return life.rooms.write.compose.send_bar.route.path.text

    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text('[settings]\npath = "smtp:2526:starttls"\n')
    async with running(make_life(qapp, tmp_path)) as life:
        assert path() == "smtp:2526:starttls"
        press(life, "path-webapi")

        life.window.show_view("settings")
        life.rooms.settings.show_page("sending")
        menu = life.rooms.settings.editor("path").entry
        assert isinstance(menu, MenuChoice)
        assert (menu.text(), menu.accessibleDescription()) == (
            "SMTP, another port",
            "port 2526, encryption after the greeting, STARTTLS",
        )
        acts = {action.data(): action for action in menu.menu().actions()}
        assert acts["smtp:587:starttls"].text().startswith("SMTP, recommended\tport 587")
        acts["smtp:465:tls"].trigger()
        await until(lambda: path() == "smtp:465:tls")
        sign_up(life, sandbox.info, sandbox.info.key)
        await life.tasks.wait_for("accounts")
        for name in ("Practice", "work"):
            life.accounts.choose(name)
        assert path() == "smtp:465:tls"
        life.rooms.write.compose.send_bar.route.toggle()
        book = life.session.book
        book.change("work", {**book.values("work"), "test_address": "you@example.com"})
        life.accounts.load()
        await life.tasks.wait_for("accounts")
        assert path() == "webapi", "only another account or path changes what was chosen"
        book.change("work", {**book.values("work"), "path": "smtp:587:starttls"})
        life.accounts.load()
        await life.tasks.wait_for("accounts")
        assert path() == "smtp:587:starttls"


@aio()
async def test_about_lists_parts_with_licences_and_copies_versions_alone(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("settings")
        life.rooms.settings.show_page("about")
        (table,) = visible_children(life.rooms.settings, QTableView)
        await until(lambda: table.model().rowCount() > 20)
        names = [table.model().index(row, 0).data() for row in range(table.model().rowCount())]
        assert {"sgdesk", "PySide6_Essentials", "httpx", "Inter (typeface)"} <= set(names)

        rows_px = table.viewport().height()
        assert rows_px % table.rowHeight(0) == 0, "no part of a row is left empty"

        (licence,) = visible_children(life.rooms.settings, QPlainTextEdit)
        await until(lambda: licence.toPlainText().startswith("MIT License"))
        line = licence.cursorRect().height()
        below = licence.viewport().height() - licence.cursorRect().top()
        assert below == LINES * line, "no line is cut in half"
        table.selectRow(names.index("Inter (typeface)"))
        await until(lambda: "SIL OPEN FONT LICENSE" in licence.toPlainText())

        press(life, "copy-versions")
        copied = QGuiApplication.clipboard().text()
        assert "sgdesk 0.1.0" in copied
        assert "/" not in copied
