"""How a card is trained: the only rooms that need numpy (requirements-scorecard.txt); the site imports the card."""
