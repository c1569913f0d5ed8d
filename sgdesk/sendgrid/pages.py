"""SendGrid's own pages, for links that a user may open.

Source: addresses in the official OpenAPI files and in SendGrid's documentation.
"""

ACTIVITY = "https://app.sendgrid.com/email_activity"
API_KEYS = "https://app.sendgrid.com/settings/api_keys"
IP_ACCESS = "https://app.sendgrid.com/settings/access"
PLAN = "https://app.sendgrid.com/account/details"
SENDERS = "https://app.sendgrid.com/settings/sender_auth"
STATUS = "https://status.sendgrid.com"
SUPPORT = "https://support.sendgrid.com/hc/en-us"
USAGE = "https://app.sendgrid.com/settings/billing"
SIGN_IN_PAGE = "http://example.com"
"""A plain page that a network which wants a sign-in replaces by its own (RFC 8910, section 1)."""
