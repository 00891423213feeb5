"""What is said between a public service and people, on every channel.

It owns contacts (one exchange on one channel), messages with their files, half-written messages,
notices in the portal, outgoing mail with its bundles, and text blocks. Words: contact, message,
notification, outgoing mail, bundle, text block. Events (all for the audit): notice.unmailed,
mail.failed, mail.uncertain, mail.sent_again, mail.released, block.made, block.changed,
block.archived, block.restored.
"""
