"""Give the lines for another computer, and judge what they printed there; nothing is kept."""

import asyncio

from PySide6.QtCore import QObject, QTimer, Signal

from sgdesk.account.account import PRACTICE
from sgdesk.clock import wall_utc
from sgdesk.diagnose import here
from sgdesk.diagnose.elsewhere.paste import LONGEST_PASTE, holds_test
from sgdesk.diagnose.elsewhere.tested import Elsewhere
from sgdesk.diagnose.notebook import Limits
from sgdesk.diagnose.plan import CONTROLS, own_paths
from sgdesk.diagnose.report import make_report
from sgdesk.doors import lines_for_another, read_another, targets_of
from sgdesk.errors import InputError, SgdeskError
from sgdesk.present.diagnosis import CERTAINTY_WORDS
from sgdesk.present.diagnosis_run import plain_refused, verdict_elsewhere
from sgdesk.present.elsewhere import FROM_HERE, age_words, lines_for_words, tested_line
from sgdesk.present.report import summary_text
from sgdesk.routing import carries_key_in_plain
from sgdesk.ui.diagnose.another_part import LONGEST, AnotherPart
from sgdesk.ui.diagnose.files import ask_for_file, read_text, too_long
from sgdesk.ui.session import Session
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.widgets.announce import announce
from sgdesk.ui.widgets.surface import button
from sgdesk.ui.window import MainWindow

_LINES, _TASK = "another-lines", "another"
_STILL_TYPING_MS = 300


class AnotherDesk(QObject):
    """Let the part and the other computer meet.

    Signals: `explain_wanted(str)`, a text that is no output of a test.
    """

    explain_wanted = Signal(str)

    def __init__(
        self, window: MainWindow, part: AnotherPart, session: Session, tasks: Tasks
    ) -> None:
        super().__init__(window)
        self._window = window
        self._part = part
        self._session = session
        self._tasks = tasks
        self._found: Elsewhere | None = None
        self._soon = QTimer(self, singleShot=True, interval=_STILL_TYPING_MS)
        self._soon.timeout.connect(self._begin)
        part.lines_wanted.connect(self.renew)
        part.copy_requested.connect(self._copy_lines)
        part.text_changed.connect(self._note_text)
        part.file_wanted.connect(self._ask)
        part.file_dropped.connect(self.open_file)
        part.too_long.connect(self._refuse)
        part.outcome.verdict.copy_requested.connect(self.copy_summary)
        part.outcome.findings.others_requested.connect(self._ask_others)

    def renew(self) -> None:
        """Give the lines for the servers of the chosen account."""
        self._tasks.start(_LINES, self._give_lines(), if_running="replace")

    def take(self, text: str) -> None:
        """Judge what the lines have printed."""
        self._part.show_lines()
        self._part.box.put(text)

    def open_file(self, path: str) -> None:
        """Judge what was saved to a file there."""
        self._tasks.start("another-file", self._open(path), if_running="replace")

    def copy_summary(self) -> bool:
        """Copy what the other computer's test came to; say whether there is any."""
        found = self._found
        if found is None or not self._part.has_result:
            return False
        self._tasks.start("another-copy", self._copy(found), if_running="replace")
        return True

    async def _copy(self, found: Elsewhere) -> None:
        self._part.outcome.verdict.copy.take(await asyncio.to_thread(_summary, found))

    async def _give_lines(self) -> None:
        await self._tasks.wait_for("open")
        part, account = self._part, self._session.account
        name = "" if account.is_built_in else account.name
        controls = CONTROLS if part.others.isChecked() else ()
        try:
            settings = (
                await asyncio.to_thread(self._session.book.settings, name)
                if name
                else self._session.settings
            )
            paths = own_paths(settings)
            if plain := [path for path in paths if carries_key_in_plain(settings, path)]:
                raise plain_refused(name or "This program", plain[0])
            routes = [await self._session.route(name, path) for path in paths]
            lines = await asyncio.to_thread(
                lines_for_another, part.shell, routes, controls=controls
            )
        except SgdeskError as error:
            part.set_lines("", "")
            part.notice.say("bad", error.happened, error.more)
            return
        hosts = [target.host for target in targets_of(routes)]
        tested = lines_for_words(hosts, name, others=bool(controls))
        part.set_lines(lines, f"{FROM_HERE} {tested}" if account.name == PRACTICE.name else tested)

    def _ask_others(self) -> None:
        """Give lines that test servers of others as well: they are run there once more."""
        self._part.others.setChecked(True)
        self._part.show_lines()

    def _copy_lines(self) -> None:
        self._tasks.start("another-copy-lines", self._copy_when_there(), if_running="ignore")

    async def _copy_when_there(self) -> None:
        await self._tasks.wait_for(_LINES)
        if text := self._part.lines.text:
            self._part.copy.take(text)

    def _ask(self) -> None:
        ask_for_file(self._window, "choose-another", "What the lines printed", self.open_file)

    async def _open(self, path: str) -> None:
        try:
            text = await asyncio.to_thread(read_text, path, LONGEST_PASTE)
        except InputError as error:
            self._part.notice.say("bad", error.happened, error.more)
            return
        self._part.box.put(text)

    def _refuse(self) -> None:
        error = too_long(LONGEST)
        self._part.notice.say("warn", error.happened, "Paste only what the lines printed.")

    def _note_text(self) -> None:
        self._part.notice.clear()
        self._soon.start()

    def _begin(self) -> None:
        self._tasks.start(_TASK, self._judge(self._part.text), if_running="replace")

    async def _judge(self, text: str) -> None:
        if not text.strip():
            return
        try:
            found = await asyncio.to_thread(read_another, text)
        except InputError as error:
            self._say_unread(text, error)
            return
        if text == self._part.text:
            self._show(found)

    def _say_unread(self, text: str, error: InputError) -> None:
        if holds_test(text):
            self._part.notice.say("bad", error.happened, error.more)
            return
        instead = button(
            "Explain it instead",
            name="another-explain",
            why="Say what this error, log or settings mean; nothing leaves this computer",
        )
        instead.clicked.connect(self._explain_instead)
        self._part.notice.say("warn", error.happened, error.more, buttons=(instead,))

    def _explain_instead(self) -> None:
        text = self._part.text
        self._part.show_lines()
        self.explain_wanted.emit(text)

    def _show(self, found: Elsewhere) -> None:
        self._found = found
        part, verdict = self._part, found.diagnosis.verdict
        part.outcome.show_result(
            found.diagnosis,
            verdict_elsewhere(
                found.diagnosis, f"{tested_line(found)}{age_words(found, wall_utc())}"
            ),
            found.tested_at,
            can_ask_others=True,
        )
        part.show_outcome()
        announce(part, f"{verdict.headline} {CERTAINTY_WORDS[verdict.certainty]}.")


def _summary(found: Elsewhere) -> str:
    """Give the text for a ticket; takes some milliseconds for each observation."""
    report = make_report(found.diagnosis, Limits(), users=here.users(), computers=here.computers())
    return summary_text(report, tested=tested_line(found))
