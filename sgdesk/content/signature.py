"""A signature in the writing: whether it is there, where it goes, and where one writes above it."""

from sgdesk.content.edit import Edit


def has_signature(text: str, signature: str) -> bool:
    """Say whether a mail has it, wherever; none is one that every mail has."""
    return signature.strip() in text


def put_signature(text: str, signature: str, at: int) -> Edit:
    """Put it under what is written, with an empty line above; the cursor stays `at` its place."""
    end = len(text.rstrip())
    at = min(at, end)
    return Edit(start=end, end=len(text), text=f"\n\n{signature}", select_from=at, select_to=at)


def above_signature(text: str, signature: str) -> int | None:
    """Give where one goes on writing above it; `None` where the mail does not end with it."""
    signature, whole = signature.strip(), text.rstrip()
    if not signature or not whole.endswith(signature):
        return None
    written = whole.removesuffix(signature)
    return len(written.removesuffix("\n").removesuffix("\n"))
