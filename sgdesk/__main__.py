"""Start sgdesk: no arguments open the window, anything else is a command."""

# These two are in memory already. Whatever else is imported here would be read before `main` is,
# and a Ctrl-C meanwhile would be a traceback.
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path


def main() -> int:
    """Run and give the exit code."""
    try:
        _end_in_silence()
        if not sys.argv[1:]:
            import contextlib

            from sgdesk.ui.preflight import WindowError

            # The commands cost 90 ms to import, as much as the window's first paint.
            # A window that cannot open is tried again below, where the reason is said.
            with contextlib.suppress(WindowError):
                return _open_window()
        from sgdesk.cli.main import run

        return run(sys.argv[1:], open_window=_open_window)
    except KeyboardInterrupt:
        # In the moment before there is a handler.
        return 130


def _end_in_silence() -> None:
    """Let Ctrl-C and SIGTERM end the process at once, for as long as it does nothing yet.

    As an exception a Ctrl-C may come up in the middle of an import, where whoever catches it
    says so; and at the interpreter's end, which prints it.
    """
    import signal

    for number in (signal.SIGINT, signal.SIGTERM):
        # Ignored is what a shell makes it for a command in the background.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda *_: os._exit(130))


def _open_window(
    *,
    screenshot: "Path | None" = None,
    width: int | None = None,
    height: int | None = None,
    scale: float | None = None,
    theme: str | None = None,
    view: str | None = None,
    file: "Path | None" = None,
) -> int:
    """Open the window: the one way from the command line to Qt.

    Raises `WindowError` where Qt would abort the process.
    """
    from sgdesk.ui.preflight import require_window

    # Until the window has handlers of its own.
    _end_in_silence()
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
