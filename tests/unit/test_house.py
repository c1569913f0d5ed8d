"""The rules of the house, each with a planted breach that it must catch."""

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import house

BIN = Path(sys.executable).parent
CONTRACTS = tomllib.loads((house.CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"]
LAYERS = {
    room.strip()
    for contract in CONTRACTS
    for level in contract.get("layers", ())
    for room in level.split("|")
}

LONG_FUNCTION = "def long():\n" + "    pass\n" * 60
LONG_FILE = "pass\n" * 401

BREACHES: tuple[tuple[Callable[[str], list[str]], str], ...] = (
    (house.qt_imports, "def f():\n    from PySide6.QtCore import QObject\n"),
    (house.qt_imports, "import qasync\n"),
    (house.blocking_dialogs, "async def ask(dialog):\n    dialog.exec()\n"),
    (house.ownerless_shots, "QTimer.singleShot(0, self.draw)\n"),
    (house.curly_quotes, 'SAID = f"It said \u201c{first}\u201d."\n'),
    (house.too_long, LONG_FUNCTION),
    (house.too_long, LONG_FILE),
    (house.foreign_text, "see /wor" + "k/main\n"),
    (house.foreign_text, 'HOME = "/roo' + 't/.cache"\n'),
    (house.foreign_text, "index-url = https://pyp" + "i.org/simple\n"),
    (house.foreign_text, "# TOD" + "O: later\n"),
    (house.evaded_tests, "@pytest.mark.sk" + "ip\ndef test_x(): ...\n"),
)

PLANTED_IMPORTS = (
    ("layers", "message/__init__.py", "import sgdesk.wire"),
    ("layers", "engine/__init__.py", "import sgdesk.store"),
    ("layers", "loose_room.py", ""),
    ("qt-stays-in-its-room", "engine/__init__.py", "import PySide6.QtCore"),
    ("qt-stays-in-its-room", "present/__init__.py", "import qasync"),
    ("sandbox-judges-alone", "sandbox/__init__.py", "import sgdesk.message"),
    ("sandbox-judges-alone", "sandbox/__init__.py", "import sgdesk.sendgrid"),
    ("sandbox-handle-is-light", "sandbox/process.py", "import starlette"),
    ("store-keeps-only-nouns", "store/__init__.py", "import sgdesk.transport"),
    ("explain-reads-alone", "explain/__init__.py", "import socket"),
)

PLANTED_LINT = (
    ("TID251", "sgdesk/engine/queue.py", "import time\n\nNOW = time.monotonic()\n"),
    ("TID251", "sgdesk/present/times.py", "import datetime\n\nNOW = datetime.datetime.now()\n"),
    ("TID251", "sgdesk/engine/queue.py", "import asyncio\n\nasyncio.create_task(f())\n"),
    ("TID251", "sgdesk/ui/window.py", "import asyncio\n\nasyncio.ensure_future(f())\n"),
    ("TID251", "sgdesk/ui/window.py", "from qasync import asyncSlot\n"),
    ("TID251", "sgdesk/ui/window.py", "from qasync import asyncClose\n"),
    ("TID252", "sgdesk/ui/window.py", "from . import bridge\n"),
    ("PLC0415", "sgdesk/app.py", "def f():\n    import httpx\n"),
    ("T201", "sgdesk/engine/queue.py", 'print("x")\n'),
)


@pytest.mark.parametrize(
    ("rule", "source"), BREACHES, ids=lambda value: getattr(value, "__name__", "")
)
def test_planted_breach_is_named(rule: Callable[[str], list[str]], source: str) -> None:
    assert rule(source)


def test_qt_stays_in_the_window() -> None:
    found = {
        file.name: breach
        for file in house.product_files()
        if "ui" not in file.relative_to(house.CHECKOUT).parts
        if (breach := house.qt_imports(file.read_text(encoding="utf-8")))
    }

    assert found == {}


@pytest.mark.parametrize(
    "rule", [house.blocking_dialogs, house.ownerless_shots, house.curly_quotes, house.too_long]
)
def test_product_keeps_the_rule(rule: Callable[[str], list[str]]) -> None:
    found = {
        str(file.relative_to(house.CHECKOUT)): breach
        for file in house.product_files()
        if (breach := rule(file.read_text(encoding="utf-8")))
    }

    assert found == {}


def test_no_test_file_is_too_long() -> None:
    found = {
        name: text.count("\n")
        for name, text in house.tracked_texts()
        if name.startswith("tests/")
        and name.endswith(".py")
        # A tool that runs alone, as root, with nothing but the standard library.
        and name != "tests/lab/wan.py"
        and text.count("\n") > house.LONGEST_FILE
    }

    assert found == {}


def test_tracked_files_speak_of_the_project_alone() -> None:
    found = {
        name: breach for name, text in house.tracked_texts() if (breach := house.foreign_text(text))
    }

    assert found == {}


def test_no_test_is_evaded() -> None:
    found = {
        name: breach
        for name, text in house.tracked_texts()
        if name.startswith("tests/") and name.endswith(".py")
        if (breach := house.evaded_tests(text))
    }

    assert found == {}


def test_every_source_file_stands_in_a_layer() -> None:
    top = {
        path.stem
        for path in (house.CHECKOUT / "sgdesk").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }

    assert top - {"__init__"} - LAYERS == set()


def test_qt_contract_covers_every_room_but_the_window() -> None:
    contract = next(each for each in CONTRACTS if each["id"] == "qt-stays-in-its-room")

    covered = {name.removeprefix("sgdesk.") for name in contract["source_modules"]}
    assert covered == LAYERS - {"ui", "__main__"}


def test_packaging_folder_shadows_no_library() -> None:
    assert not (house.CHECKOUT / "packaging" / "__init__.py").exists()


def test_each_contract_has_a_planted_breach() -> None:
    assert {planted[0] for planted in PLANTED_IMPORTS} == {contract["id"] for contract in CONTRACTS}


@pytest.mark.parametrize(("contract", "file", "line"), PLANTED_IMPORTS)
def test_planted_import_breaks_the_contract(
    contract: str, file: str, line: str, tmp_path: Path
) -> None:
    shutil.copytree(
        house.CHECKOUT / "sgdesk", tmp_path / "sgdesk", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(house.CHECKOUT / "pyproject.toml", tmp_path)
    planted = tmp_path / "sgdesk" / file
    planted.write_text(
        f"{line}\n{planted.read_text(encoding='utf-8') if planted.exists() else ''}",
        encoding="utf-8",
    )

    checked = subprocess.run(
        [BIN / "lint-imports", "--no-cache", "--no-logo", "--contract", contract],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 1
    said = checked.stdout + checked.stderr
    imported = line.removeprefix("import ").split(".Qt")[0]
    assert (f"is not allowed to import {imported}" if line else planted.stem) in said, said


@pytest.mark.parametrize(("rule", "file", "source"), PLANTED_LINT)
def test_planted_line_breaks_the_lint(rule: str, file: str, source: str) -> None:
    checked = subprocess.run(
        [BIN / "ruff", "check", "--no-cache", "--stdin-filename", house.CHECKOUT / file, "-"],
        input=source,
        cwd=house.CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert rule in checked.stdout, checked.stdout
