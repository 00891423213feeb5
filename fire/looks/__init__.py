"""Every page in every width, and the organisations with nothing and with too much."""
