"""One window for one set of settings and one history: a second start calls the first."""
