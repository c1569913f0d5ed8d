"""Images of the web in a preview: seen once somebody asks, and asked for by nobody else."""

import base64
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from sgdesk.ui.life import Life
from tests.support.qt import aio, make_life, running, until
from tests.support.window import press, seen_button, texts

RED_PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)
SHOW = "preview-mail-images"


class Gallery:
    """A web server with one image, `/red.png`; what begins with `/slow` waits for `go`."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.go = threading.Event()
        self.url = ""


@contextmanager
def serving() -> Iterator[Gallery]:
    """Serve in threads, for the window's loop is what is tested."""
    gallery = Gallery()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            gallery.asked.append((self.path, {name.lower(): "" for name in self.headers}))
            if self.path.startswith("/slow"):
                gallery.go.wait(20)
            is_there = self.path == "/red.png"
            self.send_response(200 if is_there else 404)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(RED_PNG if is_there else b"")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    gallery.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield gallery
    finally:
        gallery.go.set()
        server.shutdown()
        thread.join()
        server.server_close()


def drawn(life: Life) -> QImage:
    """Give what stands in the preview."""
    mail = life.rooms.write.preview.mail
    (page,) = [
        found
        for found in mail.findChildren(QWidget)
        if found.objectName() in ("faithfulPreview", "simplePreview")
    ]
    return page.grab().toImage()


def is_red(life: Life, x: int = 60, y: int = 60) -> bool:
    """Say whether the image stands there."""
    return drawn(life).pixelColor(x, y).name() == "#ff0000"


@pytest.mark.parametrize("has_engine", [True, False])
@aio()
async def test_image_is_asked_for_at_the_click_and_not_before(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_engine: bool
) -> None:
    if not has_engine:
        monkeypatch.setitem(sys.modules, "PySide6.QtWebEngineWidgets", None)
    with serving() as gallery:
        async with running(make_life(qapp, tmp_path)) as life:
            preview = life.rooms.write.preview
            image = f'<img src="{gallery.url}/red.png" width="400" height="200">'
            preview.show_html(f'<body style="margin:0">{image}', {})
            await until(lambda: "1 remote image blocked." in texts(life, preview.mail))
            assert not gallery.asked
            assert not is_red(life)

            press(life, SHOW)
            await until(lambda: is_red(life))
            await until(lambda: "blocked" not in texts(life, preview.mail))
            ((path, fields),) = gallery.asked
            assert path == "/red.png"
            assert not {"cookie", "referer", "authorization", "origin"} & fields.keys()

            # It stays while one writes on, and what is new is blocked as before.
            other = f'<img src="{gallery.url}/red.png?2" width="400" height="200">'
            preview.show_html(f'<body style="margin:0">{image}{other}', {})
            await until(lambda: "1 remote image blocked." in texts(life, preview.mail))
            await until(lambda: is_red(life))
            assert len(gallery.asked) == 1


@aio()
async def test_missing_image_is_named_with_why_and_tried_again(
    qapp: QApplication, tmp_path: Path
) -> None:
    with serving() as gallery:
        async with running(make_life(qapp, tmp_path)) as life:
            preview = life.rooms.write.preview
            preview.show_html(f'<img src="{gallery.url}/gone.png">', {})
            await until(lambda: "1 remote image blocked." in texts(life, preview.mail))

            press(life, SHOW)
            words = "gone.png could not be fetched: the server answered 404."
            await until(lambda: words in texts(life, preview.mail))
            assert "blocked" not in texts(life, preview.mail)
            assert seen_button(life, SHOW).text() == "Try again"
            press(life, SHOW)
            await until(lambda: len(gallery.asked) == 2)


@pytest.mark.parametrize("ends_by", ["stop", "another mail"])
@aio()
async def test_fetching_can_be_stopped_and_ends_with_its_mail(
    qapp: QApplication, tmp_path: Path, ends_by: str
) -> None:
    with serving() as gallery:
        async with running(make_life(qapp, tmp_path)) as life:
            preview = life.rooms.write.preview
            preview.show_html(f'<img src="{gallery.url}/slow.png">', {})
            await until(lambda: "1 remote image blocked." in texts(life, preview.mail))
            press(life, SHOW)
            await until(lambda: gallery.asked)
            assert "Fetching 1 image…" in texts(life, preview.mail)
            assert seen_button(life, SHOW).text() == "Stop"

            if ends_by == "stop":
                press(life, SHOW)
                await until(lambda: "1 remote image blocked." in texts(life, preview.mail))
            else:
                preview.mail.show_mail("<p>Another</p>", {})
            await until(lambda: not life.tasks.is_running("images of preview-mail"))
            assert "Fetching" not in texts(life, preview.mail)


@aio()
async def test_script_and_style_of_the_web_stay_out(qapp: QApplication, tmp_path: Path) -> None:
    with serving() as gallery:
        async with running(make_life(qapp, tmp_path)) as life:
            preview = life.rooms.write.preview
            # The style has the address of an image that was fetched.
            preview.show_html(
                f'<link rel="stylesheet" href="{gallery.url}/red.png">'
                f'<img src="{gallery.url}/red.png" width="400" height="200">',
                {},
            )
            await until(lambda: "and 1 remote file blocked." in texts(life, preview.mail))
            press(life, SHOW)
            await until(lambda: is_red(life))
            await until(lambda: "1 remote file blocked." in texts(life, preview.mail))
            assert len(gallery.asked) == 1
