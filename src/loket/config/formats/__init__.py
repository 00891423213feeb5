"""How people of each region write dates and numbers."""
