"""One result in detail: what became of it, why, and where the time went."""
