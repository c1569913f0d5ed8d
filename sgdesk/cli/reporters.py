"""Three ways to tell of a send: to a person, as one JSON document, as JSON lines."""

import asyncio

from sgdesk.cli.failure import failure_words
from sgdesk.cli.output import Console, paragraph
from sgdesk.cli.report import round_lines
from sgdesk.delivery import Attempt, Delivery, DeliveryId
from sgdesk.errors import SgdeskError
from sgdesk.present.attempt_json import attempt_json, utc_text
from sgdesk.present.words import path_words, progress_words
from sgdesk.trace import Phase

PROGRESS_AFTER_S = 0.5
"""What is quicker shows no progress: it would only flicker."""

SCHEMA = "sgdesk.send/1"


class Report:
    """Keep the attempts and say nothing of what goes on; the others tell more.

    Every call is made on the command's own loop.
    """

    def __init__(self, console: Console) -> None:
        self.attempts: list[Attempt] = []
        self.failure: SgdeskError | None = None
        """What ended the sends before their time; an attempt tells of itself."""
        self._console = console

    def queued(self, delivery: Delivery) -> None:
        """Take note of a delivery that is about to start."""

    def phase(self, delivery_id: DeliveryId, phase: Phase, fraction: float) -> None:
        """Take note that an attempt went on to a phase."""

    def attempt(self, attempt: Attempt) -> None:
        """Keep an attempt that ended."""
        self.attempts.append(attempt)

    def round_ended(self) -> None:
        """Take note that every path has had its turn."""

    def notice(self, text: str) -> None:
        """Tell the user something beside the results; the document says it too."""
        parts = {"place": "history", "happened": text, "why": "", "remedy": ""}
        self._console.warnings.append({"id": "notice", **parts})
        for line in paragraph(text, self._console.err_style.width, indent=""):
            self._console.note(line)

    def finished(self) -> None:
        """Take note that nothing more will come: the end, a cancel or an error."""

    def _document(self) -> dict[str, object]:
        """Give the `--json` document, with what ended the sends early."""
        document: dict[str, object] = {
            "schema": SCHEMA,
            "attempts": [attempt_json(attempt) for attempt in self.attempts],
            "warnings": self._console.warnings,
        }
        failure = self.failure
        return document if failure is None else {**document, "error": failure_words(failure)}


class HumanReport(Report):
    """Rows and bars for a person; progress on a terminal's last line after half a second."""

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self._shown = 0
        self._path = ""
        self._step = ""
        self._is_slow = False
        self._timer: asyncio.TimerHandle | None = None

    def queued(self, delivery: Delivery) -> None:
        """Start the half second."""
        self._path, self._step = path_words(delivery.route.path), ""
        if self._console.is_interactive:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(PROGRESS_AFTER_S, self._become_slow)

    def phase(self, delivery_id: DeliveryId, phase: Phase, fraction: float) -> None:
        """Show the step in words once the send is slow."""
        super().phase(delivery_id, phase, fraction)
        self._step = progress_words(phase, fraction)
        if self._is_slow:
            self._show()

    def attempt(self, attempt: Attempt) -> None:
        """Keep it; a round is shown together, on one axis."""
        self._end_progress()
        super().attempt(attempt)

    def round_ended(self) -> None:
        """Show what has come since the last round."""
        fresh, self._shown = self.attempts[self._shown :], len(self.attempts)
        for line in round_lines(fresh, self._console.out_style):
            self._console.line(line)

    def finished(self) -> None:
        """Show what a broken round has left."""
        self._end_progress()
        self.round_ended()

    def _become_slow(self) -> None:
        self._is_slow = True
        self._show()

    def _show(self) -> None:
        self._console.status(f"{self._path}: {self._step}  (Ctrl-C stops)")

    def _end_progress(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._is_slow:
            self._is_slow = False
            self._console.status("")


class JsonReport(Report):
    """One document at the end and nothing else."""

    def finished(self) -> None:
        """Print the document; one without an attempt is left to who knows why."""
        if self.attempts:
            self._console.document(self._document())


class EventsReport(Report):
    """A JSON line as each thing happens; the last line is the document."""

    def queued(self, delivery: Delivery) -> None:
        """Print a `queued` line."""
        self._line(
            {
                "event": "queued",
                "delivery_id": delivery.id,
                "path": delivery.route.path.text,
                "at": utc_text(delivery.created_at),
            }
        )

    def phase(self, delivery_id: DeliveryId, phase: Phase, fraction: float) -> None:
        """Print a `phase` line."""
        self._line(
            {
                "event": "phase",
                "delivery_id": delivery_id,
                "phase": phase.value,
                "fraction": round(fraction, 3),
            }
        )

    def attempt(self, attempt: Attempt) -> None:
        """Print an `attempt` line."""
        super().attempt(attempt)
        self._line({"event": "attempt", "attempt": attempt_json(attempt)})

    def finished(self) -> None:
        """Print the document as the last line; where it is the first, who knows why does."""
        if self.attempts or self._console.has_document:
            self._line(self._document())

    def _line(self, value: object) -> None:
        self._console.document(value, indent=None)
