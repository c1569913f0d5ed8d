"""`sgdesk sandbox`: the local SendGrid in the foreground, until Ctrl-C."""

import argparse
import asyncio

from sgdesk import doors
from sgdesk.cli.output import Console
from sgdesk.present.exit_codes import ExitCode
from sgdesk.sandbox.arguments import add_arguments, options_from

FAULTS = """faults:
  POST one to `faults_url` to make something go wrong; DELETE takes all back.

    {"at": POINT, "action": ACTION, "when": {...}}

  POINT, on both paths: connect tls body reply idle; on the Web API also
  request; in SMTP also greeting ehlo starttls auth mail rcpt data quit.
  ACTION, one or a list, done in order:
    "silence"  "close"  "reset"  "refuse" or "drop" (at connect)
    "strip_starttls" (at ehlo)  "accept_then_close" (at reply)
    {"wrong_certificate": "host"|"ca"|"expired"} (at tls)
    {"delay_ms": N}  {"distance_ms": N} (at connect)  {"raw": BASE64}
    {"reply": "451 Try later\\r\\n"}
    {"reply": {"status": 503, "headers": {}, "body": ""}} (on the Web API)
  when, each optional: path ("smtp", "webapi"), listener, recipient (at rcpt),
  nth (from the n-th time on), count (so many times), bytes (at body: after so
  many).
"""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command and its options."""
    parser.description = (
        "Run a SendGrid on this computer, for trying things out; nothing is ever\n"
        "delivered. Prints one JSON line with its addresses when it is ready to\nanswer."
    )
    parser.epilog = FAULTS
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    add_arguments(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> ExitCode | int:
    """Run it in this process."""
    options = options_from(arguments)
    if options.replay is not None:
        # The same judgement of a file, and in the same words, as wherever one is opened.
        doors.read_report(options.replay)
    console.flush()
    return asyncio.run(doors.run_sandbox(options))
