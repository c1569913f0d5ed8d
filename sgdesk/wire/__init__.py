"""Sockets, TLS and their stamps: everything that is timed, for both transports."""
