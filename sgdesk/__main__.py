"""Start sgdesk: no arguments open the window, anything else is a command."""

import contextlib
import os
import sys
from pathlib import Path


def main() -> int:
    """Run and give the exit code."""
    try:
        if not sys.argv[1:]:
            from sgdesk.ui.preflight import WindowError

            # The commands cost 90 ms to import, as much as the window's first paint.
            # A window that cannot open is tried again below, where the reason is said.
            with contextlib.suppress(WindowError):
                return _open_window()
        from sgdesk.cli.main import run

        return run(sys.argv[1:], open_window=_open_window)
    except KeyboardInterrupt:
        # Ctrl-C while the program is still being read from the disk.
        return 130


def _open_window(
    *,
    screenshot: Path | None = None,
    width: int | None = None,
    height: int | None = None,
    scale: float | None = None,
    theme: str | None = None,
    view: str | None = None,
    file: Path | None = None,
) -> int:
    """Open the window: the one way from the command line to Qt.

    Raises `WindowError` where Qt would abort the process.
    """
    from sgdesk.ui.preflight import require_window

    painted = {"QT_QPA_PLATFORM": "offscreen"} if screenshot else {}
    require_window(os.environ | painted)
    from sgdesk.ui.imports import spare_sources

    spare_sources()
    from sgdesk.ui.main import run
    from sgdesk.ui.options import GuiOptions

    return run(
        GuiOptions(
            screenshot=screenshot,
            width=width,
            height=height,
            scale=scale,
            theme=theme,
            view=view,
            file=file,
        )
    )


if __name__ == "__main__":
    raise SystemExit(main())
