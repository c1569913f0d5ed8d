"""Choose the path: Web API or SMTP, and for SMTP port and encryption as one choice."""
