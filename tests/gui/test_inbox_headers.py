"""The headers of captured mail: what one compares from mail to mail stands at one place."""

from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.window import fill, rows, send, texts


@aio()
async def test_values_of_headers_begin_at_one_place_in_the_mail_of_either_path(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life, "both")
        await until(lambda: len(rows(life)) == 2)
        life.window.show_view("practice")
        reader = life.rooms.practice.reader
        await until(lambda: life.rooms.practice.model.rowCount() == 2)
        reader.show_tab("headers")
        headers = reader.findChild(QWidget, "mail-headers")
        assert headers is not None
        seen, places = [""], []
        for at in range(2):
            life.rooms.practice.list.setCurrentIndex(life.rooms.practice.model.index(at, 0))
            await until(lambda: texts(life, headers) not in ("", seen[-1]))
            await turns(5)
            seen.append(texts(life, headers))
            values = visible_children(headers, QLabel)[1::2]
            places.append({value.mapTo(reader, QPoint(0, 0)).x() for value in values})

        assert len(places[0]) == 1
        assert places[0] == places[1]
