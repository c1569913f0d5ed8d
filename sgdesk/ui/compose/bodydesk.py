"""What the body of the mail needs from outside its widgets: files read, large mails made."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import PurePath

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from sgdesk.content.plain import html_to_markdown, html_to_text
from sgdesk.present.files import new_content_id, reading_words
from sgdesk.present.form import FormFile
from sgdesk.ui.compose.image_blanks import image_sheet
from sgdesk.ui.compose.images import Picture, from_clipboard, measured
from sgdesk.ui.compose.pane import ComposePane
from sgdesk.ui.compose.thumbnails import thumbnail
from sgdesk.ui.doors import make_mail
from sgdesk.ui.filereading import ReadFiles, Reading, read_files
from sgdesk.ui.folders import Kind
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.window import MainWindow

SETTLE_S = 0.02
LOOK_S = 0.1
MOST_ASKED = 8
"""Images that one sheet asks about; more than that are attached."""

UNREAD = "Not every file could be read."
TURNED = "another mail was opened before it was read"
STOPPED = "its reading was stopped"
TAKING = ("attach", "paste image", "paste", "place image")
"""The tasks that bring something into the mail."""
_IMAGES = "Images (*.png *.jpg *.jpeg *.gif *.webp *.svg *.bmp)"


class BodyDesk(QObject):
    """Do in the background what takes longer than a frame."""

    def __init__(self, window: MainWindow, compose: ComposePane, tasks: Tasks) -> None:
        super().__init__(window)
        self._window = window
        self._compose = compose
        self._body = compose.body
        self._tasks = tasks
        self._waiting: list[tuple[int, tuple[str, ...]]] = []
        """What is to be attached, each with the mail that it is for."""
        self._missed: list[str] = []
        """What did not come into the mail, and why."""
        self._body.sources.making_wanted.connect(self._start_making)
        self._body.files_wanted.connect(self.choose_files)
        self._body.files_dropped.connect(self.attach)
        self._body.image_wanted.connect(self.choose_image)
        self._body.picture_wanted.connect(self.choose_picture)
        self._body.image_pasted.connect(self._start_paste)
        self._body.rich_pasted.connect(self._start_rich)
        self._body.place_wanted.connect(self._start_place)
        self._body.write.editor.pictures.wanted.connect(self._start_drawing)

    def choose_files(self) -> None:
        """Ask which files to attach."""
        dialog = QFileDialog(self._window, "Add files")
        dialog.setObjectName("choose-files")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self._window.folders.begin(dialog, Kind.FILES)
        dialog.filesSelected.connect(self.attach)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def choose_image(self) -> None:
        """Ask which image to put into the mail."""
        dialog = self._image_dialog("Put an image into the mail", "choose-image")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self.attach)
        dialog.open()

    def choose_picture(self, content_id: str) -> None:
        """Ask which image the mail is to show where it names one that is not there."""
        dialog = self._image_dialog("Choose the picture", "choose-picture")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.filesSelected.connect(partial(self._start_picture, content_id))
        dialog.open()

    def _image_dialog(self, title: str, name: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title)
        dialog.setObjectName(name)
        dialog.setNameFilter(_IMAGES)
        self._window.folders.begin(dialog, Kind.IMAGES)
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    def attach(self, paths: list[str] | tuple[str, ...]) -> None:
        """Attach local files."""
        # What is dropped while others are read waits for them.
        self._waiting.append((self._compose.mail, tuple(paths)))
        self._tasks.start("attach", self._attach_waiting(), if_running="ignore")

    @property
    def is_settled(self) -> bool:
        """Say whether what would be sent is all there: read, pasted and made."""
        is_taking = any(self._tasks.is_running(name) for name in TAKING)
        return not is_taking and self._body.sources.is_settled

    async def wait_until_settled(self) -> str:
        """Wait until what would be sent is all there; say what did not come, and why."""
        missed = len(self._missed)
        while not self.is_settled:
            await self._tasks.wait_for(*TAKING)
            self._start_making()
            await self._tasks.wait_for("make mail")
            await asyncio.sleep(SETTLE_S)
        return "\n".join(self._missed[missed:])

    def _start_making(self) -> None:
        self._tasks.start("make mail", self._make(), if_running="ignore")

    def _start_paste(self, image: QImage) -> None:
        self._tasks.start("paste image", self._paste(image), if_running="ignore")

    def _start_rich(self, html: str) -> None:
        self._tasks.start("paste", self._paste_rich(html), if_running="ignore")

    def _start_place(self, number: int) -> None:
        self._tasks.start("place image", self._place_file(number), if_running="ignore")

    def _start_drawing(self) -> None:
        # One that is begun anew loses less than one that nobody begins.
        self._tasks.start("draw images", self._draw_images(), if_running="replace")

    async def _draw_images(self) -> None:
        """Make the images small that Write is to show."""
        pictures = self._body.write.editor.pictures
        while (file := pictures.next_wanted()) is not None:
            pictures.take(file, await asyncio.to_thread(thumbnail, file.content))

    async def _make(self) -> None:
        """Make what is too large for between two frames, until nothing is left to make."""
        sources = self._body.sources
        while True:
            mail, markdown, html = sources.mail, sources.wants_html, sources.wants_text
            if markdown is not None:
                made = await asyncio.to_thread(make_mail, markdown)
                if sources.mail == mail:
                    sources.take_html(markdown, made)
            elif html is not None:
                text = await asyncio.to_thread(html_to_text, html)
                if sources.mail == mail:
                    sources.take_text(html, text)
            else:
                return

    async def _attach_waiting(self) -> None:
        while self._waiting:
            await self._attach(*self._waiting.pop(0))

    async def _attach(self, mail: int, paths: tuple[str, ...]) -> None:
        dropped = await self._read(paths)
        notice = self._compose.notice
        if self._is_gone(mail, paths):
            notice.say("bad", UNREAD, self._missed[-1])
            return
        pictures = tuple(file for file in dropped.files if file.type.startswith("image/"))
        if dropped.html and not self._body.sources.html().strip():
            self._body.html.replace_source(dropped.html)
            self._body.show_tab("html")
        elif pictures and len(pictures) == len(dropped.files) and self._body.takes_images:
            await self._place(pictures)
        elif dropped.files:
            self._compose.add_files(dropped.files)
        if dropped.failed:
            self._missed.append(dropped.failed)
            notice.say("bad", UNREAD, dropped.failed)
        elif dropped.files and notice.text.startswith(UNREAD):
            notice.clear()

    async def _read(self, paths: tuple[str, ...]) -> ReadFiles:
        """Read files in a thread, and tell how far it is."""
        reading = Reading(len(paths))
        line = self._body.reading
        stopping = line.stop_requested.connect(reading.stop.set)
        work = asyncio.get_running_loop().run_in_executor(None, read_files, paths, reading)
        try:
            while not (await asyncio.wait((work,), timeout=LOOK_S))[0]:
                words = reading_words(reading.name, reading.number, reading.count)
                line.say(words, reading.done_bytes, reading.total_bytes)
            return await work
        finally:
            if reading.stop.is_set():
                self._missed.append(f"{_names(paths)}: {STOPPED}.")
            reading.stop.set()
            line.stop_requested.disconnect(stopping)
            line.clear()

    async def _place(self, files: tuple[FormFile, ...]) -> None:
        """Ask what images show, and put them where the cursor is."""
        pictures = [await asyncio.to_thread(measured, file) for file in files]
        await self._put(pictures)

    async def _paste(self, image: QImage) -> None:
        mail = self._compose.mail
        picture = await asyncio.to_thread(from_clipboard, image)
        if self._is_gone(mail, (picture.file.filename,)):
            return
        if self._body.takes_images:
            await self._put([picture])
        else:
            self._compose.add_files((picture.file,))

    async def _put(self, pictures: Sequence[Picture]) -> None:
        if len(pictures) > MOST_ASKED:
            self._compose.add_files(tuple(picture.file for picture in pictures))
            return
        mail, names = self._compose.mail, [picture.file.filename for picture in pictures]
        answers = await self._ask(pictures)
        if answers is None or self._is_gone(mail, names):
            return
        for picture, (words, width) in zip(pictures, answers, strict=True):
            taken = {file.content_id for file in self._body.files.files}
            content_id = new_content_id(picture.file.filename, taken)
            file = replace(picture.file, content_id=content_id)
            self._body.put_image(words, file, width)

    async def _place_file(self, number: int) -> None:
        """Let an image that is attached be seen in the mail."""
        mail, file = self._compose.mail, self._body.files.files[number]
        picture = await asyncio.to_thread(measured, file)
        answers = await self._ask([picture])
        if answers is None or self._is_gone(mail, (file.filename,)):
            return
        taken = {each.content_id for each in self._body.files.files}
        content_id = file.content_id or new_content_id(file.filename, taken)
        self._body.show_tab("html" if self._body.sources.html_is_own else "write")
        shown = replace(file, content_id=content_id)
        ((words, width),) = answers
        self._body.put_image(words, shown, width, number=number)

    def _start_picture(self, content_id: str, paths: list[str]) -> None:
        self._tasks.start("place image", self._take_picture(content_id, paths), if_running="ignore")

    async def _take_picture(self, content_id: str, paths: Sequence[str]) -> None:
        """Take a file along as the image that the mail names already."""
        mail = self._compose.mail
        read = await self._read(tuple(paths))
        if self._is_gone(mail, paths):
            return
        shown = tuple(replace(file, content_id=content_id) for file in read.files[:1])
        self._body.files.set_files((*self._body.files.files, *shown))
        if read.failed:
            self._compose.notice.say("bad", UNREAD, read.failed)

    async def _ask(self, pictures: Sequence[Picture]) -> list[tuple[str, int]] | None:
        """Ask what images show, and of one how wide; `None` when they are not wanted after all."""
        sheet = image_sheet(self._window, pictures)
        answers = await sheet.ask()
        if answers is None:
            names = _names([picture.file.filename for picture in pictures])
            self._missed.append(f"{names}: not wanted after all.")
            return None
        if len(pictures) == 1:
            return [(answers["words"].strip(), int(answers["width"] or 0))]
        return [(answers[str(at)].strip(), each.width) for at, each in enumerate(pictures)]

    def _is_gone(self, mail: int, paths: Sequence[str]) -> bool:
        """Say whether another mail stands in Write: what was for the one before is left out."""
        if self._compose.mail == mail:
            return False
        self._missed.append(f"{_names(paths)}: {TURNED}.")
        return True

    async def _paste_rich(self, html: str) -> None:
        mail = self._compose.mail
        markdown = await asyncio.to_thread(html_to_markdown, html)
        if self._is_gone(mail, ("What was pasted",)):
            return
        self._body.write.editor.hand.put_copied(markdown.rstrip("\n"))


def _names(paths: Sequence[str]) -> str:
    return ", ".join(PurePath(path).name for path in paths)
