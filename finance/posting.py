"""What is handed to the ledger: entries, their transfers, and the batch made ready for writing."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from accounts.rules import rule_value
from finance import chart
from finance.chart import AccountRef, ChartAccount
from finance.chart_in_force import find_accounts
from finance.domain.money import MAX_FEN, PPM, divide_half_up
from finance.errors import BadPosting, KeyReused

SEPARATOR = "\x1f"


class TransferInput(NamedTuple):
    """An amount from one account (debit) to another (credit) of the same book."""

    debit: AccountRef
    credit: AccountRef
    amount_fen: int
    purpose: str = ""


class EntryInput(NamedTuple):
    """One happening to post; without `value_on` it has its value on the business date."""

    kind: str
    reference: str
    idempotency_key: str
    transfers: Sequence[TransferInput]
    value_on: dt.date | None = None
    posted_by_id: int | None = None
    reverses_id: int | None = None


class PostedEntry(NamedTuple):
    id: int
    is_new: bool


class BatchTransfer(NamedTuple):
    """A transfer by positions: of its entry, its debit and its credit account in the batch."""

    entry: int
    debit: int
    credit: int
    amount_fen: int
    purpose: str


class Batch(NamedTuple):
    """Entries checked and numbered: the wallets come first among the accounts, then the house's."""

    entries: list[EntryInput]
    hashes: list[str]
    wallets: list[AccountRef]
    house: list[AccountRef]
    transfers: list[BatchTransfer]
    spends_company_money: bool

    @property
    def accounts(self) -> list[AccountRef]:
        return self.wallets + self.house


def input_hash(entry: EntryInput) -> str:
    """Return the fingerprint of what an entry does; dates and the person stay out, so that a retry matches."""
    parts = [entry.kind, entry.reference, str(entry.reverses_id)]
    for debit, credit, amount_fen, purpose in entry.transfers:
        parts.append(f"{debit.code}/{debit.owner_id}/{credit.code}/{credit.owner_id}/{amount_fen}/{purpose}")
    return hashlib.sha256(SEPARATOR.join(parts).encode()).hexdigest()


def make_batch(entries: Sequence[EntryInput]) -> Batch:
    """Check entries and number their accounts; an entry given twice under one key counts once.

    Refuses (BadPosting) an entry without transfers, an amount that is no positive number of fen, a transfer to the
    same account or across books, a code that is not in the chart, (KeyReused) one key with two contents.
    """
    kept: dict[str, int] = {}
    unique: list[EntryInput] = []
    hashes: list[str] = []
    for entry in entries:
        fingerprint = input_hash(entry)
        position = kept.setdefault(entry.idempotency_key, len(unique))
        if position == len(unique):
            unique.append(entry)
            hashes.append(fingerprint)
        elif hashes[position] != fingerprint:
            raise KeyReused
    return _number(unique, hashes)


def _number(entries: list[EntryInput], hashes: list[str]) -> Batch:
    refs: dict[AccountRef, int] = {}
    for entry in entries:
        if not entry.transfers or not entry.idempotency_key:
            raise BadPosting("bad_posting", _("This entry moves nothing."))
        for transfer in entry.transfers:
            refs.setdefault(transfer.debit, 0)
            refs.setdefault(transfer.credit, 0)
    known = find_accounts(ref.code for ref in refs)
    for ref in refs:
        _check_ref(ref, known)
    wallets = [ref for ref in refs if ref.owner_id is not None]
    house = [ref for ref in refs if ref.owner_id is None]
    for position, ref in enumerate(wallets + house):
        refs[ref] = position
    return Batch(
        entries=entries,
        hashes=hashes,
        wallets=wallets,
        house=house,
        transfers=_numbered_transfers(entries, refs, known),
        spends_company_money=any(
            transfer.debit.code == chart.COMPANY_IN_CUSTODY
            for entry in entries
            for transfer in entry.transfers
        ),
    )


def _numbered_transfers(
    entries: list[EntryInput], refs: dict[AccountRef, int], known: dict[str, ChartAccount]
) -> list[BatchTransfer]:
    numbered = []
    for position, entry in enumerate(entries):
        for debit, credit, amount_fen, purpose in entry.transfers:
            _check_transfer(debit, credit, amount_fen)
            if known[debit.code].book != known[credit.code].book:
                raise BadPosting("crosses_books", _("A transfer stays inside one book."))
            numbered.append(BatchTransfer(position, refs[debit], refs[credit], amount_fen, purpose))
    return numbered


def _check_ref(ref: AccountRef, known: dict[str, ChartAccount]) -> None:
    account = known.get(ref.code)
    if account is None or account.is_wallet != (ref.owner_id is not None):
        raise BadPosting("bad_posting", _("The chart of accounts has no such account."))


def _check_transfer(debit: AccountRef, credit: AccountRef, amount_fen: int) -> None:
    if type(amount_fen) is not int or not 0 < amount_fen <= MAX_FEN or debit == credit:
        raise BadPosting("bad_posting", _("A transfer moves a positive amount between two accounts."))


def vat_rate_ppm(on: dt.date | None = None) -> int:
    """Return the VAT contained in the company's services, rule `vat.services`."""
    return int(rule_value("vat.services", on=on)["rate_ppm"])


def fee_transfers(
    payer: AccountRef,
    amount_fen: int,
    income_code: str,
    purpose: str,
    *,
    on: dt.date | None = None,
    vat_ppm: int | None = None,
) -> list[TransferInput]:
    """Return what a fee moves: payer → 2190; 1003 → income net of VAT, 1003 → 2221 VAT.

    The fee includes VAT at rule `vat.services` (ppm); the VAT is rounded half up and the income takes the rest. A
    fee of zero moves nothing. A batch reads the VAT rate once and hands it in.
    """
    if amount_fen == 0:
        return []
    rate_ppm = vat_rate_ppm(on) if vat_ppm is None else vat_ppm
    vat_fen = divide_half_up(amount_fen * rate_ppm, PPM + rate_ppm)
    parts = [
        TransferInput(payer, chart.company_in_custody(), amount_fen, purpose),
        TransferInput(chart.due_from_custody(), chart.income(income_code), amount_fen - vat_fen, purpose),
        TransferInput(chart.due_from_custody(), chart.output_vat(), vat_fen, purpose),
    ]
    return [part for part in parts if part.amount_fen]


def fee_refund_transfers(
    to: AccountRef, amount_fen: int, income_code: str, purpose: str, *, on: dt.date
) -> list[TransferInput]:
    """Return what giving a fee back moves: the mirror of `fee_transfers` at the VAT of the day it was taken."""
    taken = fee_transfers(to, amount_fen, income_code, purpose, on=on)
    return [TransferInput(one.credit, one.debit, one.amount_fen, purpose) for one in taken]
