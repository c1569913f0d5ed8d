"""A real Postfix of its own: STARTTLS with SASL, implicit TLS, mail kept as it arrived.

Needs root (Postfix's master does), `postfix`, `saslpasswd2` and Cyrus SASL's
sasldb plug-in. Its queue, spool and configuration lie in one temporary folder;
the machine's own Postfix is not touched.
"""

import grp
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.lab import Certificate, make_certificate

HOST = "postfix.test"
MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = {host}
mydestination =
alias_maps =
local_recipient_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
message_size_limit = 41943040
virtual_mailbox_limit = 0
virtual_mailbox_domains = example.net
virtual_mailbox_maps = static:all/
virtual_mailbox_base = {folder}/mail
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
smtpd_tls_chain_files = {key} {chain}
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_path = smtpd
cyrus_sasl_config_path = {folder}/config/sasl
smtpd_sasl_local_domain = {host}
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_delay_reject = no
smtpd_discard_ehlo_keywords = {discard}
smtpd_peername_lookup = no
smtputf8_enable = {smtputf8}
disable_dns_lookups = yes
"""
MASTER = """
127.0.0.1:{starttls} inet n - n - - smtpd
127.0.0.1:{tls} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 discard
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Postfix:
    """A running Postfix."""

    starttls: int
    tls: int
    certificate: Certificate
    folder: Path

    def received(self, count: int, *, seconds: float = 20) -> list[bytes]:
        """Give the mails that have arrived, oldest first, once there are `count`.

        Lines end in CRLF, as they did on the wire; Postfix's own headers come first.
        """
        inbox = self.folder / "mail" / "all" / "new"
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            files = sorted(inbox.glob("*"), key=lambda file: file.stat().st_mtime_ns)
            if len(files) >= count:
                return [file.read_bytes().replace(b"\n", b"\r\n") for file in files]
            time.sleep(0.05)
        log = (self.folder / "log").read_text() if (self.folder / "log").exists() else ""
        raise AssertionError(f"{count} mails did not arrive in {seconds} s\n{log}")


def _free_ports(count: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(listener.getsockname()[1]) for listener in held]
    for listener in held:
        listener.close()
    return ports


def _add_user(folder: Path, user: str, password: str) -> None:
    sasl = folder / "config" / "sasl"  # where Debian's build looks, whatever is configured
    sasl.mkdir()
    (sasl / "smtpd.conf").write_text(
        "pwcheck_method: auxprop\nauxprop_plugin: sasldb\nmech_list: PLAIN LOGIN\n"
        f"sasldb_path: {folder}/sasldb\n"
    )
    command = ["saslpasswd2", "-p", "-c", "-f", str(folder / "sasldb"), "-u", HOST, user]
    subprocess.run(command, input=password.encode(), check=True)
    shutil.chown(folder / "sasldb", "postfix")


def _configure(folder: Path, ports: list[int], discard: str, *, smtputf8: bool) -> Certificate:
    owner = pwd.getpwnam("postfix")
    for name in ("config", "spool", "data", "mail"):
        (folder / name).mkdir()
    for name in ("data", "mail"):
        shutil.chown(folder / name, "postfix", "postfix")
    certificate = make_certificate(folder, HOST)
    values = {
        "folder": folder,
        "host": HOST,
        "uid": owner.pw_uid,
        "gid": grp.getgrnam("postfix").gr_gid,
        "key": certificate.key_file,
        "chain": certificate.chain_file,
        "discard": discard,
        "smtputf8": "yes" if smtputf8 else "no",
    }
    (folder / "config" / "main.cf").write_text(MAIN.format(**values))
    master = MASTER.format(starttls=ports[0], tls=ports[1])
    (folder / "config" / "master.cf").write_text(master)
    return certificate


@contextmanager
def running_postfix(
    folder: Path, *, user: str, password: str, discard: str = "", smtputf8: bool = False
) -> Iterator[Postfix]:
    """Run Postfix in `folder`; `discard` hides EHLO keywords, e.g. `pipelining`."""
    folder.chmod(0o755)
    ports = _free_ports(2)
    certificate = _configure(folder, ports, discard, smtputf8=smtputf8)
    _add_user(folder, user, password)
    postfix = ["postfix", "-c", str(folder / "config")]
    started = subprocess.run([*postfix, "start"], capture_output=True, text=True, check=False)
    if started.returncode:
        raise RuntimeError(f"postfix did not start: {started.stdout}{started.stderr}")
    try:
        _wait_for(ports[0])
        yield Postfix(starttls=ports[0], tls=ports[1], certificate=certificate, folder=folder)
    finally:
        subprocess.run([*postfix, "stop"], capture_output=True, check=False)


def _wait_for(port: int) -> None:
    until = time.monotonic() + 10
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as answering:
                answering.recv(1)
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
