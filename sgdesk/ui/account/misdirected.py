"""Tell a practice key that its account would show to SendGrid, before anybody is asked."""

from sgdesk.account.findings import check_paths
from sgdesk.errors import InputError, SandboxError, StoreError
from sgdesk.present.account_form import AccountForm, connection_values
from sgdesk.routing import make_route
from sgdesk.secret import Secret
from sgdesk.transport.keyguard import may_be_sendgrid
from sgdesk.ui.session import Session


def is_own_practice_key(session: Session, key: Secret) -> bool:
    """Say whether it is the key of the practice inbox that this window runs now."""
    try:
        return key.reveal() == session.practice.key
    except (SandboxError, StoreError):
        return False


def is_misdirected(session: Session, key: Secret, form: AccountForm) -> bool:
    """Say whether a practice key would be shown to SendGrid, which cannot know it."""
    if not key.is_practice:
        return False
    try:
        settings = session.book.settings_with(connection_values(form))
        paths = check_paths(settings.text("path"))
        return any(may_be_sendgrid(make_route(settings, path)) for path in paths)
    except InputError:
        # The check stops at it, too, and says it.
        return False
