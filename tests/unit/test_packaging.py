"""The set-up commands: pins, the version door, and what they do when something fails."""

import ast
import configparser
import os
import subprocess
import sys
import threading
import time
import tomllib
import zipfile
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from importlib.metadata import distribution, packages_distributions
from pathlib import Path
from xml.etree import ElementTree

import environment
import machine
import pytest
import python_version
import start
import steps
import suite
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from sgdesk.ui import preflight
from tests.support.house import CHECKOUT, product_files, tracked_texts

PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
DOOR = ("run", "test", "python_version.py")


def pins() -> dict[str, str]:
    """Read the exact version of each package from the constraints."""
    lines = environment.CONSTRAINTS.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("==") for line in lines if line and not line.startswith("#"))
    return {canonicalize_name(name): version for name, version in pairs}


def wanted() -> list[Requirement]:
    """Give every requirement that pyproject.toml states."""
    project = PROJECT["project"]
    texts = [*project["dependencies"], *PROJECT["build-system"]["requires"]]
    for extra in project["optional-dependencies"].values():
        texts += extra
    return [Requirement(text) for text in texts]


def needed(requirement: Requirement) -> Iterator[Requirement]:
    """Give `requirement` and what it brings along on this machine."""
    todo, seen = [requirement], set()
    while todo:
        each = todo.pop()
        if each.name in seen:
            continue
        seen.add(each.name)
        yield each
        for extra in each.extras | {""}:
            here: dict[str, str | AbstractSet[str]] = {"extra": extra}
            for text in distribution(each.name).requires or ():
                deeper = Requirement(text)
                if deeper.marker is None or deeper.marker.evaluate(here):
                    todo.append(deeper)


@pytest.mark.parametrize("requirement", wanted(), ids=lambda requirement: requirement.name)
def test_requirement_and_all_it_brings_is_pinned(requirement: Requirement) -> None:
    pinned = pins()

    unpinned = [
        each.name for each in needed(requirement) if canonicalize_name(each.name) not in pinned
    ]
    assert unpinned == []
    assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)])


