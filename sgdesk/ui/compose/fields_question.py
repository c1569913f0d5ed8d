"""Ask before a mail goes out in practice with fields in it that nothing fills in."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from sgdesk.ui.sheets import Answer, Question


def fields_question(parent: QWidget, fields: Sequence[str]) -> Question:
    """Make the question; it is answered with `send` or `back`."""
    first = fields[0]
    more = f", and {len(fields) - 1} more" if len(fields) > 1 else ""
    return Question(
        parent,
        "open-fields",
        f"Send with {first} in it?",
        f"Nothing fills in {first}{more}: people would read it as it stands. Write what belongs "
        "there, or take it out.",
        (
            Answer(id="send", text="Send anyway", why="Send the mail as it stands"),
            Answer(id="back", text="Back", why="Send nothing (Esc)", is_default=True),
        ),
    )
