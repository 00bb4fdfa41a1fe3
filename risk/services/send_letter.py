"""Send a debtor a letter from a template: as a paper in both languages, told by a message."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.commands import run_once
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from accounts.services.send_message import send_message
from accounts.web.formats import yuan
from risk.collections.governor import lock_and_ask
from risk.collections.next_steps import set_next_step
from risk.collections.papers import keep_paper, letter_facts
from risk.collections.rules import work_rule
from risk.models import CollectionContact, CollectionPaper
from risk.models.collection import CollectionCase, NextAction, Purpose, Reached
from risk.services.begin_call import PREFIX

TEMPLATE = "collection_letter"


def send_letter(*, case: CollectionCase, officer: User, kind: str, key: str) -> CollectionPaper:
    """Freeze the figures of today, log the contact, and put the letter on the debtor's page with a message about it.

    The inbox has it at once; e-mail and SMS keep to the rules of messages (hours, one a day). Refuses (`kind`) what is
    no letter, and what the governor refuses of a letter.
    """
    if kind not in CollectionPaper.LETTERS:
        raise Refused("kind", _("Choose a letter."), field="kind")

    def perform() -> str:
        return _send(case, officer, kind).number

    inputs = {"case": case.number, "kind": kind}
    with transaction.atomic():
        number = run_once(actor=officer, command="send_letter", key=key, inputs=inputs, perform=perform)
        return CollectionPaper.objects.get(number=number)


def _send(case: CollectionCase, officer: User, kind: str) -> CollectionPaper:
    row, stage = lock_and_ask(case, channel="letter", officer=officer)
    at, loan = clock.now(), row.loan
    contact = CollectionContact.objects.create(
        number=next_number(PREFIX),
        case=row,
        debtor=loan.borrower,
        officer=officer,
        channel="letter",
        purpose=Purpose.LEGAL if kind == CollectionPaper.Kind.BEFORE_LAW else Purpose.REMIND,
        stage=stage,
        made_on=at.astimezone(clock.SHANGHAI).date(),
        made_at=at,
        ended_at=at,
        reached=Reached.SENT,
    )
    days = work_rule().letter_days
    facts = letter_facts(row, days)
    paper = keep_paper(row, kind=kind, facts=facts, made_by=officer, contact=contact)
    record_event(
        "collection_contact.ended",
        subject=contact,
        actor=officer,
        data={"case": row.number, "channel": "letter", "paper": paper.number},
    )
    until_on = clock.today() + dt.timedelta(days=days)
    set_next_step(row, NextAction.CALL, until_on)
    send_message(
        to=loan.borrower,
        template=TEMPLATE,
        context={
            "loan": loan.number,
            "kind": paper.Kind(kind).label,
            "amount": yuan(facts["arrears_fen"]),
            "until": until_on,
        },
        key=f"collection_letter:{paper.number}",
        link=f"/borrow/loans/{loan.number}/contacts/",
    )
    return paper
