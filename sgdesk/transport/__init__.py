"""Ways to hand a message over: one contract, the Web API and SMTP behind it."""
