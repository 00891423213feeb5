"""The inspection of one file in a child process: small memory, little time, no network."""
