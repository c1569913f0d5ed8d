"""The mail as a test: to the test address alone, and marked as one."""

from dataclasses import replace

from sgdesk.present.form import ComposeForm

MARK = "[Test]"


def as_test(form: ComposeForm, address: str) -> ComposeForm:
    """Give the form with one recipient, no copies, and the mark before its subject."""
    return replace(
        form,
        to=address,
        cc="",
        bcc="",
        subject=f"{MARK} {form.subject.strip()}".strip(),
    )
