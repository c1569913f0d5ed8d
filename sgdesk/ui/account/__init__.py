"""Accounts in the window: the picker, the sheet that adds a key, the view."""
