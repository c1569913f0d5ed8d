"""Words, units and geometry shared by the window and the command line."""
