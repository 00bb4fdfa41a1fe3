"""How entries and ledger accounts are named on pages."""

from django import template

from finance.models import Entry, LedgerAccount
from finance.queries.journal import account_name, kind_name

register = template.Library()


@register.filter
def entry_kind(entry: Entry) -> str:
    """Write what an entry's kind is called."""
    return kind_name(entry)


@register.filter
def ledger_account(account: LedgerAccount) -> str:
    """Write an account's code and name."""
    return account_name(account.code)
