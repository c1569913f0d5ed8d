"""Look at an account without sending: key, scopes, senders, credits."""
