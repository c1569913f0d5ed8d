"""Mail as its readers see it, drawn without asking anybody for anything."""
