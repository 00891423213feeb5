"""What tries to break a whole, running Loket: kills, faults, bad input, drills. `bin/fire` runs it."""
