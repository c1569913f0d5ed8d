"""Shake hands on a stream and note what came of it: version, chain, who vouches."""

import hashlib
import re
import ssl
from dataclasses import replace
from pathlib import Path

import certifi

from sgdesk.clock import monotonic_ns
from sgdesk.diagnose.mishaps import of_handshake
from sgdesk.diagnose.notebook import Notebook
from sgdesk.diagnose.observation import Encrypted, Probe, Result, Target
from sgdesk.route import Route
from sgdesk.trace import Phase
from sgdesk.wire.recorder import Recorder
from sgdesk.wire.stream import WireStream
from sgdesk.wire.tls import client_context


async def shake_hands(
    stream: WireStream,
    recorder: Recorder,
    route: Route,
    target: Target,
    notebook: Notebook,
    *,
    where: str,
    then: Phase,
    alpn: str = "",
    probe: Probe = Probe.TLS,
    name: str = "",
) -> bool:
    """Encrypt from here on; says whether the certificate was found good.

    `name` is asked for in place of the server's own.
    """
    if probe is Probe.OTHER_STORE:
        context = client_context(certifi.where(), alone=True)
    else:
        context = client_context(route.ca_file, alpn=alpn, alone=route.practice)
    began_ns = monotonic_ns()
    result, error, code = Result.OK, "", None
    try:
        limit = notebook.limits.step
        await notebook.within(limit, stream.start_tls(context, name or target.host, then=then))
    except OSError as failure:  # ssl's errors and time-outs are of this kind
        result, error, code = of_handshake(failure)
    facts = recorder.tls
    if facts is not None and facts.private_issuer in _given(route.ca_file):
        # Trusted because the user said so: no news.
        facts = replace(facts, private_issuer="")
    seen = Encrypted(facts=facts, verify_code=code, error=error)
    notebook.note(probe, target, result, seen, since_ns=began_ns, where=where)
    return result is Result.OK


_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


def _given(ca_file: str | None) -> frozenset[str]:
    """Give the fingerprints of the issuers in a CA file; it has been loaded before."""
    if ca_file is None:
        return frozenset()
    texts = _CERTIFICATE.findall(Path(ca_file).read_text(encoding="utf-8", errors="replace"))
    return frozenset(hashlib.sha256(ssl.PEM_cert_to_DER_cert(t)).hexdigest() for t in texts)
