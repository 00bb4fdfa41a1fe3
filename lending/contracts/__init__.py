"""Loan contracts and what belongs to them: mandates, contracts, supplements, settlement certificates."""
