"""Collections: what follows when a loan is overdue, under the contact governor, until a payment cures it."""
