"""What SendGrid publishes: hosts, limits, replies; each fact with its source."""
