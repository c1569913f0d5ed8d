"""What stands in the compose pane, as plain values; light enough for the first paint."""

from dataclasses import dataclass, replace

LONG_CHARACTERS = 100_000
"""Reading more of text and addresses takes longer than a frame may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFile:
    """One file that goes along."""

    filename: str
    content: bytes
    type: str
    content_id: str = ""
    """Without angle brackets; not empty means inline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTracking:
    """Tracking switches; `None` leaves the account's own setting."""

    opens: bool | None = None
    clicks: bool | None = None
    subscription: bool | None = None
    google_analytics: bool | None = None


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
    markdown: str = ""
    """What stands in the Write tab; empty for a mail that came as HTML or as plain text."""
    html: str = ""
    html_is_own: bool = False
    """The HTML was changed by hand, so it no longer follows `markdown`, which is kept beside it."""
    text: str = ""
    text_is_own: bool = False
    """The plain text was written by hand, so it no longer follows the HTML; may be empty."""
    files: tuple[FormFile, ...] = ()
    reply_to: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    categories: tuple[str, ...] = ()
    custom_args: tuple[tuple[str, str], ...] = ()
    tracking: FormTracking = FormTracking()
    signature: str = ""
    """What stood in the Write tab when the mail was begun."""

    @property
    def is_blank(self) -> bool:
        """Say whether nothing was written yet; From comes with the account and does not count,
        nor does the signature as it came."""
        is_own = self.html_is_own or self.text_is_own
        is_alone = self.signature and not is_own
        is_signature = is_alone and self.markdown.strip() == self.signature.strip()
        typed = (
            *(self.to, self.cc, self.bcc, self.subject, self.reply_to),
            *(() if is_signature else (self.markdown, self.html, self.text)),
            *self.categories,
            *(part for pair in (*self.headers, *self.custom_args) for part in pair),
        )
        return (
            not self.files
            and self.tracking == FormTracking()
            and not any(part.strip() for part in typed)
        )

    def signed(self, signature: str) -> "ComposeForm":
        """Give a new mail its signature, with a line above it to write in."""
        if not signature:
            return self
        return replace(self, markdown=f"\n\n{signature}", signature=signature)

    @property
    def follows_writing(self) -> bool:
        """Say whether the HTML is made from what stands in the Write tab."""
        return bool(self.markdown) and not self.html_is_own

    @property
    def is_long(self) -> bool:
        """Say whether reading it belongs into a worker thread."""
        people = len(self.to) + len(self.cc) + len(self.bcc)
        # An address takes as long as fifty characters of text: its domain is looked at, too.
        return people * 25 + len(self.html) + len(self.text) > LONG_CHARACTERS
