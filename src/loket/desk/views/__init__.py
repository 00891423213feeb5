"""Pages of the desk: its lists, and what is done with many cases at once."""
