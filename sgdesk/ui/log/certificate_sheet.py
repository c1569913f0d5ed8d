"""Show certificate: who is at the other end, as far as the connection told."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from sgdesk.present.certificate import CertificatePart, CertificateWords
from sgdesk.ui.account.lines import wrapped
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import code_font
from sgdesk.ui.widgets.copied import Copied
from sgdesk.ui.widgets.scroll import ScrollArea
from sgdesk.ui.widgets.sheet import Sheet
from sgdesk.ui.widgets.surface import button, card, column, label, paragraph, row

FINGERPRINT = "SHA-256"
SIZE_PX = (620, 440)


class CertificateSheet(Sheet):
    """Show a certificate and its chain, and copy them as text."""

    def __init__(self, parent: QWidget, words: CertificateWords, icons: Icons) -> None:
        super().__init__(parent)
        self.setObjectName("certificate")
        self.setWindowTitle("Certificate")
        self.setAccessibleName("Certificate")
        self._text = words.text
        self._said = Copied()
        copy = button(
            "Copy", name="certificate-copy", why="Put all of it into the clipboard, for a ticket"
        )
        icons.put(copy, "copy")
        copy.clicked.connect(self._copy)
        close = button("Close", name="certificate-close", why="Back to the window (Esc)")
        close.clicked.connect(self.accept)
        self.setLayout(
            column(
                label(words.title, "heading"),
                paragraph(words.verdict),
                _scroll(words),
                row(copy, self._said, None, close),
                margins=(22, 18, 22, 16),
                spacing=10,
            )
        )
        self.resize(*SIZE_PX)

    def _copy(self) -> None:
        self._said.take(self._text)


def _scroll(words: CertificateWords) -> ScrollArea:
    inside = QWidget()
    inside.setObjectName("scrolled")
    cards = [_part(at, part) for at, part in enumerate(words.parts)]
    inside.setLayout(column(*cards, None, spacing=10))
    scroll = ScrollArea()
    scroll.setObjectName("certificate-chain")
    scroll.setAccessibleName("Certificates, the server's own first")
    scroll.setWidget(inside)
    return scroll


def _part(at: int, part: CertificatePart) -> QFrame:
    frame = card(f"certificate-{at}", part.title)
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(1, 1)
    for line, (name, value, means) in enumerate(part.facts):
        left = label(name, "muted")
        if name == FINGERPRINT:
            right = label(value)
            right.setFont(code_font())
        else:
            right = wrapped(value)
        right.setAccessibleName(f"{name}: {value}")
        for widget in (left, right):
            widget.setToolTip(means)
        grid.addWidget(left, line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(right, line, 1, Qt.AlignmentFlag.AlignTop)
    frame.setLayout(column(label(part.title, "title"), grid, margins=(14, 10, 14, 12)))
    return frame
