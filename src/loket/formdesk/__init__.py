"""Pages of who keeps the forms: all with their versions, proof, trials, publishing, moving.

It owns no tables: what it changes, it asks of the catalogue. It stands above the packs, for a form
comes in and goes out as the YAML of a pack. Words: form manager, version, difference, test case,
trial.
"""
