"""The language without a region."""
