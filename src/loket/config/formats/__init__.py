"""Dates and numbers per language and region (BE dd/mm/yyyy, NL dd-mm-yyyy), Monday first."""
