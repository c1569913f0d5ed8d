"""Say under the mail how its send ended and why, and keep everything that was typed."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from sgdesk.account.account import Account
from sgdesk.clock import wall_utc
from sgdesk.delivery import Accepted, Attempt, Cancelled
from sgdesk.message import Message
from sgdesk.present.compose import compose
from sgdesk.present.form import ComposeForm
from sgdesk.present.keyless import KEY_IS_HERE, is_key_gone
from sgdesk.present.problem_words import ProblemWords, problem_words
from sgdesk.present.remedies import Act, Remedy, RemedyPlace, remedies
from sgdesk.present.send_words import done_words
from sgdesk.present.sending import addresses_of
from sgdesk.present.since import Since
from sgdesk.ui.compose.pane import ComposePane
from sgdesk.ui.compose.recall import since_of
from sgdesk.ui.compose.sendbar import SEND
from sgdesk.ui.compose.sent import MOST_REMEMBERED, Remembered, Sent
from sgdesk.ui.log.case import Case
from sgdesk.ui.session import Session
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.widgets.announce import announce

_FINE = (Accepted, Cancelled)
_NOT_KNOWN = Since(doubt="Whether another send brought it is not known.")


class ProblemDesk(QObject):
    """Show the problem of the last send in Write.

    `remembered` knows who got the mail since, in this window; the history of the session knows
    what others did.

    Signals: `acted(object, object)`, the `Remedy` that was pressed and its `Case`;
    `mail_wanted(object)`, the `Case` whose captured mail is to be seen.
    """

    acted = Signal(object, object)
    mail_wanted = Signal(object)

    def __init__(
        self,
        compose: ComposePane,
        remembered: Remembered,
        session: Session,
        tasks: Tasks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._remembered = remembered
        self._session = session
        self._tasks = tasks
        compose.form_changed.connect(self._note_typing)
        self._compose = compose
        self._card = compose.problem
        self._case: Case | None = None
        self._since_then = _NOT_KNOWN
        """What the history knew of other sends of that mail once it had ended."""
        self._said_of: ComposeForm | None = None
        """The mail as it stood when it was said what became of it."""
        self._say: Callable[[], None] | None = None
        """Says it once more."""
        self._mail: int | None = compose.mail
        """Which of the mails in Write that was."""
        self._offers_simulation = False
        self._account = ""
        """Who sends now, once that was said."""
        self._failed: list[Sent] = []
        """Sends whose mail may be opened again, the newest last."""
        self._pressed_at: Case | None = None
        """The case whose own button was pressed: what that sent went on purpose."""
        self._captured: Case | None = None
        """The mail that the practice inbox has just taken."""
        self._card.chosen.connect(self._report)
        compose.send_bar.done.mail_wanted.connect(self._ask_for_mail)

    def keep(self, sent: Sent) -> None:
        """Remember how a send ended, for when its mail is opened again."""
        self._keep(sent)
        self.look_again()

    def _keep(self, sent: Sent) -> None:
        self._failed = [one for one in self._failed if one.message != sent.message]
        if not sent.is_accepted and sent.how_again == SEND and not sent.decisions:
            self._failed = [*self._failed, sent][-MOST_REMEMBERED:]

    def note(self, sent: Sent) -> None:
        """Take a send that ended: say what became of it, or what went wrong.

        Nothing is said under another mail: its buttons would send that one.
        """
        self._keep(sent)
        if sent.mail == self._compose.mail:
            self._show(sent)
            self._hand_over_keyboard()

    def _show(self, sent: Sent) -> None:
        is_here = all(map(self._session.is_practice_of, sent.attempts))
        is_captured = sent.is_accepted and is_here
        self._captured = _case_of(sent, sent.attempts[0]) if is_captured else None
        self._said_of, self._mail = self._compose.form(), sent.mail
        words = done_words(sent.message, sent.attempts, is_own_inbox=is_here)
        self._say = partial(
            self._compose.send_bar.done.show_words,
            words,
            has_mail=is_captured,
            is_sent=sent.is_accepted,
        )
        self._say()
        failed = [one for one in sent.attempts if not isinstance(one.outcome, _FINE)]
        if not failed:
            self.forget()
            return
        attempt = failed[0]
        offered = self._offered(attempt)
        self._since_then = sent.since.get(attempt.id, _NOT_KNOWN)
        now, since = self._session.simulated_for(attempt), self._since(sent.message, attempt)
        credits_left = sent.account.credits
        problem = problem_words(attempt, credits_left, offered, simulating=now, since=since)
        if problem is None:
            self.forget()
            return
        self._case = _case_of(sent, attempt)
        self._card.show_problem(problem, offered)
        announce(self._card, f"{problem.title}. {problem.text}")
        # Once the card has its room.
        QTimer.singleShot(0, self._compose, self._compose.show_head_and_lines)

    def note_decision(self, attempt_id: str, decision: str) -> None:
        """Say of an unknown what the user said of it, in place of why it was unknown."""
        self._failed = [
            one for one in self._failed if attempt_id not in {each.id for each in one.attempts}
        ]
        if self._case is None or self._case.attempt.id != attempt_id:
            return
        self._case = case = replace(self._case, decided=decision)
        words = self._say_again(case)
        if words is not None:
            announce(self._card, f"{words.title}. {words.text}")
        self.look_again()

    def look_again(self) -> None:
        """Ask again what other sends of the mail came to: one may have brought it meanwhile."""
        if self._case is not None:
            self._tasks.start("problem", self._ask_again(self._case), if_running="replace")

    async def _ask_again(self, case: Case) -> None:
        assert case.message is not None
        found = await since_of(self._session, case.message, (case.attempt,))
        if self._case is not case or self._card.offers(Act.SEND_NOW):
            # Another mail; or a countdown, which goes on.
            return
        was, self._since_then = self._since_then, found.get(case.attempt.id, _NOT_KNOWN)
        if self._pressed_at is not case:
            self._remembered.note_told(case.message, self._since_then)
        if self._since_then != was:
            self._say_again(case)

    def _say_again(self, case: Case) -> ProblemWords | None:
        offered = self._offered(case.attempt, case.decided)
        words = problem_words(
            case.attempt,
            offered=offered,
            decided=case.decided,
            simulating=self._session.simulated_for(case.attempt),
            since=self._since(case.message, case.attempt),
        )
        if words is not None:
            self._card.show_problem(words, offered)
        return words

    def _hand_over_keyboard(self) -> None:
        """Go from what sent the mail to what can be done now; who types is left alone."""
        # Of the window: a sheet that asked before the send may still have it.
        focused = self._compose.window().focusWidget()
        is_at_send = focused is not None and self._compose.send_bar.isAncestorOf(focused)
        if is_at_send and self._card.isVisible():
            self._card.focus_first()

    def note_stopped(self, words: str) -> None:
        """Say why nothing was sent, where the button is, until something is typed."""
        self._compose.send_bar.done.show_words(words, has_result=False)
        self._said_of, self._mail = self._compose.form(), self._compose.mail
        # Once it is edited: what stopped it may be mended elsewhere.
        self._say = None

    def note_simulation(self) -> None:
        """Offer other things where something else is simulated now, or nothing any more."""
        case = self._case
        if case is None or self._card.offers(Act.SEND_NOW):
            # A countdown goes on.
            return
        now = self._session.simulated_for(case.attempt)
        if not (self._offers_simulation or now):
            return
        self._say_again(case)

    def _since(self, message: Message | None, attempt: Attempt) -> Since:
        known = message is not None and self._remembered.somebody_has(
            message, practice=attempt.practice
        )
        return replace(self._since_then, may_have=known or self._since_then.may_have)

    def _offered(self, attempt: Attempt, decided: str | None = None) -> tuple[Remedy, ...]:
        offered = remedies(
            attempt,
            RemedyPlace.WRITE,
            has_message=True,
            now=wall_utc(),
            decided=decided,
            simulating=self._session.simulated_for(attempt),
        )
        self._offers_simulation = any(remedy.act is Act.STOP_SIMULATING for remedy in offered)
        return offered

    def take_account(self, account: Account) -> None:
        """Put the message away when somebody else is to send: its buttons would send as them.

        Where a key was missing that is there now, the send can go on.
        """
        self._account = account.name
        if self._case is None:
            return
        if self._case.account != account.name:
            self.forget()
        elif is_key_gone(self._case.attempt) and self._session.has_key(account):
            offered = self._offered(self._case.attempt)
            self._card.show_remedies([one for one in offered if one.act is not Act.ENTER_KEY])
            self._card.show_status(KEY_IS_HERE)
            announce(self._card, KEY_IS_HERE)

    def forget(self) -> None:
        """Put the message away."""
        self._remembered.forget_told()
        self._case = None
        self._card.clear()

    def _note_typing(self) -> None:
        """Say what became of the send while the mail is as it was sent, also once it is so again.

        Its problem stays until another mail comes.
        """
        done = self._compose.send_bar.done
        if self._compose.mail == self._mail:
            # A field may report late what was typed before the send.
            is_as_sent = self._compose.form() == self._said_of
            if is_as_sent and self._say is not None and done.isHidden():
                self._say()
            elif not is_as_sent and not done.isHidden():
                done.show_words("")
            return
        self._said_of = self._say = None
        done.show_words("")
        self._mail = self._compose.mail
        if self._case is not None:
            self.forget()
        # Once all of the mail stands there.
        QTimer.singleShot(0, self, self._recall)

    def _recall(self) -> None:
        """Say of a mail that was opened again how its last send ended."""
        form = self._compose.form()
        if form.is_blank or form.is_long or self._case is not None:
            return
        for sent in reversed(self._failed):
            if self._account and sent.account.name != self._account:
                # Its buttons would send as somebody else.
                continue
            if self._remembered.all_have_it(sent.message, sent):
                # Those who were refused got it since, so nothing is left to do.
                continue
            if compose(form, sent.attempts[0].path).message == sent.message:
                # Another process may have sent it in the meantime.
                self._show(replace(sent, mail=self._compose.mail, since={}))
                return

    def _report(self, remedy: Remedy) -> None:
        if self._case is not None:
            self._pressed_at = self._case
            self.acted.emit(remedy, self._case)

    def _ask_for_mail(self) -> None:
        if self._captured is not None:
            self.mail_wanted.emit(self._captured)


def _case_of(sent: Sent, attempt: Attempt) -> Case:
    addresses = addresses_of(sent.message)
    return Case(
        attempt=attempt,
        place=RemedyPlace.WRITE,
        account=sent.account.name,
        subject=sent.message.subject,
        recipients=addresses[:20],
        recipient_count=len(addresses),
        message=sent.message,
        has_message=True,
        mail=sent.mail,
        how_again=sent.how_again,
    )
