"""v3 bodies that break one rule each, by subject."""
