"""Walks: one file for each way through Loket, in a real browser on a real server."""
