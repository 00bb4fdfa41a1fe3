"""The back office's lists: columns to choose and sort by, views to keep, files to take out."""

from accounts.web.tables.columns import Column, Kind
from accounts.web.tables.table import Table

__all__ = ["Column", "Kind", "Table"]
