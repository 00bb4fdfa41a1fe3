"""A made-up company at work: people who do not exist, acting through the real services, the same for the same seed."""
