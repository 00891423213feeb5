"""Every change to parties, addresses, units, employments and roles; one file for each noun."""
