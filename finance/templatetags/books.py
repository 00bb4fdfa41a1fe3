"""How entries are named on pages."""

from django import template

from finance.entry_kinds import entry_kind_name
from finance.models import Entry
from finance.reports.account_statement import StatementLine

register = template.Library()


@register.filter
def entry_kind(entry: Entry | StatementLine) -> str:
    """Write what an entry's kind is called."""
    return entry_kind_name(entry.kind)
