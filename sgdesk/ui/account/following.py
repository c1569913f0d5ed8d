"""Lead accounts along where the window's practice inbox has moved: other ports, another key."""

import asyncio

from sgdesk.account.book import AccountBook
from sgdesk.account.pasted import read_pasted_account
from sgdesk.errors import InputError
from sgdesk.present.account_form import AccountForm, connection_values


async def lead_along(book: AccountBook, environment: str) -> tuple[str, ...]:
    """Give the accounts that were elsewhere, and lead there now as the copied lines say.

    A settings file that nobody can read or write leaves them where they are: what is sent says
    that they lead nowhere.
    """
    pasted = read_pasted_account(environment)
    if pasted is None:
        return ()
    values = connection_values(AccountForm(details=pasted.details))
    try:
        return await asyncio.to_thread(book.follow, pasted.key, values)
    except (InputError, OSError):
        return ()
