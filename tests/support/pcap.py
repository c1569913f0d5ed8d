"""Read a packet capture and give the waits that a client had, from outside.

A wait is the time from the client's last packet (with payload, or its SYN) to
the last packet of the server's answer before the client speaks again. Written
by `tcpdump -i lo -w FILE --time-stamp-precision=nano`.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

NANO_MAGIC = 0xA1B23C4D
RAW_IP = 101
TCP = 6
SYN = 0x02
RST_FIN = 0x05


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """One TCP packet over IPv4."""

    at_ns: int
    source_port: int
    target_port: int
    sequence: int
    flags: int
    payload_bytes: int


def read_packets(file: Path) -> Iterator[Packet]:
    """Give the IPv4 TCP packets of a capture of an Ethernet-like device or a TUN, in order."""
    data = file.read_bytes()
    if len(data) < 24 or struct.unpack_from("<I", data)[0] != NANO_MAGIC:
        raise ValueError("not a little-endian capture with nanosecond stamps")
    link_header = 0 if struct.unpack_from("<I", data, 20)[0] == RAW_IP else 14
    at = 24
    while at + 16 <= len(data):
        seconds, nanos, kept, _ = struct.unpack_from("<IIII", data, at)
        packet = data[at + 16 + link_header : at + 16 + kept]
        at += 16 + kept
        if len(packet) < 40 or packet[0] >> 4 != 4 or packet[9] != TCP:
            continue
        tcp = (packet[0] & 15) * 4
        source, target, sequence = struct.unpack_from("!HHI", packet, tcp)
        tcp_header = (packet[tcp + 12] >> 4) * 4
        total = struct.unpack_from("!H", packet, 2)[0]
        yield Packet(
            at_ns=seconds * 1_000_000_000 + nanos,
            source_port=source,
            target_port=target,
            sequence=sequence,
            flags=packet[tcp + 13],
            payload_bytes=total - tcp - tcp_header,
        )


def waits_ns(packets: list[Packet], server_port: int) -> list[list[int]]:
    """Give each connection's waits on `server_port`, connections and waits in order.

    A client port may serve twice in one capture: a connection begins with its SYN.
    """
    talks: dict[tuple[int, int], list[Packet]] = {}
    begun: dict[int, tuple[int, int]] = {}
    seen: set[tuple[int, int, int]] = set()
    for packet in packets:
        key = (packet.source_port, packet.target_port, packet.sequence)
        if packet.payload_bytes:
            if key in seen:
                # Sent again because a stalled client acknowledged late: it had arrived before.
                continue
            seen.add(key)
        if packet.flags & RST_FIN or not (packet.payload_bytes or packet.flags & SYN):
            continue
        if server_port in (packet.source_port, packet.target_port):
            client = packet.source_port + packet.target_port - server_port
            if packet.flags & SYN and packet.source_port == client:
                begun[client] = (client, packet.sequence)
            if client in begun:
                talks.setdefault(begun[client], []).append(packet)
    return [list(_waits(talk, server_port)) for talk in talks.values()]


def _waits(talk: list[Packet], server_port: int) -> Iterator[int]:
    asked_ns = 0
    for from_server, run in groupby(talk, key=lambda packet: packet.source_port == server_port):
        last = list(run)[-1]
        if from_server and asked_ns:
            yield last.at_ns - asked_ns
        elif not from_server:
            asked_ns = last.at_ns
