"""Settings, addresses and the ways Loket is started: the top of the house, nobody imports it."""
