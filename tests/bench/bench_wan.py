"""Count the round trips of a send over a simulated 80 ms link, beside other clients.

Servers: nginx answering 202 over TLS 1.3, and the C sink for SMTP. Needs root,
`ip`, `nginx`, `curl`, `swaks` and a C compiler. Prints times in RTT.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.support.wan import API_HOST, SMTP_HOST, Link, running_link

GOALS = {"cold 587": 10.4, "cold 465": 8.4, "warm SMTP": 2.08, "cold API": 4.15, "warm API": 1.03}
KEY = "SG." + "b" * 22 + "." + "c" * 43

AIOSMTPLIB = """
import asyncio, ssl, sys, time, aiosmtplib
context = ssl.create_default_context(cafile=sys.argv[1])
mail = b"Subject: bench\\r\\n\\r\\n" + (b"x" * 70 + b"\\r\\n") * 9
async def once(port, warm):
    start = time.perf_counter()
    client = aiosmtplib.SMTP(hostname="smtp.sendgrid.net", port=port, use_tls=port == 465,
                             tls_context=context, start_tls=port == 587,
                             local_hostname="client.example", timeout=30)
    await client.connect()
    await client.login("apikey", sys.argv[2])
    await client.sendmail("a@example.com", ["b@example.net"], mail)
    cold = time.perf_counter() - start
    start = time.perf_counter()
    await client.sendmail("a@example.com", ["b@example.net"], mail)
    hot = time.perf_counter() - start
    await client.quit()
    return hot if warm else cold
print(asyncio.run(once(int(sys.argv[3]), sys.argv[4] == "warm")) * 1000)
"""


def in_client(link: Link, *command: str) -> str:
    """Run at the client's end and give what it printed."""
    done = link.in_client(*command)
    if done.returncode:
        raise SystemExit(f"{command[0]} failed: {done.stdout}{done.stderr}")
    return done.stdout


def curl_smtp(link: Link, scheme: str, port: int, ca: Path, mail: Path) -> float:
    """Time curl with an initial AUTH response, QUIT left out, in milliseconds."""
    secure = ["--ssl-reqd"] if scheme == "smtp" else []
    sender = ["--mail-from", "a@example.com", "--mail-rcpt", "b@example.net", "-T", str(mail)]
    auth = ["--user", f"apikey:{KEY}", "--sasl-ir", "--login-options", "AUTH=PLAIN"]
    url = f"{scheme}://{SMTP_HOST}:{port}/client.example"
    words = ["curl", "-sS", "--cacert", str(ca), *secure, *sender, *auth, "-w", "%{time_total}"]
    return float(in_client(link, *words, url)) * 1000


def curl_api(link: Link, ca: Path) -> float:
    """Time curl's POST, in milliseconds."""
    url = f"https://{API_HOST}/v3/mail/send"
    body = ["-d", "x" * 600, "-o", "/dev/null", "-w", "%{time_total}"]
    return (
        float(in_client(link, "curl", "-sS", "--http1.1", "--cacert", str(ca), *body, url)) * 1000
    )


def swaks(link: Link, port: int, ca: Path) -> float:
    """Time one whole swaks process, its Perl start and QUIT included, in milliseconds."""
    secure = "--tls-on-connect" if port == 465 else "--tls"
    script = (
        "import subprocess,sys,time; t=time.perf_counter(); subprocess.run(sys.argv[1:],check=True,"
        "stdout=subprocess.DEVNULL); print((time.perf_counter()-t)*1000)"
    )
    words = ["--server", SMTP_HOST, "--port", str(port), secure, "--tls-verify"]
    words += ["--tls-ca-path", str(ca), "--auth", "PLAIN", "--auth-user", "apikey"]
    words += ["--auth-password", KEY, "--from", "a@example.com", "--to", "b@example.net"]
    words += ["--helo", "client.example"]
    return float(in_client(link, sys.executable, "-c", script, "swaks", *words))


def aiosmtplib_ms(link: Link, port: int, ca: Path, kind: str) -> float:
    """Time plain aiosmtplib, in milliseconds."""
    return float(in_client(link, sys.executable, "-c", AIOSMTPLIB, str(ca), KEY, str(port), kind))


def others(link: Link, folder: Path, ca: Path, rounds: int) -> dict[str, dict[str, float]]:
    """Time the other clients."""
    mail = folder / "mail.txt"
    mail.write_bytes(b"Subject: bench\r\n\r\n" + (b"x" * 70 + b"\r\n") * 9)
    ways: dict[str, dict[str, Callable[[], float]]] = {
        "cold 587": {
            "curl --sasl-ir": lambda: curl_smtp(link, "smtp", 587, ca, mail),
            "swaks": lambda: swaks(link, 587, ca),
            "aiosmtplib": lambda: aiosmtplib_ms(link, 587, ca, "cold"),
        },
        "cold 465": {
            "curl --sasl-ir": lambda: curl_smtp(link, "smtps", 465, ca, mail),
            "swaks": lambda: swaks(link, 465, ca),
            "aiosmtplib": lambda: aiosmtplib_ms(link, 465, ca, "cold"),
        },
        "warm SMTP": {"aiosmtplib": lambda: aiosmtplib_ms(link, 465, ca, "warm")},
        "cold API": {"curl": lambda: curl_api(link, ca)},
    }
    return {
        case: {who: statistics.median(way() for _ in range(rounds)) for who, way in table.items()}
        for case, table in ways.items()
    }


def main() -> None:
    """Bring the link and the servers up, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rtt", type=float, default=80)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        with running_link(folder, name="bench", rtt_ms=options.rtt) as link:
            ca = link.certificate.ca_file
            command = [sys.executable, "-m", "tests.bench.wan_client", "--ca", str(ca)]
            printed = in_client(link, *command, "--rounds", str(options.rounds))
            ours = json.loads(printed.splitlines()[-1])
            report(ours, others(link, folder, ca, options.rounds), options.rtt)


def report(
    ours: dict[str, dict[str, float]], rest: dict[str, dict[str, float]], rtt_ms: float
) -> None:
    """Print each case in RTT, with the goal and the other clients."""
    print(f"RTT {rtt_ms:g} ms; API: nginx `return 202`, TLS 1.3; SMTP: C sink; medians, in RTT")
    for case, goal in GOALS.items():
        mine = ours[case]
        line = f"{case:10} sgdesk {mine['total_ms'] / rtt_ms:6.3f}  goal {goal:5.2f}"
        line += f"  counted {mine['round_trips']}  rtt {mine['rtt_ms']} ({mine['rtt_source']})"
        for who, took_ms in rest.get(case, {}).items():
            line += f"  {who} {took_ms / rtt_ms:.3f}"
        print(line)


if __name__ == "__main__":
    main()
