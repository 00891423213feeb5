"""Clients that write in a running Loket and keep a record, and what proves the record true."""
