"""The legal texts of lending: versioned files in both languages. A change is a new file under a new version."""

from pathlib import Path

FOLDER = Path(__file__).parent
