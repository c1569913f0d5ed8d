"""Start sgdesk: no arguments open the window, anything else is a command."""

import sys


def main() -> int:
    """Run and give the exit code."""
    from sgdesk.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())
