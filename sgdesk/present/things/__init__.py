"""Things to look at: what may embarrass the sender and does not stop the send."""
