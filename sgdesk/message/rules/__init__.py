"""SendGrid's rules for one mail, by the part of the message they are about.

Source: SendGrid, "Mail Send", "Mail Send, Errors", "Mail Send, Limitations" and
"Building an X-SMTPAPI header"; the OpenAPI file `tsg_mail_v3.json`.
"""
