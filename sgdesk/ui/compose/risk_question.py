"""Ask before practice mail goes a second time: nobody gets it twice, but here one learns."""

from PySide6.QtWidgets import QWidget

from sgdesk.message import Message
from sgdesk.present.review import again_title
from sgdesk.present.risk import Risk
from sgdesk.present.words import path_sentence
from sgdesk.route import Path
from sgdesk.ui.sheets import Answer, Question


def risk_question(
    parent: QWidget, message: Message, path: Path, risk: Risk, account: str
) -> Question:
    """Make the question; it is answered with `send`, `others` or `back`."""
    send = Answer(id="send", text="Send again anyway", why="Send the same mail once more")
    back = Answer(id="back", text="Back", why="Send nothing (Esc)", is_default=True)
    fix = risk.fix
    others = (Answer(id="others", text=fix.text, why=fix.why),) if fix is not None else ()
    return Question(
        parent,
        "resend",
        again_title(message),
        f"{risk.words} Account {account}, by {path_sentence(path)}.",
        (send, *others, back),
    )
