"""Windows between the two sizes of the pictures: nothing is cut off in them either."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from sgdesk.route import SmtpPath, Tls
from tests.support.qt import aio, make_life, running, turns
from tests.support.window import seen_button


@pytest.mark.parametrize("width", [1200, 1240, 1280])
@aio()
async def test_path_and_port_are_whole_beside_the_preview(
    qapp: QApplication, tmp_path: Path, width: int
) -> None:
    async with running(make_life(qapp, tmp_path, size=(width, 800))) as life:
        bar = life.rooms.write.compose.send_bar
        bar.route.choose(SmtpPath(port=2525, tls=Tls.STARTTLS))
        await turns(20)

        assert bar.width() >= bar.minimumSizeHint().width()
        for name in ("path-webapi", "path-smtp", "port", "send-test", "send"):
            button = seen_button(life, name)
            assert button.width() >= button.minimumSizeHint().width(), name
