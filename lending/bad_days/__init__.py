"""A loan that nobody pays: called in, taken to court, written off with its claims alive, recovered."""
