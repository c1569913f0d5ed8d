"""The local SendGrid: HTTP and SMTP on this computer, always a process of its own."""
