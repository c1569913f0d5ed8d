"""What an error message, a log, or the mail settings of another program mean.

`veil.py` hides the secrets of a text before anything else looks at it. `reading.py` finds what
servers said in it and `replies.py` asks the catalogue of SendGrid's replies what that means;
`symptoms.py` knows what programs print when no server said anything. `settings/` reads settings
and judges them. All of it is pure: what was pasted goes into no file, no log and no network.
"""
