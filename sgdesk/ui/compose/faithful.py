"""The faithful preview: a browser engine that may draw and do nothing else.

Imported when there is first something to draw, because the engine alone costs
more memory than the rest of the window. No network, no JavaScript, no storage.
"""

import base64
import mimetypes
import re
from collections.abc import Mapping

from PySide6.QtCore import QUrl
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QWidget

_ALLOWED = frozenset({"data", "about", "cid"})
_OFF = (
    QWebEngineSettings.WebAttribute.JavascriptEnabled,
    QWebEngineSettings.WebAttribute.LocalContentCanAccessRemoteUrls,
    QWebEngineSettings.WebAttribute.LocalContentCanAccessFileUrls,
    QWebEngineSettings.WebAttribute.LocalStorageEnabled,
    QWebEngineSettings.WebAttribute.PluginsEnabled,
    QWebEngineSettings.WebAttribute.JavascriptCanOpenWindows,
)
_CID = re.compile(r"cid:([^\"'\s)>]+)", re.IGNORECASE)


class _Gate(QWebEngineUrlRequestInterceptor):
    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:  # noqa: N802  # Qt's name
        if info.requestUrl().scheme() not in _ALLOWED:
            info.block(True)


class _Page(QWebEnginePage):
    def acceptNavigationRequest(  # noqa: N802  # Qt's name
        self, url: QUrl | str, _kind: QWebEnginePage.NavigationType, _is_main: bool
    ) -> bool:
        return QUrl(url).scheme() in ("data", "about")


class FaithfulPreview:
    """One view with a profile of its own that keeps nothing."""

    def __init__(self, parent: QWidget) -> None:
        # Qt deletes children in the order of their making, and the engine demands
        # that a page goes before its profile: so the view, which owns the page, is first.
        self._view = QWebEngineView(parent)
        self._profile = QWebEngineProfile(parent)
        self._gate = _Gate(self._profile)
        self._profile.setUrlRequestInterceptor(self._gate)
        self._page = _Page(self._profile, self._view)
        for attribute in _OFF:
            self._page.settings().setAttribute(attribute, False)
        self._view.setPage(self._page)
        self._view.setObjectName("faithfulPreview")
        self._view.setAccessibleName("Preview of the mail")

    def show_mail(self, html: str, images: Mapping[str, bytes]) -> None:
        """Draw it; inline images are put into the page itself."""
        self._page.setHtml(with_inline_images(html, images))

    def widget(self) -> QWidget:
        """Give the view."""
        return self._view


def with_inline_images(html: str, images: Mapping[str, bytes]) -> str:
    """Replace each known `cid:` by the image's bytes; unknown ones stay, and show as missing."""

    def put(match: re.Match[str]) -> str:
        content = images.get(match[1])
        if content is None:
            return match[0]
        kind = mimetypes.guess_type(match[1])[0] or "image/png"
        return f"data:{kind};base64,{base64.b64encode(content).decode()}"

    return _CID.sub(put, html)
