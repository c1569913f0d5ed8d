"""What a mail says: writing with a few formats, its HTML, its plain text."""
