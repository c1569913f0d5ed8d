"""What was copied in another program, as it comes to be pasted."""

from PySide6.QtCore import QMimeData


def is_rich(source: QMimeData) -> bool:
    """Say whether HTML is what was copied: beside an image it only says where that is from."""
    is_writing = source.hasText() or not source.hasImage()
    return source.hasHtml() and is_writing and not source.hasUrls()
