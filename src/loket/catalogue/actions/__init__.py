"""Every change in the catalogue, by noun."""
