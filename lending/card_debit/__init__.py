"""The bound card debited for a loan, under the borrower's mandate."""
