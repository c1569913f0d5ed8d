"""Shake hands on a stream and note what came of it: version, chain, who vouches."""

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
) -> bool:
    """Encrypt from here on; says whether the certificate was found good."""
    context = client_context(route.ca_file, alpn=alpn)
    began_ns = monotonic_ns()
    result, error, code = Result.OK, "", None
    try:
        limit = notebook.limits.step
        await notebook.within(limit, stream.start_tls(context, target.host, then=then))
    except OSError as failure:  # ssl's errors and time-outs are of this kind
        result, error, code = of_handshake(failure)
    seen = Encrypted(facts=recorder.tls, verify_code=code, error=error)
    notebook.note(Probe.TLS, target, result, seen, since_ns=began_ns, where=where)
    return result is Result.OK
