"""The More tab: what few mails need, field by field."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from sgdesk.present.form import ComposeForm, FormTracking
from sgdesk.ui.compose.head_lines import LABEL_GAP_PX, LABELS_PX
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.choices import Choice, ChoiceRow
from sgdesk.ui.widgets.rows import Column, FieldRows
from sgdesk.ui.widgets.scroll import ScrollArea
from sgdesk.ui.widgets.surface import column, label, paragraph, row

PLACES = ("reply_to", "categories", "headers", "custom_args", "tracking")
_SWITCHES = (
    ("opens", "Opens", "Count who opens the mail, by an image that nobody sees"),
    ("clicks", "Clicks", "Count who follows a link; links then lead over SendGrid"),
    ("subscription", "Unsubscribe text", "Let SendGrid put its unsubscribe links under the mail"),
    ("google_analytics", "Google Analytics", "Add Google's marks to the links"),
)
_TITLES = {
    "reply_to": "Repl&y to",
    "categories": "Tags",
    "headers": "Headers",
    "custom_args": "Own data",
    "tracking": "Tracking",
}
_HINTS = {
    "categories": "To report on mails of one kind together (categories); at most 10, no accents.",
    "headers": "Lines of your own in the head of the mail.",
    "custom_args": "Comes back with each event of this mail, seen by nobody else "
    "(custom_args, unique_args).",
}
_SETTING = {None: "account", True: "on", False: "off"}
_VALUE = {setting: value for value, setting in _SETTING.items()}


class MoreTab(ScrollArea):
    """Reply-to, tags, headers, own data, tracking.

    Signals: `edited()`.
    """

    edited = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("more-tab")
        self.setAccessibleName("More")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._errors = {place: _error() for place in PLACES}
        self.reply_to = QLineEdit()
        self.reply_to.setObjectName("reply-to")
        self.reply_to.setAccessibleName("Reply to")
        self.reply_to.setPlaceholderText("Where answers go, if not to From")
        self.reply_to.setToolTip("Where answers go, if not to From; several with commas between")
        self.categories = FieldRows("tags", (_column("name", "Tag", "autumn-news"),), icons)
        self.headers = FieldRows(
            "headers",
            (_column("name", "Header", "X-Campaign"), _column("value", "Value", "autumn", 2)),
            icons,
        )
        self.custom_args = FieldRows(
            "own-data",
            (_column("name", "Name", "order"), _column("value", "Value", "1842", 2)),
            icons,
        )
        self.switches = {name: _switch(name, title, why, icons) for name, title, why in _SWITCHES}
        self._lay_out()
        self.reply_to.textChanged.connect(self.edited)
        for rows in (self.categories, self.headers, self.custom_args):
            rows.edited.connect(self.edited)
        for switch in self.switches.values():
            switch.chosen.connect(self.edited)

    def show_form(self, form: ComposeForm) -> None:
        """Show what a form holds of it."""
        self.reply_to.setText(form.reply_to)
        self.categories.set_rows([(category,) for category in form.categories])
        self.headers.set_rows(form.headers)
        self.custom_args.set_rows(form.custom_args)
        for name, switch in self.switches.items():
            switch.choose(_SETTING[getattr(form.tracking, name)])
        self.show_errors({})

    def tracking(self) -> FormTracking:
        """Give the switches."""
        return FormTracking(
            **{name: _VALUE[switch.current] for name, switch in self.switches.items()}
        )

    def count(self) -> int:
        """Count what is set."""
        rows = (self.categories, self.headers, self.custom_args)
        switches = sum(switch.current != "account" for switch in self.switches.values())
        return bool(self.reply_to.text()) + sum(len(each.rows()) for each in rows) + switches

    def show_errors(self, words: Mapping[str, str]) -> None:
        """Say under each field what is wrong with it."""
        for place, error in self._errors.items():
            error.setText(words.get(place, ""))
            error.setVisible(bool(words.get(place)))
        self.reply_to.setProperty("bad", bool(words.get("reply_to")))

    def let_sendgrid_unsubscribe(self) -> None:
        """Have SendGrid put its unsubscribe links under the mail."""
        self.switches["subscription"].choose(_SETTING[True])
        self.edited.emit()

    def leave_unsubscribe_to_account(self) -> None:
        """Have it as the account is set."""
        self.switches["subscription"].choose(_SETTING[None])
        self.edited.emit()

    def show_what_is_set(self) -> None:
        """Bring into sight what is counted, the first of it above all."""
        places = {
            "reply_to": bool(self.reply_to.text()),
            "categories": bool(self.categories.rows()),
            "headers": bool(self.headers.rows()),
            "custom_args": bool(self.custom_args.rows()),
            "tracking": self.tracking() != FormTracking(),
        }
        for place in reversed(places):
            if places[place]:
                self.ensureWidgetVisible(self._fields[place])

    def show_place(self, place: str) -> None:
        """Bring a field into sight and give it the keyboard."""
        field: QWidget
        match place:
            case "reply_to":
                field = self.reply_to
            case "categories" | "headers" | "custom_args":
                rows: FieldRows = getattr(self, place)
                field = rows.first_field()
            case _:
                field = next(iter(self.switches.values()))
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(field)

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setObjectName("scrolled")
        grid = QGridLayout(inside)
        grid.setContentsMargins(14, 12, 14, 12)
        grid.setHorizontalSpacing(LABEL_GAP_PX)
        grid.setColumnMinimumWidth(0, LABELS_PX)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        switches = column(spacing=6)
        widest = max(label(title).sizeHint().width() for _, title, _ in _SWITCHES)
        for name, title, why in _SWITCHES:
            words = label(title, "muted")
            words.setToolTip(why)
            words.setFixedWidth(widest + 8)
            switches.addLayout(row(words, self.switches[name], None))
        held = QWidget()
        held.setLayout(switches)
        self._fields: dict[str, QWidget] = {
            "reply_to": self.reply_to,
            "categories": self.categories,
            "headers": self.headers,
            "custom_args": self.custom_args,
            "tracking": held,
        }
        for at, place in enumerate(PLACES):
            words = label(_TITLES[place], "field")
            words.setContentsMargins(0, 7, 0, 0)
            if place == "reply_to":
                words.setBuddy(self.reply_to)
            below = column(self._fields[place], spacing=4)
            if place in _HINTS:
                below.addWidget(paragraph(_HINTS[place], "hint"))
            below.addWidget(self._errors[place])
            grid.addWidget(words, at, 0, Qt.AlignmentFlag.AlignTop)
            if isinstance(field := self._fields[place], FieldRows):
                below = column(below, field.spare, spacing=0)
            grid.addLayout(below, at, 1)
        grid.setRowStretch(len(PLACES), 1)
        self.setWidget(inside)


def _column(name: str, title: str, placeholder: str, stretch: int = 1) -> Column:
    return Column(
        id=name,
        title=title,
        why=f"{title}, e.g. {placeholder}",
        placeholder=placeholder,
        stretch=stretch,
    )


def _switch(name: str, title: str, why: str, icons: Icons) -> ChoiceRow:
    choices = (
        Choice(id="account", text="As the account", why=f"{why}: as set in the account"),
        Choice(id="on", text="On", why=f"{why}: for this mail"),
        Choice(id="off", text="Off", why=f"{why}: not for this mail"),
    )
    return ChoiceRow(f"tracking-{name}", title, choices, icons, look="segmented")


def _error() -> QLabel:
    words = paragraph("", "error")
    words.hide()
    return words
