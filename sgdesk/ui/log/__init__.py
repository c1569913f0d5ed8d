"""The result log: a model over row values, and the table that paints it."""
