"""Dutch of the Netherlands."""
