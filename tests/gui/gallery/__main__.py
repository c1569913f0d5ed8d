"""Write the pictures of the gallery; with `--check` also say what is wrong in them."""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path


def offer_a_screen(config: Path) -> None:
    """Have room for the window at its largest, where the screen is drawn into memory.

    Qt's own is 800 pixels square: at twice the size a menu would be cut off at its edge.
    """
    if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
        screen = {"name": "one", "x": 0, "y": 0, "width": 2800, "height": 1800, "dpr": 1}
        config.write_text(json.dumps({"screens": [{**screen, "logicalDpi": 96}]}))
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={config}"


def main() -> int:
    """Play the scenes; give 1 when a check found something."""
    parser = argparse.ArgumentParser(prog="python -m tests.gui.gallery", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--only", default="", help="scenes whose name holds this")
    parser.add_argument(
        "--check",
        action="store_true",
        help="look for what is cut off, doubled or faint; write only what was found",
    )
    options = parser.parse_args()
    # Settled before Qt is loaded, which reads it once.
    os.environ["QT_SCALE_FACTOR"] = f"{options.scale:g}"
    from tests.gui.gallery.show import show  # noqa: PLC0415  # loads Qt

    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as state:
        offer_a_screen(Path(state) / "screen.json")
        found = show(options.folder, Path(state), only=options.only, check=options.check)
    for line in found:
        print(line, file=sys.stderr)  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
