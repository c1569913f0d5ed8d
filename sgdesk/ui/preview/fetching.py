"""Fetch the web's images for whoever asks to see them in a preview."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject

from sgdesk.errors import SgdeskError
from sgdesk.ui.preview.mail_view import MailView
from sgdesk.ui.session import Session
from sgdesk.ui.tasks import Tasks


class ImageFetching(QObject):
    """Fetch for each preview apart; one that shows another mail is not given what comes late."""

    def __init__(self, parent: QObject, session: Session, tasks: Tasks) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks

    def serve(self, view: MailView) -> None:
        """Fetch what this preview asks for from now on."""
        view.images_wanted.connect(partial(self._begin, view))
        view.images_unwanted.connect(partial(self._stop, view))

    def _begin(self, view: MailView, addresses: tuple[str, ...]) -> None:
        name = self._name(view)
        self._tasks.start(name, self._fetch(view, addresses), if_running="replace")

    def _stop(self, view: MailView) -> None:
        self._tasks.cancel(self._name(view))

    @staticmethod
    def _name(view: MailView) -> str:
        return f"images of {view.objectName()}"

    async def _fetch(self, view: MailView, addresses: tuple[str, ...]) -> None:
        found: Mapping[str, bytes] = {}
        try:
            got = await self._session.remote_images(addresses)
            found, missed = got.found, got.missed
        except SgdeskError as error:
            missed = dict.fromkeys(addresses, str(error))
        if not self._tasks.is_asked_to_stop():
            view.put_images(found, missed)
