"""Drafts in the window: kept while one types, listed, opened, deleted."""
