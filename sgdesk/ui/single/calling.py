"""The second start: give what was asked for to the window that is open."""

from PySide6.QtCore import QThread
from PySide6.QtNetwork import QLocalSocket

from sgdesk.clock import monotonic_ns
from sgdesk.ui.preflight import WindowError
from sgdesk.ui.single.calls import Address, Call, read_address
from sgdesk.ui.single.spot import Spot

PATIENCE_S = 10.0
"""For a window that is still starting, ending, or busy."""
AGAIN_MS = 40
TAKEN = b"taken\n"


def hand_over(spot: Spot, call: Call, *, patience_s: float = PATIENCE_S) -> bool:
    """Have the open window take the call; `False` when there is none any more and `spot` is ours.

    Raises `WindowError` when it does not answer in time, `OSError` as `Spot.take` does.
    """
    until_ns = monotonic_ns() + int(patience_s * 1e9)
    while not spot.take():
        address = read_address(spot)
        if address is not None and _tell(address, call, until_ns):
            return True
        if monotonic_ns() >= until_ns:
            who = f"process {address.pid}" if address is not None else "the other one"
            raise WindowError(
                "sgdesk is open already, and its window does not answer.",
                why=f"It holds {spot.lock_path}.",
                remedy=f"Wait until it does, or end {who}; what was typed there is kept.",
            )
        QThread.msleep(AGAIN_MS)
    return False


def _tell(address: Address, call: Call, until_ns: int) -> bool:
    """Call once; say whether the call was taken."""
    socket = QLocalSocket()
    socket.connectToServer(address.server)
    heard = b""
    if socket.waitForConnected(AGAIN_MS):
        socket.write(call.line(address.word))
        while heard != TAKEN and monotonic_ns() < until_ns:
            socket.waitForReadyRead(AGAIN_MS)
            heard += bytes(socket.readAll().data())
            if socket.state() is not QLocalSocket.LocalSocketState.ConnectedState:
                break
    socket.abort()
    return heard == TAKEN
