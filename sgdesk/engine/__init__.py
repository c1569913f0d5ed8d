"""Queue, concurrency, warm connections, cancel, events and the journal protocol."""
