"""Whatever stands in a mail: looking at it asks nobody for anything, and nothing runs."""

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWebEngineCore import QWebEngineProfile, QWebEngineScript
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from sgdesk.ui.doors import make_renderer
from sgdesk.ui.preview.renderer import Picture, Renderer
from sgdesk.ui.preview.simple import SimplePreview
from tests.support.engine_log import HOST
from tests.support.hostile_mail import hostile_mails
from tests.support.house import CHECKOUT
from tests.support.qt import aio, until

_USE_EVERYTHING = """
for (const e of document.querySelectorAll('a, button, input, summary, area, form, svg *')) {
  try { e.focus && e.focus(); e.click && e.click(); e.requestSubmit && e.requestSubmit(); }
  catch (refusal) { }
}
"""
_MARKS = """
[document.documentElement.dataset.ran || '', document.title, location.origin].join('|')
"""
STILL = "|still|sgdesk-mail://mail"
_SEEN = "<p>seen</p>"
"""Stands after each mail: the preview waits half a second for one that paints nothing."""
_REACHES_OUT = (
    *("HOST_RESOLVER_MANAGER_JOB", "HOST_RESOLVER_SYSTEM_TASK"),
    *("TRANSPORT_CONNECT_JOB_CONNECT_ATTEMPT", "TCP_CONNECT", "QUIC_SESSION"),
)
"""What the engine notes when it asks for an address, or goes to one."""
_LATE_S = 0.6
"""Time for what a page puts off: refreshes, prefetches."""


@contextmanager
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """Listen on this computer; gives the port and what was heard there."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    caller, _ = server.accept()
                except OSError:
                    return
                with caller:
                    caller.settimeout(0.2)
                    try:
                        heard.append(caller.recv(200))
                    except TimeoutError:
                        heard.append(b"connected")

        threading.Thread(target=serve, daemon=True).start()
        try:
            yield server.getsockname()[1], heard
        finally:
            server.shutdown(socket.SHUT_RDWR)


async def shown(renderer: Renderer, html: str) -> None:
    """Draw a mail and wait until it stands there."""
    drawn: list[bool] = []
    connection = renderer.reports.drawn.connect(lambda: drawn.append(True))
    renderer.show_mail(Picture(html=html), stay=False)
    await until(lambda: drawn)
    renderer.reports.drawn.disconnect(connection)


async def asked(view: QWebEngineView, script: str) -> object:
    """Run a line of the test's own beside the page."""
    answers: list[object] = []
    world = QWebEngineScript.ScriptWorldId.ApplicationWorld.value
    view.page().runJavaScript(script, world, answers.append)
    await until(lambda: answers)
    return answers[0]


@aio(60)
async def test_hostile_mail_makes_no_request_and_runs_nothing(
    qapp: QApplication, tmp_path: Path
) -> None:
    window = QWidget()
    renderer, is_faithful = make_renderer(window)
    layout = QVBoxLayout(window)
    layout.addWidget(renderer.widget())
    window.resize(600, 400)
    window.show()
    view = renderer.widget()
    assert is_faithful
    assert isinstance(view, QWebEngineView)
    profile = window.findChild(QWebEngineProfile)
    assert profile is not None
    profile.setDownloadPath(str(tmp_path))
    deaths: list[bool] = []
    renderer.reports.died.connect(lambda: deaths.append(True))
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    marked = {}

    with listener() as (port, heard):
        socket.create_connection(("127.0.0.1", port)).close()
        await until(lambda: heard)
        heard.clear()
        for name, html in hostile_mails(port, secret.as_uri()).items():
            await shown(renderer, f"<title>still</title>{html}{_SEEN}")
            marks = await asked(view, _USE_EVERYTHING + _MARKS)
            if marks != STILL:
                marked[name] = marks
            await asyncio.sleep(0)
        await asyncio.sleep(_LATE_S)

        assert not heard
        assert not marked
        assert not deaths
        assert os.listdir(tmp_path) == [secret.name]  # noqa: PTH208  a look, from a coroutine
        assert "secret" not in str(await asked(view, "document.body.innerText"))
    window.deleteLater()
    await asyncio.sleep(0)


def test_hostile_mail_looks_no_host_up_and_opens_no_connection(tmp_path: Path) -> None:
    log = tmp_path / "log.json"
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.engine_log"],
        env={**os.environ, "QTWEBENGINE_CHROMIUM_FLAGS": f"--log-net-log={log}"},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    head, _, events = log.read_text(encoding="utf-8").partition("\n")
    kinds: dict[str, int] = json.loads(f"{head.rstrip(',')}}}")["constants"]["logEventTypes"]
    seen = set(map(int, re.findall(r'"type":(\d+)\}\W*$', events, re.MULTILINE)))

    assert int(done.stdout) > 100
    assert HOST in events, "the log tells of nothing"
    for name in _REACHES_OUT:
        assert kinds[name] not in seen, name


@aio()
async def test_hostile_mail_makes_no_request_in_the_simplified_preview(
    qapp: QApplication, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words", encoding="utf-8")
    simple = SimplePreview()
    simple.resize(600, 400)
    simple.show()

    with listener() as (port, heard):
        for html in hostile_mails(port, secret.as_uri()).values():
            await shown(simple, html)
            simple.grab()
            assert "secret words" not in simple.toPlainText()
            assert "document.title" not in simple.toPlainText()
            assert simple.source().isEmpty()
        await asyncio.sleep(0)

        assert not heard
    simple.deleteLater()
    await asyncio.sleep(0)
