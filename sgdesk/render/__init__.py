"""A message becomes bytes: the v3 JSON body, and MIME with X-SMTPAPI."""
