"""Rules about files that need no database and no disk: types, names, limits, problems."""
