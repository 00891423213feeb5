"""Commands about messages and mails."""
