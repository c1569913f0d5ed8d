"""The faithful preview: a browser engine that may draw and do nothing else.

Imported when there is first something to draw, because the engine alone costs
more memory than the rest of the window. The mail's scripts never run; nothing
is stored; the only requests that pass are for the mail itself and for the
images inside it, and both are answered here.
"""

import hashlib
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QColor, QPixmap, QResizeEvent
from PySide6.QtWebEngineCore import (
    QWebEngineLoadingInfo,
    QWebEngineNewWindowRequest,
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineScript,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QLabel, QWidget

from sgdesk.present.mail_html import (
    fenced,
    has_dark_styles,
    image_kind,
    in_scheme,
    with_images_anew,
)
from sgdesk.ui.preview.renderer import DESKTOP_PX, Picture, Reports
from sgdesk.ui.preview.thumb import Thumb

_MAIL, _CID = b"sgdesk-mail", b"cid"
_OURS = frozenset({"sgdesk-mail", "cid", "data"})
_LEAST_ZOOM = 0.5
_SETTLE_MS = 30
"""From the end of loading until the engine has painted, and the last picture may go."""
_MOST_WAITS = 20
"""So often it is asked whether the engine has painted another mail: a little longer than the
half second for which the engine itself goes on showing the page before it."""
_PAINTED = "performance.getEntriesByType('paint').length"
_Setting = QWebEngineSettings.WebAttribute
_OFF = (
    _Setting.JavascriptEnabled,
    _Setting.JavascriptCanOpenWindows,
    _Setting.JavascriptCanAccessClipboard,
    _Setting.LocalContentCanAccessRemoteUrls,
    _Setting.LocalContentCanAccessFileUrls,
    _Setting.LocalStorageEnabled,
    _Setting.PluginsEnabled,
    _Setting.PdfViewerEnabled,
    _Setting.AutoLoadIconsForPage,
    _Setting.HyperlinkAuditingEnabled,
    _Setting.DnsPrefetchEnabled,
    _Setting.ErrorPageEnabled,
    _Setting.NavigateOnDropEnabled,
    _Setting.FocusOnNavigationEnabled,
    _Setting.FullScreenSupportEnabled,
    _Setting.WebGLEnabled,
)
_IMAGES = frozenset(
    {
        QWebEngineUrlRequestInfo.ResourceType.ResourceTypeImage,
        QWebEngineUrlRequestInfo.ResourceType.ResourceTypeFavicon,
    }
)


def _register_schemes() -> None:
    """Make both schemes known; the engine learns of them when it starts and not later."""
    # Mails share a host: of addresses without one each would be a site of its own, and the
    # engine would start a process for every mail it draws.
    for name, syntax in (
        (_MAIL, QWebEngineUrlScheme.Syntax.Host),
        (_CID, QWebEngineUrlScheme.Syntax.Path),
    ):
        scheme = QWebEngineUrlScheme(name)
        scheme.setSyntax(syntax)
        scheme.setFlags(QWebEngineUrlScheme.Flag.SecureScheme)
        QWebEngineUrlScheme.registerScheme(scheme)


_register_schemes()


class _Gate(QWebEngineUrlRequestInterceptor):
    """Block whatever is not the mail itself, and remember what was asked for.

    Signals: `refused()`, after one more file was asked for.
    """

    refused = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.images: set[str] = set()
        self.others: set[str] = set()
        self.fetched: Mapping[str, str] = {}
        """Where images that were fetched for the mail are served now, by their address."""

    def forget(self) -> None:
        """Count anew."""
        self.images.clear()
        self.others.clear()

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:  # noqa: N802  # Qt's name
        url = info.requestUrl()
        if url.scheme() in _OURS:
            return
        is_image = info.resourceType() in _IMAGES
        if is_image and (served := self.fetched.get(url.toString())):
            info.redirect(QUrl(served))
            return
        info.block(True)
        if url.scheme() in ("http", "https"):
            asked = self.images if is_image else self.others
            asked.add(url.toString())
            self.refused.emit()


class _Server(QWebEngineUrlSchemeHandler):
    """Give the mail at hand, of any size, and the images inside it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._number = 0
        self._html = b""
        self._images: Mapping[str, bytes] = {}
        self._names: set[str] = set()
        """Of all images that were served, so far."""
        self._changes = 0

    def put(self, html: str, images: Mapping[str, bytes]) -> QUrl:
        """Take a mail and give the address under which it is served, once."""
        self._number += 1
        if images != self._images:
            self._changes += 1
            self._names.update(images)
        self._images = images
        anew = with_images_anew(html, self._names, self._changes)
        self._html = anew.encode("utf-8", "replace")
        return QUrl(f"sgdesk-mail://mail/{self._number}")

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:  # noqa: N802  # Qt's name
        url = job.requestUrl()
        name = url.path(QUrl.ComponentFormattingOption.FullyDecoded)
        if url.scheme() == "cid" and name in self._images:
            content = self._images[name]
            kind = image_kind(name, content)
        elif url.scheme() == "sgdesk-mail" and name == f"/{self._number}":
            content, kind = self._html, "text/html;charset=utf-8"
        else:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        buffer = QBuffer(job)
        buffer.setData(QByteArray(content))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        job.reply(QByteArray(kind.encode()), buffer)


class _Page(QWebEnginePage):
    """A page that goes nowhere but where it is told to from here."""

    def __init__(self, profile: QWebEngineProfile, parent: QObject, reports: Reports) -> None:
        super().__init__(profile, parent)
        self._reports = reports
        self._at = QUrl()
        self.newWindowRequested.connect(self._report_window)

    def go_to(self, url: QUrl) -> None:
        self._at = url
        self.load(url)

    def acceptNavigationRequest(  # noqa: N802  # Qt's name
        self, url: QUrl | str, kind: QWebEnginePage.NavigationType, is_main: bool
    ) -> bool:
        if kind is QWebEnginePage.NavigationType.NavigationTypeLinkClicked:
            self._reports.link_clicked.emit(QUrl(url).toString())
        return is_main and QUrl(url) == self._at

    def javaScriptConsoleMessage(self, *_: object) -> None:  # noqa: N802  # Qt's name
        """Drop the engine's remarks on the mail."""

    def _report_window(self, request: QWebEngineNewWindowRequest) -> None:
        self._reports.link_clicked.emit(request.requestedUrl().toString())


class _View(QWebEngineView):
    """A view that keeps its last picture on top while the next one is made.

    Signals: `zoomed(int)`, in per cent; `resized()`.
    """

    zoomed = Signal(int)
    resized = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._cover = QLabel(self)
        self._cover.setScaledContents(True)
        self._cover.hide()
        self.is_blank = False
        """Nothing is seen, as what the engine shows may be of another mail."""
        self._wants_desktop = True

    def freeze(self) -> None:
        """Keep what is seen now."""
        if self.isVisible() and self._cover.isHidden():
            self._put_cover(self.grab())

    def blank(self) -> None:
        """Show nothing: what was drawn belongs to another mail."""
        self.is_blank = True
        paper = QPixmap(1, 1)
        paper.fill(QColor("white"))
        self._put_cover(paper)

    def thaw(self) -> None:
        """Show what was drawn since."""
        self.is_blank = False
        self._cover.hide()
        self._cover.setPixmap(QPixmap())

    def fit(self, *, desktop: bool) -> None:
        """Give a desktop's width at least, or take the widget's own."""
        self._wants_desktop = desktop
        wanted = self.width() / DESKTOP_PX if desktop else 1.0
        zoom = max(_LEAST_ZOOM, min(1.0, wanted))
        if zoom != self.zoomFactor():
            self.setZoomFactor(zoom)
        self.zoomed.emit(round(zoom * 100))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        super().resizeEvent(event)
        if self.is_blank:
            self._cover.setGeometry(self.rect())
        else:
            self.thaw()
        self.fit(desktop=self._wants_desktop)
        self.resized.emit()

    def _put_cover(self, picture: QPixmap) -> None:
        self._cover.setPixmap(picture)
        self._cover.setGeometry(self.rect())
        self._cover.show()
        self._cover.raise_()


def _name_of(image: bytes) -> str:
    """Name an image by what it holds: the engine asks once for a name."""
    return f"web-{hashlib.sha256(image).hexdigest()}"


class FaithfulPreview:
    """One view with a profile of its own that keeps nothing."""

    def __init__(self, parent: QWidget) -> None:
        # Qt deletes children in the order of their making, and the engine demands
        # that a page goes before its profile: so the view, which owns the page, is first.
        self._view = _View(parent)
        self.reports = Reports(self._view)
        self._profile = QWebEngineProfile(parent)
        self._gate = _Gate(self._profile)
        self._server = _Server(self._profile)
        self._profile.setUrlRequestInterceptor(self._gate)
        for scheme in (_MAIL, _CID):
            self._profile.installUrlSchemeHandler(QByteArray(scheme), self._server)
        self._page = _Page(self._profile, self._view, self.reports)
        for attribute in _OFF:
            self._page.settings().setAttribute(attribute, False)
        self._page.setBackgroundColor(QColor("white"))
        self._view.setPage(self._page)
        self._view.setObjectName("faithfulPreview")
        self._view.setAccessibleName("Preview of the mail")
        self._view.setAcceptDrops(False)
        # The engine's own menu offers to save and to go back.
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        for action in (QWebEnginePage.WebAction.Copy, QWebEnginePage.WebAction.SelectAll):
            self._view.addAction(self._page.action(action))
        self._wanted = QUrl()
        """The mail that is to be seen; what is heard of another comes late."""
        self._is_loaded = False
        self._waits = 0
        self._settled = QTimer(self._view, singleShot=True, interval=_SETTLE_MS)
        self._settled.timeout.connect(self._tell)
        self._page.loadingChanged.connect(self._note_loading)
        self._thumb = Thumb(self._view)
        self._is_phone = False
        for moved in (self._page.contentsSizeChanged, self._page.scrollPositionChanged):
            moved.connect(self._place_thumb)
        self._view.resized.connect(self._place_thumb)
        # Some images are asked for only when somebody scrolls to them.
        self._gate.refused.connect(self._settle)
        self._view.zoomed.connect(self.reports.zoomed)
        self._page.linkHovered.connect(self.reports.link_hovered)
        self._page.renderProcessTerminated.connect(self._end)

    def show_mail(self, picture: Picture, *, stay: bool) -> None:
        """Draw it; until then the last picture stays, unless it is of another mail."""
        self._stop_settling()
        settings = self._page.settings()
        recolour = picture.is_dark and not has_dark_styles(picture.html)
        settings.setAttribute(_Setting.ForceDarkMode, recolour)
        self._is_phone = picture.is_phone
        settings.setAttribute(_Setting.ShowScrollBars, not picture.is_phone)
        self._place_thumb()
        if stay:
            self._view.freeze()
        else:
            self._view.blank()
        self._view.fit(desktop=not picture.is_phone)
        self._start_at(self._page.scrollPosition().y() if stay else 0)
        self._gate.forget()
        html = fenced(in_scheme(picture.html, dark=picture.is_dark))
        names = {address: _name_of(image) for address, image in picture.remote.items()}
        fetched = {names[address]: image for address, image in picture.remote.items()}
        self._gate.fetched = {address: f"cid:{name}" for address, name in names.items()}
        self._wanted = self._server.put(html, {**picture.images, **fetched})
        self._page.go_to(self._wanted)

    def clear(self) -> None:
        """Show nothing until the next mail is drawn."""
        self._stop_settling()
        self._view.blank()
        self._gate.forget()
        self._wanted = QUrl()
        self._page.go_to(self._server.put("", {}))

    def widget(self) -> QWidget:
        """Give the view."""
        return self._view

    def _start_at(self, y: float) -> None:
        """Scroll the next mail there, by a line of ours in a world that the mail cannot reach."""
        script = QWebEngineScript()
        script.setWorldId(QWebEngineScript.ScriptWorldId.ApplicationWorld)
        script.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentReady)
        script.setSourceCode(f"scrollTo(0, {y / self._view.zoomFactor():.0f})")
        self._page.scripts().clear()
        self._page.scripts().insert(script)

    def _stop_settling(self) -> None:
        self._is_loaded = False
        self._waits = _MOST_WAITS
        self._settled.stop()

    def _note_loading(self, info: QWebEngineLoadingInfo) -> None:
        has_ended = info.status() is not QWebEngineLoadingInfo.LoadStatus.LoadStartedStatus
        if has_ended and info.url() == self._wanted:
            self._is_loaded = True
            self._settle()

    def _place_thumb(self) -> None:
        page = self._page
        length = page.contentsSize().height()
        self._thumb.show_place(page.scrollPosition().y(), length, is_phone=self._is_phone)

    def _settle(self) -> None:
        if self._is_loaded:
            self._settled.start()

    def _tell(self) -> None:
        if self._view.is_blank and self._waits:
            self._waits -= 1
            world = QWebEngineScript.ScriptWorldId.ApplicationWorld.value
            self._page.runJavaScript(_PAINTED, world, partial(self._note_paint, self._wanted))
            return
        self._view.thaw()
        self.reports.blocked.emit(frozenset(self._gate.images), len(self._gate.others))
        self.reports.drawn.emit()

    def _note_paint(self, url: QUrl, count: object) -> None:
        """Go on waiting for the first picture of another mail, or give it its last moment."""
        if url == self._wanted and self._is_loaded:
            self._waits = 0 if count else self._waits
            self._settled.start()

    def _end(self, *_: object) -> None:
        self._view.thaw()
        self.reports.died.emit()
