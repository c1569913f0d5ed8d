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
        # The mark makes no subject of none: a test is checked as the mail itself is.
        subject=f"{MARK} {form.subject.strip()}" if form.subject.strip() else "",
    )


def test_words(address: str) -> str:
    """Say what Send test to me does; no address where it is not known yet."""
    if not address:
        return "Asks for your own address, then sends it there alone (Ctrl+Shift+Enter)"
    return f"Send it to {address} alone, marked as a test (Ctrl+Shift+Enter)"
