"""A picture of each view, state and error of the window, and what must hold in all of them.

    python -m tests.gui.gallery FOLDER [--scale 2] [--only NAME]

writes each scene in both schemes and at both sizes. `test_gallery.py` goes
through the same scenes and looks at them for what a machine can see.
"""
