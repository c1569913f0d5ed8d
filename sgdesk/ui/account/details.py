"""Connection details: rows of the settings table that most accounts leave as they are."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from sgdesk.present.account_form import DETAILS, detail_text
from sgdesk.present.settings import choice_words
from sgdesk.present.words import TLS_STARTS
from sgdesk.route import Tls
from sgdesk.sendgrid.hosts import API_URL, SMTP_HOST, Region
from sgdesk.settings import BY_KEY, value_text
from sgdesk.ui.account.fields import TITLE_PX
from sgdesk.ui.account.lines import wrapped
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.choices import Choice, ChoiceRow
from sgdesk.ui.widgets.surface import button, label, restyle, row

_HINTS = {
    "path": "587",
    "connect_to": "none, or smtp.sendgrid.net:587=10.0.0.5:2587",
    "proxy": "http://proxy.example.org:3128",
    "ca_file": "none",
}
_PORT_WHY = (
    "Where the SMTP server listens, and where new mail of this account starts. Encryption begins "
    "as chosen beside it; 465 means from the start. On the command line: --via."
)
_WHY = {
    "path": _PORT_WHY,
    "smtpapi": "Whether the SMTP server reads X-SMTPAPI, the header with tags and own data. "
    "Automatic: SendGrid's own servers do, others do not. On the command line: --smtpapi.",
    "connect_to": "Reach a server at another address than its name has, e.g. "
    "smtp.sendgrid.net:587=10.0.0.5:2587; several stand behind each other. Its certificate must "
    "be good for its name all the same. On the command line: --connect-to.",
}
_TITLES = {"path": "SMTP port", "smtpapi": "X-SMTPAPI"}
_ENCRYPTIONS = (
    Choice(
        id=Tls.STARTTLS.value,
        text=TLS_STARTS[Tls.STARTTLS],
        why="The server greets first, then encryption begins; as on 587 and 25",
    ),
    Choice(
        id=Tls.IMPLICIT.value,
        text=TLS_STARTS[Tls.IMPLICIT],
        why="Nothing is said before encryption; as on 465",
    ),
    Choice(
        id=Tls.PLAIN.value,
        text=TLS_STARTS[Tls.PLAIN],
        why="Everybody on the way can read the mail; the key is not sent like this",
    ),
)
_REGIONS = (
    Choice(id="auto", text="Find out", why="Ask the global servers first, then the European ones"),
    Choice(id="global", text="Global", why="The account's mail is handled by the global servers"),
    Choice(id="eu", text="EU", why="The account's mail is handled in the European Union"),
)


class Details(QWidget):
    """Fields for user name, hosts, proxy and certificates, and the region.

    Signals: `changed()`; `file_wanted()`, when a file with certificates is to be chosen.
    """

    changed = Signal()
    file_wanted = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("details")
        self._region_if_none = "auto"
        self._found_region = ""
        self._region = ChoiceRow("region", "Region", _REGIONS, icons, look="segmented")
        self._region.chosen.connect(self._take_region)
        self._encryption = ChoiceRow(
            "encryption", "Encryption", _ENCRYPTIONS, icons, look="segmented"
        )
        self._encryption.chosen.connect(self._take_encryption)
        self._has_chosen_encryption = False
        self.choices = {key: self._choice(key, icons) for key in DETAILS if BY_KEY[key].choices}
        self.fields = {key: self._field(key) for key in DETAILS if key not in self.choices}
        self.fields["path"].textEdited.connect(self._follow_port)
        self._name_hosts()
        choose = button("Choose…", name="choose-ca-file", why="Pick the file with the certificates")
        choose.clicked.connect(self._ask_for_file)
        beside: dict[str, QWidget] = {"path": self._encryption, "ca_file": choose}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, TITLE_PX)
        grid.setColumnStretch(1, 1)
        grid.addWidget(label("Region", "field"), 0, 0)
        grid.addWidget(self._region, 0, 1, Qt.AlignmentFlag.AlignLeft)
        self._errors = {key: wrapped("", "error") for key in self.fields}
        for at, key in enumerate(DETAILS):
            name = label(_title(key), "field")
            line = 1 + 2 * at
            grid.addWidget(name, line, 0)
            if key in self.choices:
                grid.addWidget(self.choices[key], line, 1, Qt.AlignmentFlag.AlignLeft)
                continue
            name.setBuddy(self.fields[key])
            if key in beside:
                both = row(self.fields[key], beside[key])
                both.setStretch(0, 1)
                grid.addLayout(both, line, 1)
            else:
                grid.addWidget(self.fields[key], line, 1)
            grid.addWidget(self._errors[key], line + 1, 1)
            self._errors[key].hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(grid)

    @property
    def region(self) -> str:
        """Give the chosen region; nothing when it is to be found out."""
        return "" if self._region.current == "auto" else self._region.current

    @property
    def texts(self) -> dict[str, str]:
        """Give what stands in the fields, by setting."""
        texts = {key: field.text() for key, field in self.fields.items()}
        texts |= {key: choice.current for key, choice in self.choices.items()}
        port = texts["path"].strip()
        if port.isdecimal():
            texts["path"] = f"{port}:{self._encryption.current}"
        return texts

    def set_values(self, region: str, texts: Mapping[str, str]) -> None:
        """Show values; a setting that is not among them gets its default."""
        self._region.choose(region or self._region_if_none)
        self._name_hosts()
        for key, field in self.fields.items():
            field.setText(texts.get(key, _standard(key)))
            field.home(False)
        for key, choice in self.choices.items():
            value = texts.get(key, "")
            choice.choose(value if value in BY_KEY[key].choices else _standard(key))
        port, _, encryption = self.fields["path"].text().partition(":")
        self.fields["path"].setText(port)
        self._has_chosen_encryption = bool(encryption)
        self._encryption.choose(encryption or _usual_encryption(port))
        plain = Tls.PLAIN.value
        self._encryption.set_shown(plain, shown=encryption == plain)

    def show_wrong(self, key: str, words: str) -> None:
        """Say under a field what is wrong with it and go there; no words: nothing is."""
        field, error = self.fields[key], self._errors[key]
        error.setText(words)
        error.setVisible(bool(words))
        restyle(field, "bad", bool(words))
        field.setAccessibleDescription(words or field.toolTip())
        if words:
            field.setFocus()

    def clear_wrong(self) -> None:
        """Take back what was said under the fields."""
        for key, error in self._errors.items():
            if not error.isHidden():
                self.show_wrong(key, "")

    def take_file(self, path: str) -> None:
        """Take the file with certificates that was chosen."""
        self.fields["ca_file"].setText(path)
        self._report()

    def show_found(self, region: str) -> None:
        """Say which region a check found; none: it is yet to be found out."""
        self._found_region = region
        self._name_hosts()
        words = {choice.id: choice.text for choice in _REGIONS}
        self._region.set_text("auto", f"Found: {words[region]}" if region else words["auto"])

    def settle_region(self) -> None:
        """Leave out "Find out": nobody is asked."""
        self._region_if_none = "global"
        self._region.choose("global")
        self._region.set_shown("auto", shown=False)

    def _take_region(self) -> None:
        self._name_hosts()
        self._report()

    def _name_hosts(self) -> None:
        """Name the region's own hosts where none is typed: those are the ones that are used."""
        region = Region(self.region or self._found_region or Region.GLOBAL.value)
        self.fields["smtp_host"].setPlaceholderText(SMTP_HOST[region])
        self.fields["api_url"].setPlaceholderText(API_URL[region])

    def _follow_port(self, port: str) -> None:
        """Show the encryption that is usual on a port, until one is chosen."""
        if not self._has_chosen_encryption:
            self._encryption.choose(_usual_encryption(port))

    def _take_encryption(self, chosen: str) -> None:
        self._has_chosen_encryption = True
        if chosen == Tls.IMPLICIT.value and not self.fields["path"].text().strip():
            self.fields["path"].setText("465")
        self._report()

    def _choice(self, key: str, icons: Icons) -> ChoiceRow:
        choices = [
            Choice(id=value, text=words, why=_WHY[key])
            for value, words in choice_words(BY_KEY[key])
        ]
        row_of = ChoiceRow(f"detail-{key}", _title(key), choices, icons, look="segmented")
        row_of.chosen.connect(self._report)
        return row_of

    def _field(self, key: str) -> QLineEdit:
        setting = BY_KEY[key]
        field = QLineEdit(_standard(key))
        field.setObjectName(f"detail-{key}")
        field.setAccessibleName(_title(key))
        why = _WHY.get(key) or f"{setting.help} On the command line: {setting.flag}."
        field.setAccessibleDescription(why)
        field.setToolTip(why)
        field.setPlaceholderText(_HINTS.get(key, ""))
        field.textEdited.connect(self._report)
        return field

    def _ask_for_file(self) -> None:
        self.file_wanted.emit()

    def _report(self) -> None:
        self.changed.emit()


def _title(key: str) -> str:
    return _TITLES.get(key) or BY_KEY[key].title


def _usual_encryption(port: str) -> str:
    return Tls.IMPLICIT.value if port.strip() == "465" else Tls.STARTTLS.value


def _standard(key: str) -> str:
    """Give what stands in a field whose setting an account leaves as it is."""
    default = BY_KEY[key].default
    return detail_text(key, default) if key == "path" else value_text(default)
