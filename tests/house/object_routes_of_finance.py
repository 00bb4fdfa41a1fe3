"""Objects of finance that routes name."""
