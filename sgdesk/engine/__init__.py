"""Queue, concurrency, warm connections, cancel, events and the journal protocol.

Nothing is gathered here: a face needs `engine.events` at its start, and the
engine itself brings the network libraries along (130 ms).
"""