def imported_libraries() -> set[str]:
    """Name the distributions that the product imports, by whatever names they offer."""
    known = packages_distributions()
    modules = {
        name.partition(".")[0]
        for file in product_files()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    foreign = modules - sys.stdlib_module_names - {"sgdesk"}
    return {canonicalize_name(name) for module in foreign for name in known[module]}


def test_libraries_declared_are_those_imported() -> None:
    declared = {
        canonicalize_name(Requirement(text).name) for text in PROJECT["project"]["dependencies"]
    }
    # The preview's browser engine offers its modules under the name of the window library.
    optional = {"pyside6-addons"}
    # Asked for by httpcore without saying so.
    unseen = {"sniffio"}

    assert imported_libraries() - optional == declared - unseen


def test_pins_are_exact_and_name_no_address() -> None:
    text = environment.CONSTRAINTS.read_text(encoding="utf-8")

    assert all(version and "*" not in version for version in pins().values())
    assert "//" not in text
    assert "@" not in text


@pytest.mark.parametrize("name", DOOR)
def test_door_reads_on_any_python(name: str) -> None:
    """Python 2.7 ends with a traceback at the first thing that it cannot read."""
    source = (CHECKOUT / "packaging" / name).read_bytes()
    newer = (
        ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Starred, ast.AsyncFunctionDef,
        ast.Nonlocal, ast.Match,
    )  # fmt: skip

    assert source.isascii()
    for node in ast.walk(ast.parse(source)):
        assert not isinstance(node, newer), f"line {getattr(node, 'lineno', '?')}"
        if isinstance(node, ast.FunctionDef):
            assert not node.args.kwonlyargs
            assert node.returns is None
            assert all(argument.annotation is None for argument in node.args.args)


@pytest.mark.parametrize(
    ("version", "fits"),
    [((2, 7), False), ((3, 10), False), ((3, 11), True), ((3, 13), True), ((3, 14), False)],
)
def test_only_supported_pythons_fit(version: tuple[int, int], fits: bool) -> None:
    assert python_version.fits(version) is fits


def test_door_and_package_name_the_same_pythons() -> None:
    assert PROJECT["project"]["requires-python"] == ">={}.{},<{}.{}".format(
        *python_version.OLDEST, python_version.NEWEST[0], python_version.NEWEST[1] + 1
    )


def test_failed_command_says_what_why_and_remedy() -> None:
    with pytest.raises(steps.SetupError) as caught:
        steps.quietly(
            [sys.executable, "-c", "print('disk full'); raise SystemExit(3)"],
            otherwise="It could not be made.",
            remedy="Make room.",
        )

    assert str(caught.value) == "It could not be made.\n  disk full\nMake room."


def test_absent_command_says_so() -> None:
    with pytest.raises(steps.SetupError, match="no-such-command"):
        steps.quietly(["no-such-command"], otherwise="It could not be started.")


def test_end_of_a_step_stands_behind_its_begin_unless_another_came_between(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "monotonic", lambda: 7.0)
    with steps.step("first"):
        pass
    with steps.step("long"):
        with pytest.raises(steps.SetupError), steps.step("short"):
            raise steps.SetupError("No.")
        with steps.step("next"):
            pass

    assert capsys.readouterr().err == (
        "sgdesk: first … 0 s\n"
        "sgdesk: long …\n"
        "sgdesk: short … failed\n"
        "sgdesk: next … 0 s\n"
        "sgdesk: long … 0 s\n"
    )


def test_absent_package_is_missing_and_installed_one_is_not() -> None:
    assert machine.not_installed(["dpkg", "no-such-package-anywhere"]) == (
        "no-such-package-anywhere",
    )


def test_unknown_stage_is_refused_with_the_names() -> None:
    done = subprocess.run(
        [sys.executable, CHECKOUT / "packaging" / "test", "unti"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "unti" in done.stderr
    assert all(stage.name in done.stderr for stage in suite.STAGES)


def test_stages_see_none_of_the_callers_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("SENDGRID_API_KEY", "HTTPS_PROXY", "no_proxy", "PYTHONPATH", "DISPLAY"):
        monkeypatch.setenv(name, "the caller's")

    environ = suite.stage_environment(suite.STAGES[0], tmp_path)

    assert "the caller's" not in environ.values()
    assert environ["HOME"] == str(tmp_path)


def test_stage_that_leaves_a_process_behind_ends_and_takes_it_along(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys; "
        "child = subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()']); "
        "print(child.pid)"
    )

    status, closing = suite.stream([sys.executable, "-c", code], dict(os.environ))

    assert status == 0
    assert (
        not Path(f"/proc/{closing}/cmdline").exists()
        or not Path(f"/proc/{closing}/cmdline").read_bytes()
    )


def test_second_start_is_satisfied_by_the_same_pins_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(environment, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(environment, "PYTHON", Path(sys.executable))
    environment.write_stamp("these pins", ["preview", "dev"])

    assert environment.is_satisfied("these pins", ["preview"])
    assert not environment.is_satisfied("other pins", ["preview"])
    assert not environment.is_satisfied("these pins", ["preview", "more"])


def test_screen_is_asked_without_loading_qt(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)

    assert start.screen(Path(sys.executable)).refusal == "There is no display here."


def test_apt_line_is_the_same_in_both_places() -> None:
    assert machine.apt_line(["a", "b"]) == preflight.apt_line(["a", "b"])


def test_wheel_carries_every_module_and_resource(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=CHECKOUT,
        capture_output=True,
        check=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        carried = set(archive.namelist())

    tracked = [name for name, _ in tracked_texts()]
    modules = {name for name in tracked if name.startswith("sgdesk/")}
    resources = {
        name.replace("resources/", "sgdesk/_resources/", 1)
        for name in tracked
        if name.startswith("resources/")
    }
    assert (modules | resources) - carried == set()
    assert not [name for name in carried if name.startswith(("tests", "packaging"))]


def test_menu_entry_starts_the_installed_command() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(CHECKOUT / "packaging" / "sgdesk.desktop", encoding="utf-8")
    described = ElementTree.parse(CHECKOUT / "packaging" / "sgdesk.metainfo.xml").getroot()

    command = entry["Desktop Entry"]["Exec"].split()[0]
    assert command in PROJECT["project"]["scripts"]
    assert described.findtext("launchable") == "sgdesk.desktop"
    assert described.findtext("project_license") == PROJECT["project"]["license"]


@pytest.mark.parametrize(
    ("error", "words"),
    [(steps.SetupError("pip failed."), "pip failed."), (KeyboardInterrupt(), "Stopping")],
)
def test_what_fails_first_is_said_before_what_runs_beside_it_has_ended(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, words: str
) -> None:
    said, was_said = threading.Event(), []

    def fail(_: object) -> Path:
        raise error

    def note(text: str) -> None:
        if words in text:
            said.set()

    monkeypatch.setattr(environment, "prepare", fail)
    monkeypatch.setattr(suite, "_bring_tools", lambda: was_said.append(said.wait(2)))
    monkeypatch.setattr(suite, "say", note)

    assert suite.main(["lint"]) == (130 if isinstance(error, KeyboardInterrupt) else 2)
    assert was_said == [True]
