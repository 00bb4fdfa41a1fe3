"""What every repayment shares: the loan's book, what is due, the plan of a payment, and writing it."""
