"""sgdesk: compose, send and test mail through Twilio SendGrid, and see where the time goes."""

__version__ = "0.1.0"
