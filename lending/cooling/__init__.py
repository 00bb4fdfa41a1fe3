"""A first loan returned within days of being paid out (冷静期): the principal goes back, and no interest is owed."""
