"""Look at the mail while it is written, and mend what is found where a button can."""

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, QTimer

from sgdesk.present.form import ComposeForm
from sgdesk.present.readiness import Stop, what_stops
from sgdesk.present.things.code_rules import HTML_SOURCE
from sgdesk.present.things.mend import mended_list
from sgdesk.present.things.table import has_body, look
from sgdesk.present.things.thing import (
    AddUnsubscribe,
    Around,
    Change,
    DeriveText,
    KeepOnly,
    RemoveFile,
    RemoveRepeats,
    Replace,
    SendEach,
    SetFiles,
    Thing,
    TurnNames,
    UseAsHtml,
    UseWebApi,
    WriteDomain,
)
from sgdesk.route import Path, SmtpPath, WebApiPath
from sgdesk.ui.compose.pane import ComposePane
from sgdesk.ui.compose.places import go_to, put
from sgdesk.ui.compose.unsubscribe_line import WORDS
from sgdesk.ui.session import Session
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.widgets.announce import announce

PAUSE_MS = 300
"""A look follows when typing has paused for so long."""


class LookingDesk(QObject):
    """Keep the list of things to look at true."""

    def __init__(self, compose: ComposePane, session: Session, tasks: Tasks) -> None:
        super().__init__(compose)
        self._compose = compose
        self._session = session
        self._tasks = tasks
        self._looked_at: tuple[ComposeForm, Around] | None = None
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._look)
        compose.form_changed.connect(self._timer.start)
        compose.send_bar.route.path_changed.connect(self._look)
        compose.things.place_wanted.connect(self.go_to)
        compose.things.fix_wanted.connect(self.fix)

    def around(self) -> Around:
        """Give what the rules must know besides the form."""
        head = self._compose.head
        return Around(
            people=head.people,
            to=head.count("to"),
            seen=head.seen,
            repeats=head.repeat_words,
            by_smtp=isinstance(self._compose.send_bar.route.path, SmtpPath),
            smtpapi=self._session.reads_smtpapi(self._session.account),
            is_practice=self._session.account.is_practice,
        )

    def go_to(self, thing: Thing) -> None:
        """Go to the place of a thing."""
        if self._is_current():
            self.show_place(thing)

    def show_place(self, thing: Thing) -> None:
        """Go to the place of a thing that was found just now, and open what mends it there."""
        go_to(self._compose, thing)
        body = self._compose.body
        match thing.go.opens:
            case "link":
                body.write.use("button" if "button" in body.write.editor.formats else "link")
            case "files":
                body.files_wanted.emit()
            case "picture":
                body.picture_wanted.emit(thing.go.about)
            case "place":
                body.files.place(thing.go.about)

    def fix(self, thing: Thing) -> None:
        """Mend a thing, unless the mail has changed since it was found."""
        if thing.fix is not None and self._is_current():
            self.make(thing.fix.change)
            if isinstance(thing.fix.change, AddUnsubscribe) and self._compose.things.close_list():
                # The button beside its words would take the link back at the next Return.
                self._compose.body.editor.setFocus(Qt.FocusReason.OtherFocusReason)
                announce(self._compose, WORDS)
        self._look()

    def make(self, change: Change) -> None:
        """Make a change to the mail, one step to undo where it is text."""
        compose = self._compose
        match change:
            case Replace():
                put(compose, change)
            case SetFiles(files=files):
                compose.body.files.set_files(files)
            case RemoveFile(number=number):
                compose.body.removal.remove(number)
            case DeriveText():
                compose.body.sources.make_text_again()
            case UseAsHtml():
                compose.body.use_as_html()
            case AddUnsubscribe():
                compose.let_sendgrid_unsubscribe()
            case RemoveRepeats():
                compose.head.remove_repeats()
            case TurnNames() | WriteDomain():
                field = compose.head.lists[change.place]
                field.take(mended_list(field.entries, change))
            case UseWebApi():
                compose.send_bar.route.take(WebApiPath())
            case SendEach():
                compose.head.choose_each()
            case KeepOnly(addresses=addresses):
                compose.head.keep_only(addresses)

    def look_now(self) -> None:
        """Look without waiting for a pause."""
        self._look()

    def _is_current(self) -> bool:
        return self._looked_at == (self._compose.form(), self.around())

    def _look(self) -> None:
        self._timer.stop()
        form, around = self._compose.form(), self.around()
        path, may_mail = self._compose.send_bar.route.path, self._session.account.may_mail
        if form.is_long or not self._compose.body.sources.is_settled:
            work = self._look_in_thread(form, around, path, may_mail)
            self._tasks.start("look", work, if_running="replace")
        else:
            self._tasks.cancel("look")
            self._show(form, around, look(form, around), what_stops(form, path, may_mail))

    async def _look_in_thread(
        self, form: ComposeForm, around: Around, path: Path, may_mail: Sequence[str]
    ) -> None:
        things = await asyncio.to_thread(look, form, around)
        stop = await asyncio.to_thread(what_stops, form, path, may_mail)
        self._show(form, around, things, stop)

    def _show(
        self, form: ComposeForm, around: Around, things: tuple[Thing, ...], stop: Stop | None
    ) -> None:
        self._looked_at = (form, around)
        source = next((thing for thing in things if thing.rule == HTML_SOURCE), None)
        self._compose.html_offer.show_for(source)
        self._compose.things.show_things(
            things, is_blank=form.is_blank, has_body=has_body(form), stop=stop
        )
        self._compose.unsubscribe.setVisible(form.tracking.subscription is True)
