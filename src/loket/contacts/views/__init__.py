"""Pages about what is said: notices of a person, and ready-made texts of the desk."""
