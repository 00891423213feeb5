"""German of Belgium."""
