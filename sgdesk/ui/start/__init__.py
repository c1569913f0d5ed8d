"""The Start view: what to do first, and what waits."""
