"""Small parts that every pane is built from; they show and collect, nothing else."""
