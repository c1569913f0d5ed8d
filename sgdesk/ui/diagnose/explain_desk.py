"""Read what was pasted, on this computer alone, and say what it means."""

import asyncio

from PySide6.QtCore import QObject, QTimer, Signal

from sgdesk.doors import explain
from sgdesk.errors import InputError
from sgdesk.explain.finding import Explanation, Kind
from sgdesk.present.explained import answer_text, headline
from sgdesk.ui.diagnose.explain_part import LONGEST, ExplainPart
from sgdesk.ui.diagnose.files import ask_for_file, is_test, read_text, too_long
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.widgets.announce import announce
from sgdesk.ui.window import MainWindow

_TASK = "explain"
_STILL_TYPING_MS = 300
_LONG_MS = 400
_OF_A_KEY = ("D-KEY", "D-ACC")
_OF_THE_WAY = ("D-DNS", "D-TCP", "D-SMTP", "D-TLS", "D-HTTP")
"""What the findings of these begin with, a test from here can tell more of."""


class ExplainDesk(QObject):
    """Answer what stands in the box, and no text that is there no more.

    Signals: `test_found(str)`, a text that the lines for another computer print; it is taken out
    of the box.
    """

    test_found = Signal(str)

    def __init__(self, window: MainWindow, part: ExplainPart, tasks: Tasks) -> None:
        super().__init__(window)
        self._window = window
        self._part = part
        self._tasks = tasks
        self._explanation: Explanation | None = None
        self._soon = QTimer(self, singleShot=True, interval=_STILL_TYPING_MS)
        self._soon.timeout.connect(self._begin)
        self._slow = QTimer(self, singleShot=True, interval=_LONG_MS)
        self._slow.timeout.connect(part.show_reading)
        part.text_changed.connect(self._note_text)
        part.file_wanted.connect(self._ask)
        part.file_dropped.connect(self.open_file)
        part.too_long.connect(self._refuse)
        part.copy_requested.connect(self.copy)

    def open_file(self, path: str) -> None:
        """Take the text of a file in place of what stands there."""
        self._tasks.start("explain-file", self._open(path), if_running="replace")

    def copy(self) -> bool:
        """Copy the answer; say whether there is one."""
        if self._explanation is None:
            return False
        self._part.copy.take(answer_text(self._explanation))
        return True

    def _ask(self) -> None:
        ask_for_file(self._window, "choose-explain", "Explain an error or settings", self.open_file)

    async def _open(self, path: str) -> None:
        try:
            text = await asyncio.to_thread(read_text, path, LONGEST)
        except InputError as error:
            self._part.notice.say("bad", error.happened, error.more)
            return
        self._part.box.put(text)

    def _refuse(self) -> None:
        error = too_long(LONGEST)
        self._part.notice.say("warn", error.happened, error.more)

    def _note_text(self) -> None:
        self._explanation = None
        self._part.notice.clear()
        self._soon.start()

    def _begin(self) -> None:
        self._tasks.start(_TASK, self._answer(self._part.text), if_running="replace")

    async def _answer(self, text: str) -> None:
        if not text.strip():
            self._part.show_nothing()
            return
        if is_test(text):
            self._part.box.clear()
            self.test_found.emit(text)
            return
        self._slow.start()
        try:
            explanation = await asyncio.to_thread(explain, text)
        except InputError as error:
            self._part.show_nothing()
            self._part.notice.say("warn", error.happened, error.more)
            return
        finally:
            self._slow.stop()
        if text != self._part.text:
            return
        self._show(explanation)

    def _show(self, explanation: Explanation) -> None:
        self._explanation = explanation
        ids = [finding.cause.id for finding in explanation.findings]
        self._part.show_answer(
            explanation,
            asks_here=any(each.startswith(_OF_THE_WAY) for each in ids),
            asks_key=any(each.startswith(_OF_A_KEY) for each in ids),
        )
        if explanation.kind is Kind.NOTHING:
            self._explanation = None
            self._part.copy.hide()
        announce(self._part, headline(explanation))
