"""Settings, addresses and the ways Loket is started: the top of the house, nobody imports it.

It owns no tables. Here stand the whole list of who reacts to what and what comes round by the clock
(`listeners`), the web server and its bridge, what keeps processes going, the demo with its mail
catcher, and the answer to a monitor. Words: listener, periodic, guest, catcher, turn.
"""
