"""How each language writes dates: one form a language, the same in prose, lists and forms."""
