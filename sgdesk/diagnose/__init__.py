"""What is wrong between this computer and SendGrid: probes, rules, verdict.

`run.py` probes every way at once and gives observations; `rules/` judges them,
pure, and gives findings; `verdict.py` makes one sentence of these. Nothing is
sent: no probe says MAIL FROM or posts a message.
"""
