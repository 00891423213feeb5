"""Dutch of Belgium."""
