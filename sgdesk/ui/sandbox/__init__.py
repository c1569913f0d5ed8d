"""The practice inbox: what the local SendGrid took."""
