"""Files and letters: kept safely, inspected, and shown only through whoever owns them.

It owns stored files (bytes on disk, one row each), the PDFs that several photos become, and the
templates of letters and mails. A file has no address and no access rule of its own: it is reached
through the draft, message or case that it belongs to. Words: stored file, type (a kind of file we
take), problem (why we do not take one), inspection, scan, readable copy, letter template. Events:
file.checked; for the audit letter.changed.
"""
