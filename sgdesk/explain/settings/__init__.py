"""Read the mail settings of any program, and say what is wrong with them.

`entries.py` finds names and values, in whatever form; `commands.py` those of command lines, URLs
and calls; `roles.py` says which of them is the host, the port and so on; `facts.py` makes facts
of them, `rules.py` and its sisters judge these.
"""
