"""A form as a draft, and back."""

from dataclasses import replace

from sgdesk import codec
from sgdesk.present.form import ComposeForm
from sgdesk.store import DraftContent


def draft_content(form: ComposeForm) -> DraftContent:
    """Give what is kept of a form: every field it has, files apart."""
    bare = replace(form, files=tuple(replace(file, content=b"") for file in form.files))
    return DraftContent(
        form=codec.to_json(bare),
        files=tuple(file.content for file in form.files),
        subject=form.subject.strip(),
        people=people_text(form),
    )


def draft_form(content: DraftContent) -> ComposeForm:
    """Give back the form; raises `InputError` when the draft is none that can be read."""
    bare = codec.from_json(content.form, ComposeForm)
    files = (
        replace(file, content=kept) for file, kept in zip(bare.files, content.files, strict=True)
    )
    return replace(bare, files=tuple(files))


def people_text(form: ComposeForm) -> str:
    """Name the first recipient as typed and count the others: `ada@example.com and 2 more`."""
    typed = ", ".join((form.to, form.cc, form.bcc)).replace(";", ",").replace("\n", ",")
    people = [part.strip() for part in typed.split(",") if part.strip()]
    if len(people) < 2:
        return "".join(people)
    return f"{people[0]} and {len(people) - 1} more"
