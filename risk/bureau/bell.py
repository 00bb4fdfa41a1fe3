"""The bell that wakes the worker which sends files to the credit bureau."""

from accounts.bells import Bell

bell = Bell()
