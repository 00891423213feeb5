"""Everything that can be typed or handed in anywhere, and the pages that take it."""
