"""Read what was pasted, on this computer alone, and say what it means."""

import asyncio
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from sgdesk.diagnose.elsewhere.paste import holds_test
from sgdesk.doors import explain
from sgdesk.errors import InputError
from sgdesk.explain.finding import Explanation, Kind
from sgdesk.explain.run import LARGEST
from sgdesk.present.explained import STOPPED_READING, answer_text, headline, reading_words
from sgdesk.ui.diagnose.explain_part import LONGEST, ExplainPart
from sgdesk.ui.diagnose.files import ask_for_file, read_text
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.widgets.announce import announce
from sgdesk.ui.window import MainWindow

_TASK = "explain"
_STILL_TYPING_MS = 300
_TICK_MS = 250
_LONG_TICKS = 2
"""What takes less shows no progress."""


class _StoppedError(Exception):
    """Nobody waits for the answer any more."""


class _Reading:
    """How far a text is read in another thread, and a way to stop it."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self.ticks = 0
        self.is_stopped = False

    def tell(self, done: int) -> None:
        """Hear how far it is."""
        if self.is_stopped:
            raise _StoppedError
        self.done = done


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
        self._reading: _Reading | None = None
        self._soon = QTimer(self, singleShot=True, interval=_STILL_TYPING_MS)
        self._soon.timeout.connect(self._begin)
        self._clock = QTimer(self, interval=_TICK_MS)
        self._clock.timeout.connect(self._tick)
        part.text_changed.connect(self._note_text)
        part.file_wanted.connect(self._ask)
        part.file_dropped.connect(self.open_file)
        part.copy_requested.connect(self.copy)
        part.stop_requested.connect(self.stop)

    @property
    def is_reading(self) -> bool:
        """Say whether an answer is still to come."""
        return self._reading is not None

    def open_file(self, path: str) -> None:
        """Take the text of a file in place of what stands there."""
        self._tasks.start("explain-file", self._open(path), if_running="replace")

    def copy(self) -> bool:
        """Copy the answer; say whether there is one."""
        if self._explanation is None:
            return False
        self._part.copy.take(answer_text(self._explanation))
        return True

    def stop(self) -> bool:
        """Stop reading a long text; say whether one was read."""
        if not self.is_reading:
            return False
        self._forget()
        self._part.show_stopped(STOPPED_READING)
        announce(self._part, STOPPED_READING)
        return True

    def _ask(self) -> None:
        ask_for_file(self._window, "choose-explain", "Explain an error or settings", self.open_file)

    async def _open(self, path: str) -> None:
        try:
            text = await asyncio.to_thread(read_text, path, LARGEST)
        except InputError as error:
            self._part.notice.say("bad", error.happened, error.more)
            return
        if len(text) < LONGEST:
            self._part.box.put(text)
        else:
            self._part.hold(text, Path(path).name)

    def _note_text(self) -> None:
        """Answer soon: whoever types goes on."""
        self._forget()
        self._explanation = None
        self._part.notice.clear()
        self._soon.start()

    def _begin(self) -> None:
        self._tasks.start(_TASK, self._answer(self._part.text), if_running="replace")

    async def _answer(self, text: str) -> None:
        if not text.strip():
            self._part.show_nothing()
            return
        if holds_test(text):
            self._part.clear()
            self.test_found.emit(text)
            return
        self._reading = reading = _Reading(len(text))
        self._clock.start()
        try:
            explanation = await asyncio.to_thread(explain, text, tell=reading.tell)
        except InputError as error:
            self._part.show_nothing()
            self._part.notice.say("warn", error.happened, error.more)
        except _StoppedError:
            pass
        else:
            if not reading.is_stopped:
                self._show(explanation)
        finally:
            if self._reading is reading:
                self._forget()

    def _forget(self) -> None:
        """Wait for no answer any more."""
        if self._reading is not None:
            self._reading.is_stopped = True
        self._reading = None
        self._clock.stop()

    def _tick(self) -> None:
        reading = self._reading
        if reading is None:
            return
        reading.ticks += 1
        if reading.ticks >= _LONG_TICKS:
            self._part.show_reading(reading_words(reading.done, reading.total))

    def _show(self, explanation: Explanation) -> None:
        self._explanation = None if explanation.kind is Kind.NOTHING else explanation
        self._part.show_answer(explanation)
        announce(self._part, headline(explanation))
