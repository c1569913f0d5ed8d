"""The compose pane: one card that gives one `ComposeForm`."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from sgdesk.present.form import ComposeForm, FormFile
from sgdesk.ui.compose.body import Body
from sgdesk.ui.compose.html_offer import HtmlOffer
from sgdesk.ui.compose.mail_scroll import MailScroll
from sgdesk.ui.compose.more import PLACES as MORE_PLACES
from sgdesk.ui.compose.recipients import Head
from sgdesk.ui.compose.sendbar import SendBar
from sgdesk.ui.compose.things_line import ThingsLine
from sgdesk.ui.compose.trial_ask import TrialLine
from sgdesk.ui.compose.unsubscribe_line import UnsubscribeLine
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Theme
from sgdesk.ui.widgets.elided import ElidedLabel
from sgdesk.ui.widgets.notice import Notice
from sgdesk.ui.widgets.problem import ProblemCard
from sgdesk.ui.widgets.surface import (
    LINK_PX,
    PADDING_PX,
    Inset,
    button,
    card,
    column,
    restyle,
    row,
    rule,
)
from sgdesk.ui.widgets.tab_order import tab_as_laid_out

NEW_WHY = "Begin a new mail; this one stays as a draft (Ctrl+N)"
MOST_SAVED_PX = 170
_BODY_PLACES = frozenset({"html", "text", "attachments", *MORE_PLACES})


class ComposePane(QWidget):
    """Write a mail and ask for it to be sent.

    Signals: `form_changed()`; `form_replaced()`, before that, when it is another mail's;
    `new_requested()`; `drafts_requested()`; `crowded()`, when not all of the mail is in sight;
    `room_changed()`, when more or less of it may be; those of `body` and `send_bar`.
    """

    form_changed = Signal()
    form_replaced = Signal()
    new_requested = Signal()
    drafts_requested = Signal()
    crowded = Signal()
    room_changed = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("compose")
        self.icons = icons
        self.head = Head(theme, icons)
        self.body = Body(theme, icons)
        self.send_bar = SendBar(icons)
        self.things = ThingsLine(icons)
        self.unsubscribe = UnsubscribeLine()
        self.html_offer = HtmlOffer()
        self.notice = Notice("compose-notice", buttons_beside=True, is_capped=True)
        self.problem = ProblemCard("problem", icons)
        self.draft_notice = Notice("draft-notice")
        self.trial_line = TrialLine()
        self.saved = _saved_line()
        self._is_sent = self._is_in_results = False
        self._is_under_way = False
        frame = card("compose-card", "Write")
        mail = QWidget()
        mail.setObjectName("scrolled")
        upper = QVBoxLayout(mail)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(4)
        self._top = column(self.head)
        upper.addLayout(self._top)
        upper.addWidget(self.body, 1)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        self._scroll = MailScroll(mail, self.head, self.body)
        inside.addWidget(self._scroll, 1)
        # Below the mail, whose own lines give them the room: above it they would move its tabs.
        for told in (self.notice, self.draft_notice, self.problem):
            inside.addWidget(Inset(told, (14, 8, 14, 8)))
        inside.addWidget(rule())
        inside.addWidget(self.html_offer)
        inside.addWidget(self.unsubscribe)
        self.send_bar.put_above_path(self._foot())
        inside.addWidget(self.send_bar)
        self.set_low(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        tab_as_laid_out(self.send_bar)
        self._signature = ""
        self._found, self._found_in = dict[str, str](), ComposeForm()
        """What is wrong, by places outside the head, in the mail as it stood then."""
        self._connect()

    def _connect(self) -> None:
        self.head.edited.connect(self._report)
        self.head.subject.go_on = self._go_to_text
        self.body.edited.connect(self._report)
        self.body.tabs.chosen.connect(self._scroll.show_part)
        self._scroll.resized.connect(self._keep_lines)
        self._scroll.resized.connect(self.room_changed)
        self._scroll.crowded.connect(self.crowded)
        self.problem.told.connect(self.things.hold_praise)
        self.send_bar.done.stop_told.connect(self.things.hold_stop)
        self.send_bar.done.stop_told.connect(self._show_saved)
        self.problem.left.connect(self.send_bar.focus_send)
        self.html_offer.taken.connect(self.body.use_as_html)
        self.unsubscribe.left_out.connect(self.leave_unsubscribe_out)

    def set_low(self, low: bool) -> None:  # a slot
        """Give what height there is to the mail itself."""
        self._top.setContentsMargins(14, 8 if low else 12, 14 - LINK_PX, 0)
        self.send_bar.set_low(low)
        self.notice.set_low(low)
        self.problem.set_low(low)
        self.head.set_low(low)

    @property
    def needed_height(self) -> int:
        """Give how high it must be for head and body to be in sight at once."""
        return self.height() - self._scroll.viewport().height() + self._scroll.needed_height

    @property
    def mail(self) -> int:
        """Say which mail stands here: another number for each that was shown."""
        return self.body.sources.mail

    def form(self) -> ComposeForm:
        """Give what stands in the fields."""
        sources, more = self.body.sources, self.body.more
        return ComposeForm(
            sender=self.head.text("sender"),
            to=self.head.text("to"),
            cc=self.head.text("cc"),
            bcc=self.head.text("bcc"),
            each=self.head.wants_each,
            subject=self.head.text("subject"),
            markdown=sources.markdown(),
            html=sources.html(),
            html_is_own=sources.html_is_own,
            text=sources.text(),
            text_is_own=sources.text_is_own,
            files=self.body.files.files,
            reply_to=more.reply_to.text(),
            headers=tuple((name, value) for name, value in more.headers.rows()),
            categories=tuple(name for (name,) in more.categories.rows()),
            custom_args=tuple((name, value) for name, value in more.custom_args.rows()),
            tracking=more.tracking(),
            signature=self._signature,
        )

    def set_form(self, form: ComposeForm) -> None:
        """Show a mail, without what was said of the one before."""
        self._found = {}
        self.form_replaced.emit()
        self._signature = form.signature
        if not self.notice.lasts:
            self.notice.clear()
        for place in ("sender", "to", "cc", "bcc", "subject"):
            self.head.set_text(place, getattr(form, place))
        self.head.set_copies(each=form.each)
        self.body.show_form(form)
        self._report()

    def show_saved(
        self, words: str, *shorter: str, is_sent: bool = False, in_results: bool = False
    ) -> None:
        """Say under the body when the draft was kept, or sent; nothing for one that is not.

        The first of some `shorter` words that fits stands where there is little room. Of a mail
        that is `in_results` the line of the send says all of it, and leads there.
        """
        self.saved.show_text(words, *shorter)
        restyle(self.saved, "role", "good" if is_sent else "hint")
        # The time is what it is read for; only what names a mail or a file may be cut.
        self.saved.ensurePolished()
        edges = self.saved.width() - self.saved.contentsRect().width()
        shortest = [words, *shorter][-1]
        needed = self.saved.fontMetrics().horizontalAdvance(shortest) + edges
        self.saved.setMinimumWidth(min(MOST_SAVED_PX, needed))
        self.things.hold_sent(is_sent)
        self._is_sent, self._is_in_results = is_sent, in_results
        self._show_saved()
        self.saved.setAccessibleName(words.lstrip("✓ ") or "Draft not saved yet")

    def note_under_way(self, is_under_way: bool) -> None:
        """Say of no mail that it was sent while one is on its way: it would be taken for that."""
        self._is_under_way = is_under_way
        self._show_saved()

    def show_findings(self, words: Mapping[str, str]) -> None:
        """Say under each field what is wrong with it; what has no field stands below the body.

        Keys are places (`sender`, `to`, …, `html`, `text`, `attachments`, or nothing).
        """
        for place in self.head.fields:
            self.head.set_error(place, words.get(place, ""))
        self._found = {
            place: text for place, text in words.items() if place not in self.head.fields
        }
        self._found_in = self.form()
        self._show_found()
        self._go_to_first(words)

    @property
    def told_below(self) -> frozenset[str]:
        """Name the places of which is told below the body, not where they are."""
        return frozenset(self._found) - frozenset(MORE_PLACES)

    def let_sendgrid_unsubscribe(self) -> None:
        """Have an unsubscribe link put under the mail (subscription tracking)."""
        self.body.more.let_sendgrid_unsubscribe()

    def leave_unsubscribe_out(self) -> None:
        """Take that back: the link is as the account has it."""
        self.body.more.leave_unsubscribe_to_account()

    def inline_images(self) -> dict[str, bytes]:
        """Give the images that the HTML may name, by Content-ID."""
        return {file.content_id: file.content for file in self.body.files.files if file.content_id}

    def go_to_field(self, place: str) -> None:
        """Put the keyboard into a field of the head, and the field into sight."""
        self.head.focus_place(place)
        self._scroll.ensureWidgetVisible(self.head.fields[place])

    def go_on_writing(self) -> None:
        """Put the keyboard where the mail is not finished: a field that is empty, else its end."""
        for place in ("to", "subject"):
            if not self.head.text(place).strip():
                self.go_to_field(place)
                return
        self.body.go_to_end()

    def show_some_lines(self) -> None:
        """Scroll a low window so that some lines of the mail are seen, not its head alone."""
        self._scroll.show_some_lines()

    def show_head_and_lines(self) -> None:
        """Show as much of the head as some lines of the mail leave room for.

        What went wrong may be meant for From or To.
        """
        self._scroll.verticalScrollBar().setValue(0)
        self._scroll.show_some_lines()

    def _go_to_text(self) -> bool:
        """Go where the mail is written, and say whether there is that in front."""
        editor = self.body.editor
        if not isinstance(editor, QPlainTextEdit) or editor.isReadOnly():
            return False
        editor.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.show_some_lines()
        return True

    def add_files(self, files: tuple[FormFile, ...]) -> None:
        """Attach files and show them."""
        self.body.files.add(files)
        self.body.show_tab("files")

    def _go_to_first(self, words: Mapping[str, str]) -> None:
        for place in self.head.fields:
            if words.get(place):
                self.go_to_field(place)
                return
        for place in words:
            if place in _BODY_PLACES:
                self.body.show_place(place)
                if place not in MORE_PLACES:
                    self.body.editor.setFocus(Qt.FocusReason.OtherFocusReason)
                # Once the words above it have their room.
                QTimer.singleShot(0, self, self.show_some_lines)
                return

    def _show_found(self) -> None:
        self.body.more.show_errors(self._found)
        elsewhere = [text for place, text in self._found.items() if place not in MORE_PLACES]
        if elsewhere:
            title, ends, reason = "\n".join(elsewhere).partition(". ")
            self.notice.say("bad", f"{title}{ends.rstrip()}", reason)
        else:
            self.notice.clear()

    def _drop_mended(self) -> None:
        """Take back what was said of a part of the mail that was edited since."""
        form, said = self.form(), self.notice.text
        still = {
            place: text
            for place, text in self._found.items()
            if not _differs(form, self._found_in, place)
        }
        if still != self._found:
            is_ours = said == "\n".join(
                text for place, text in self._found.items() if place not in MORE_PLACES
            )
            self._found = still
            if is_ours:
                self._show_found()
            else:
                self.body.more.show_errors(still)

    def _foot(self) -> QHBoxLayout:
        drafts = button(
            "Drafts…", name="show-drafts", why="Mail that you began earlier", kind="link"
        )
        drafts.clicked.connect(self.drafts_requested)
        new = button("New mail", name="new-mail", why=NEW_WHY, kind="link")
        new.clicked.connect(self.new_requested)
        # What is pressed stands first: words of another length beside it do not move it.
        said = row(self.things, self.saved, spacing=4)
        said.setStretch(1, 1)
        foot = row(
            said, self.trial_line, new, drafts, spacing=6, margins=(7, 2, PADDING_PX - LINK_PX, 2)
        )
        foot.setStretch(0, 1)
        return foot

    def _report(self) -> None:
        if self._found:
            self._drop_mended()
        self.form_changed.emit()

    def _keep_lines(self) -> None:
        if self.problem.isVisible():
            QTimer.singleShot(0, self, self.show_head_and_lines)

    def _show_saved(self) -> None:
        is_said = self._is_in_results and self.send_bar.done.tells_of_send
        is_hidden = self._is_sent and (self._is_under_way or is_said)
        self.saved.setVisible(bool(self.saved.text()) and not is_hidden)


def _saved_line() -> ElidedLabel:
    line = ElidedLabel("hint")
    line.setObjectName("draft-saved")
    # It takes what room the others leave it, so that none of them is cut for its longest words.
    line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    line.setIndent(0)
    line.hide()
    return line


def _differs(form: ComposeForm, before: ComposeForm, place: str) -> bool:
    """Say whether a part of a mail is another one now; no part is the whole mail."""
    match place:
        case "html" | "text":
            return (form.markdown, form.html, form.text) != (
                before.markdown,
                before.html,
                before.text,
            )
        case "attachments":
            return form.files != before.files
        case str() if place in MORE_PLACES:
            return bool(getattr(form, place) != getattr(before, place))
        case _:
            return form != before
