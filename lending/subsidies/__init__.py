"""Interest that a dealer pays in the borrower's place (商家贴息): set aside, kept in step, given back."""
