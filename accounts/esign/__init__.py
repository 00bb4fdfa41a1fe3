"""Electronic signatures: what is signed, by whom, how, and the company's key that seals it."""
