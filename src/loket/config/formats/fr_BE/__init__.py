"""French of Belgium."""
