"""Loket, an open service desk for governments."""
