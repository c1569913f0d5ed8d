"""The preview: wide, on a phone, dark, and where the engine is missing."""

import sys

from sgdesk.present.form import ComposeForm
from sgdesk.ui.life import Life
from tests.gui.gallery.scene import Act, press, says
from tests.support.qt import until

NEWSLETTER = ComposeForm(
    sender="Grace Hopper <sender@example.com>",
    to="ada@example.com",
    subject="Autumn news",
    html="""<!doctype html><html><head><style>
body { margin: 0; background: #f4f4f7; font-family: sans-serif }
.sheet { max-width: 600px; margin: 0 auto; background: #fff }
.head { background: linear-gradient(90deg, #4f46e5, #0ea5e9); color: #fff; padding: 28px }
.half { display: inline-block; width: 260px; padding: 12px; vertical-align: top }
@media (max-width: 599px) { .half { display: block; width: auto } }
</style></head><body><div style="display: none">What we planted in autumn.</div>
<div class="sheet"><div class="head"><h1>Autumn news</h1></div>
<div class="half"><h3>Seeds</h3><p>Order before the first frost.</p>
<img src="https://example.com/seeds.png" alt="Seeds"></div>
<div class="half"><h3>Tools</h3><p>A fifth off until Sunday.</p>
<img src="https://example.com/tools.png" alt="Tools"></div></div></body></html>""",
)


async def preview_desktop(life: Life) -> None:
    life.window.show_view("write")
    life.rooms.write.compose.set_form(NEWSLETTER)
    life.rooms.write.show_pane("preview")
    await until(lambda: says(life, "2 remote images blocked."))


async def preview_phone(life: Life) -> None:
    press(life, "preview-mail-width-phone")
    await until(lambda: says(life, "2 remote images blocked."))


async def preview_dark(life: Life) -> None:
    # Without the engine there is no such switch.
    life.rooms.write.preview.mail.dark.setChecked(True)
    await until(lambda: says(life, "recoloured") or says(life, "Simplified preview"))


async def preview_simplified(life: Life) -> None:
    # As where the engine is not installed.
    engine = sys.modules.get("PySide6.QtWebEngineWidgets")
    sys.modules["PySide6.QtWebEngineWidgets"] = None  # type: ignore[assignment]
    life.window.show_view("write")
    life.rooms.write.compose.set_form(NEWSLETTER)
    life.rooms.write.show_pane("preview")
    await until(lambda: says(life, "Simplified preview"))
    if engine is None:
        del sys.modules["PySide6.QtWebEngineWidgets"]
    else:
        sys.modules["PySide6.QtWebEngineWidgets"] = engine


ACTS = (
    Act(scenes=(preview_desktop, preview_phone, preview_dark)),
    Act(scenes=(preview_simplified,)),
)
