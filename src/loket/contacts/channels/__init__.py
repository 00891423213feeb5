"""The ways in and out of the house; each file knows one of them and no database."""
