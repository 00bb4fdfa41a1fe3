"""The bell that wakes the worker which asks outside sources."""

from accounts.bells import Bell

bell = Bell()
