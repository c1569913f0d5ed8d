"""`python -m sgdesk.sandbox`: the local SendGrid in the foreground."""

import argparse
import asyncio
import sys
from collections.abc import Sequence

from sgdesk.errors import SgdeskError
from sgdesk.sandbox.arguments import add_arguments, options_from
from sgdesk.sandbox.server import run


def main(argv: Sequence[str] | None = None) -> int:
    """Run until told to stop and give the exit code."""
    parser = argparse.ArgumentParser(prog="sgdesk sandbox", description=run.__doc__)
    add_arguments(parser)
    try:
        return asyncio.run(run(options_from(parser.parse_args(argv))))
    except SgdeskError as exc:
        print(exc, file=sys.stderr)  # noqa: T201  a command speaks so
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
