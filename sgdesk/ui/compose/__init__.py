"""Write a mail: what is typed here becomes one `ComposeForm`."""
