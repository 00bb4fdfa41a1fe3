"""The message catalogues: one for each app and one for what they share, kept in step with the code."""
