"""What stands in the compose pane, as plain values; light enough for the first paint."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFile:
    """One file that goes along."""

    filename: str
    content: bytes
    type: str
    content_id: str = ""
    """Without angle brackets; not empty means inline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposeForm:
    """Everything the user typed, unread: addresses are still text."""

    sender: str = ""
    to: str = ""
    cc: str = ""
    bcc: str = ""
    each: bool = True
    """One mail each, where there are two To addresses or more."""
    subject: str = ""
    html: str = ""
    text: str = ""
    files: tuple[FormFile, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Say whether nothing was written yet; From comes with the account and does not count."""
        typed = (self.to, self.cc, self.bcc, self.subject, self.html, self.text)
        return not self.files and not any(part.strip() for part in typed)
