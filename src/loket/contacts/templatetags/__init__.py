"""Tags and filters for the texts of messages."""
