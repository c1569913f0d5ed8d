"""A form as a draft, and back."""

from dataclasses import replace

from sgdesk import codec
from sgdesk.present.form import ComposeForm
from sgdesk.present.mail_html import preheader
from sgdesk.present.recipients import AT_ONCE_CHARACTERS, read_list, rough_count
from sgdesk.store import DraftContent

_LOOKED_AT = 150
"""Characters of a text that are looked at for its first words."""


def draft_content(form: ComposeForm) -> DraftContent:
    """Give what is kept of a form: every field it has, files apart."""
    bare = replace(form, files=tuple(replace(file, content=b"") for file in form.files))
    return DraftContent(
        form=codec.to_json(bare),
        files=tuple(file.content for file in form.files),
        subject=form.subject.strip(),
        people=people_text(form),
        words="" if form.subject.strip() else _first_words(form),
    )


def _first_words(form: ComposeForm) -> str:
    return preheader(form.html) or " ".join(form.text[:_LOOKED_AT].split())


def draft_form(content: DraftContent) -> ComposeForm:
    """Give back the form; raises `InputError` when the draft is none that can be read."""
    bare = codec.from_json(content.form, ComposeForm)
    files = (
        replace(file, content=kept) for file, kept in zip(bare.files, content.files, strict=True)
    )
    return replace(bare, files=tuple(files))


def people_text(form: ComposeForm) -> str:
    """Name the first recipient and count the others as their fields do: `Ada and 2 more`."""
    texts = [text for text in (form.to, form.cc, form.bcc) if text.strip()]
    if not texts:
        return ""
    if sum(map(len, texts)) <= AT_ONCE_CHARACTERS:
        entries = [entry for text in texts for entry in read_list(text)]
        count = len(entries)
    else:
        # To read them all would take seconds, and a draft is saved each second.
        entries = list(read_list(texts[0][:AT_ONCE_CHARACTERS]))
        count = sum(map(rough_count, texts))
    first = entries[0].label if entries else ""
    return first if count < 2 else f"{first} and {count - 1:,} more"
