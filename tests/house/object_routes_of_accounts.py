"""Objects of accounts that routes name."""
