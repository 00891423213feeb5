"""Backups: everything of an installation in one folder, put back elsewhere, and verified.

It owns no tables: it copies those of all modules, by the programs of the database server, and the
files that their rows name. Words: backup (one folder, complete by itself), manifest, put back, hold
(mails wait for the administrator after an installation was put back).
"""
