"""Measures Loket at ten thousand and at a million cases; no test asserts on time, this prints it."""
