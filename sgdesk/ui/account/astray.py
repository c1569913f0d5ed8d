"""Tell the practice inbox's own key from SendGrid's, before anybody is asked about it."""

from sgdesk.account.findings import check_paths
from sgdesk.errors import InputError, SandboxError, StoreError
from sgdesk.present.account_form import AccountForm, connection_values
from sgdesk.present.recipes import meets_sendgrid
from sgdesk.routing import make_route
from sgdesk.secret import Secret
from sgdesk.ui.session import Session


def is_practice_key(session: Session, key: Secret) -> bool:
    """Say whether it is the key of the practice inbox that runs now."""
    try:
        return key.reveal() == session.practice.key
    except (SandboxError, StoreError):
        return False


def is_astray(session: Session, key: Secret, form: AccountForm) -> bool:
    """Say whether the practice inbox's key would be shown to SendGrid, which cannot know it."""
    if not is_practice_key(session, key):
        return False
    try:
        settings = session.book.settings_with(connection_values(form))
        paths = check_paths(settings.text("path"))
        return any(meets_sendgrid(make_route(settings, path)) for path in paths)
    except InputError:
        # The check stops at it, too, and says it.
        return False
