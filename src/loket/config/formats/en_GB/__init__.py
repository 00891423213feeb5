"""English of Europe."""
