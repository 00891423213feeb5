"""Tests of messages, notices and mails."""
