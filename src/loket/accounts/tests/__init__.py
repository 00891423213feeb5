"""Tests of signing in and of sessions."""
