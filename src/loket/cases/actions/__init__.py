"""Every change of a case. `carry` obeys the table of transitions; the others call it by name."""
