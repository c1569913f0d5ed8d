"""The history and the at-most-once journal, in SQLite."""
