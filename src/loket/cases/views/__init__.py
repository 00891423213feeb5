"""Pages about one case for those who handle it."""
