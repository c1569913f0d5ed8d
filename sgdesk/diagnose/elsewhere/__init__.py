"""Test on another computer, where nothing can be installed: lines to run there, and back.

`lines.py` gives the lines; `paste.py` reads what they printed out of whatever it was
pasted with; `reading.py` makes observations of it, for the same rules as a run of our own.
"""
