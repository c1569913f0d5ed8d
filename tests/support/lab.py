"""Servers of other makes for the lab and the benchmarks: nginx, a C sink, a CA."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme

SOURCE = Path(__file__).parent / "sink" / "sink.c"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A throwaway CA with one leaf, as files."""

    ca_file: Path
    chain_file: Path
    key_file: Path


def make_certificate(folder: Path, *names: str) -> Certificate:
    """Write a CA and a leaf for `names` (host names and addresses) into `folder`."""
    authority = trustme.CA()
    leaf = authority.issue_cert(*names)
    made = Certificate(
        ca_file=folder / "ca.pem", chain_file=folder / "chain.pem", key_file=folder / "key.pem"
    )
    authority.cert_pem.write_to_path(str(made.ca_file))
    leaf.private_key_pem.write_to_path(str(made.key_file))
    made.chain_file.write_bytes(b"".join(blob.bytes() for blob in leaf.cert_chain_pems))
    return made


def build_sink(folder: Path) -> Path:
    """Compile the C sink into `folder`; needs a C compiler and OpenSSL's headers."""
    binary = folder / "sink"
    libraries = ["-lssl", "-lcrypto", "-lpthread"]
    subprocess.run(["cc", "-O2", "-o", str(binary), str(SOURCE), *libraries], check=True)
    return binary


@dataclass(frozen=True, slots=True, kw_only=True)
class SinkPorts:
    """Where the C sink listens."""

    starttls: int
    tls: int
    https: int


@contextmanager
def running_sink(
    binary: Path, certificate: Certificate, *options: str, prefix: tuple[str, ...] = ()
) -> Iterator[SinkPorts]:
    """Run the C sink; `prefix` puts it elsewhere, e.g. into a network namespace."""
    files = ["--cert", str(certificate.chain_file), "--key", str(certificate.key_file)]
    command = [*prefix, str(binary), *files, *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield SinkPorts(**json.loads(process.stdout.readline()))
        finally:
            process.terminate()


NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  keepalive_requests 1000000; keepalive_timeout 300s; client_max_body_size 40m;
  server {{
    listen {host}:{port} ssl; ssl_protocols TLSv1.3; ssl_session_cache off; ssl_session_tickets off;
    ssl_certificate {chain}; ssl_certificate_key {key};
    location / {{ add_header X-Message-Id nginxnginxnginxnginxng always; return 202; }}
  }}
}}
"""


@contextmanager
def running_nginx(
    folder: Path, certificate: Certificate, *, host: str, port: int, prefix: tuple[str, ...] = ()
) -> Iterator[None]:
    """Run nginx answering 202 to everything over TLS 1.3."""
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    config = folder / "nginx.conf"
    config.write_text(
        NGINX.format(
            folder=folder,
            host=host,
            port=port,
            chain=certificate.chain_file,
            key=certificate.key_file,
        )
    )
    command = [*prefix, nginx, "-p", str(folder), "-c", str(config)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()
