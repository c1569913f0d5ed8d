"""What a layout places, in its order."""

from collections.abc import Iterator

from PySide6.QtWidgets import QLayout, QWidget


def placed(layout: QLayout) -> Iterator[QWidget]:
    """Give what a layout of a widget and those inside it place, in their order.

    Without `itemAt`: Qt ends an item with its widget and tells Python nothing. What is made
    later where the item was is then taken for it, and crashes the process when it ends.
    """
    owner = layout.parentWidget()
    parts = [*layout.children(), *(owner.children() if owner is not None else ())]
    places = {layout.indexOf(part): part for part in parts if isinstance(part, QWidget | QLayout)}
    for place, part in sorted(places.items(), key=lambda found: found[0]):
        if place < 0:
            continue
        if isinstance(part, QLayout):
            yield from placed(part)
        else:
            yield part
