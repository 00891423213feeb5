"""The law of messages and notices without a database: what a text is, who hears of what."""
