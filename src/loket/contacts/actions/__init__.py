"""Every change of what is said: messages, half-written messages, notices and mails."""
