"""Words and numbers that only engineers know say in plain ones what they are."""

from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QApplication, QLabel

from sgdesk.present.steps import ROUND_TRIPS_MEAN
from sgdesk.present.words import PHASE_MEANS, PHASE_TERMS
from sgdesk.trace import Phase
from sgdesk.ui.log.cells import Column
from sgdesk.ui.widgets.facts import FactsList
from sgdesk.ui.widgets.texttable import TextTable
from tests.support.qt import aio, make_life, running, until
from tests.support.window import fill, send

_TIP, _SPOKEN = Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole


def tips_of(model: QAbstractItemModel) -> list[object]:
    """Give what the headings say when the pointer rests on them."""
    across = Qt.Orientation.Horizontal
    return [model.headerData(at, across, _TIP) for at in range(model.columnCount())]


@pytest.mark.parametrize("phase", Phase)
def test_each_step_has_a_sentence(phase: Phase) -> None:
    assert PHASE_MEANS[phase].endswith(".")
    assert PHASE_TERMS[phase] not in PHASE_MEANS[phase]


@aio()
async def test_numbers_and_terms_of_a_result_say_what_they_are(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        code, path = (life.rooms.log.index(0, column) for column in (Column.CODE, Column.PATH))
        taken = "The practice inbox took the mail. It did not leave this computer."
        for role in (_TIP, _SPOKEN):
            assert str(code.data(role)).startswith("202: the number by which the server")
            assert str(code.data(role)).endswith(taken)
            assert "The way the mail took" in str(path.data(role))

        life.window.show_view("results")
        life.rooms.results.table.selectRow(0)
        await until(lambda: life.detail.case)
        detail = life.rooms.results.detail
        for name in ("steps", "recipients"):
            table = detail.findChild(TextTable, name)
            assert table is not None
            assert all(tips_of(table.model()))
        steps = detail.findChild(TextTable, "steps")
        assert steps is not None
        terms = [steps.model().index(row, 1) for row in range(steps.model().rowCount())]
        (tls,) = [index for index in terms if index.data() == "TLS handshake"]
        assert tls.data(_TIP) == f"TLS handshake\n{PHASE_MEANS[Phase.TLS]}"
        assert tls.siblingAtColumn(0).data(_SPOKEN) == PHASE_MEANS[Phase.TLS]
        facts = detail.findChild(FactsList, "facts")
        assert facts is not None
        said = {label.accessibleName(): label for label in facts.findChildren(QLabel)}
        model, names = steps.model(), [name.partition(":")[0] for name in said]
        (column,) = [
            at
            for at in range(model.columnCount())
            if model.headerData(at, Qt.Orientation.Horizontal) in ("Round trips", "Trips")
        ]
        assert model.headerData(column, Qt.Orientation.Horizontal, _SPOKEN) == ROUND_TRIPS_MEAN
        assert model.index(0, column).data(_SPOKEN) == ROUND_TRIPS_MEAN
        assert ROUND_TRIPS_MEAN in str(model.index(0, column).data(_TIP))
        assert "Round trips" in names, "one word for one thing"
        assert not [name for name in names if name.startswith("Waits")]
        (trip,) = [label for name, label in said.items() if name.startswith("One round trip")]
        assert "to the server and back, once" in trip.accessibleDescription() == trip.toolTip()
