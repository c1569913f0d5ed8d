"""SendGrid's rules for the body of `POST /v3/mail/send`, one file a subject."""
