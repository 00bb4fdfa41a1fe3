"""Makers of dealers for tests, in every state, through the real services."""

import datetime as dt
import itertools
import re
import uuid

from accounts import clock
from accounts.dealers.contract import contract_text
from accounts.dealers.policy import Limits, checklist
from accounts.dealers.queries import owner_of
from accounts.domain.uscc import check_character
from accounts.models import (
    Approval,
    Dealer,
    DealerMember,
    LegalPersonCheck,
    LegalPersonConsent,
    SandboxMessage,
    User,
)
from accounts.services.add_store import add_store
from accounts.services.ask_legal_person_consent import ask_legal_person_consent
from accounts.services.begin_dealer import begin_dealer
from accounts.services.check_dealer import check_dealer
from accounts.services.choose_goods import choose_goods
from accounts.services.decide_approval import decide_approval
from accounts.services.deliver_events import deliver_events
from accounts.services.give_dealer_opinion import give_dealer_opinion
from accounts.services.give_legal_person_consent import give_legal_person_consent
from accounts.services.propose_admission import propose_admission
from accounts.services.save_company import save_company
from accounts.services.send_dealer_in import send_dealer_in
from accounts.services.send_licence import send_licence
from accounts.services.sign_contract import sign_contract
from accounts.services.verify_legal_person import verify_legal_person
from finance.custody.sandbox_customer import bind_own_card
from tests.factories import make_customer, make_identity_number, make_staff
from tests.pictures import picture_file

LIMITS = Limits(50_000_00, 1_000_000_00, 20)
GOODS = ["furniture", "appliances"]
ADDRESS = "深圳市南山区科苑路1号"
_running = itertools.count(1)


def make_uscc(running: int | None = None) -> str:
    """Return a well-formed code of a company that does not exist."""
    body = f"91440300MA5{(running or next(_running)):06d}"
    return body + check_character(body)


def make_login(email: str) -> User:
    """Return a fresh login whose e-mail address is proved, as after signing up."""
    from allauth.account.models import EmailAddress

    user = make_customer(email, name="", verified=False)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user


def begun(email: str = "owner@dealer.cn") -> Dealer:
    return begin_dealer(user=make_login(email))


def named(email: str = "owner@dealer.cn", *, uscc: str = "", name: str = "深圳好家电器有限公司") -> Dealer:
    dealer = begun(email)
    save_company(
        dealer=dealer,
        actor=owner(dealer),
        uscc=uscc or make_uscc(),
        legal_name=name,
        registered_address=ADDRESS,
        established_on=dt.date(2019, 5, 6),
    )
    return fresh(dealer)


def filled(email: str = "owner@dealer.cn", **company: str) -> Dealer:
    """Return a dealer with all its papers, not sent in yet."""
    dealer = named(email, **company)
    actor = owner(dealer)
    verify(dealer)
    send_licence(dealer=dealer, actor=actor, file=picture_file())
    add_store(dealer=dealer, actor=actor, name="科苑店", street=ADDRESS)
    choose_goods(dealer=dealer, actor=actor, categories=GOODS)
    bind_own_card(actor)
    sign(dealer)
    return fresh(dealer)


def consent(dealer: Dealer, *, name: str = "周文", identity: str = "", phone: str = "") -> LegalPersonConsent:
    """Let the legal representative agree by the code on the phone."""
    actor = owner(dealer)
    ask_legal_person_consent(
        dealer=dealer,
        actor=actor,
        real_name=name,
        identity_number=identity or make_identity_number(),
        phone=phone or f"137{next(_running):08d}",
        language="zh-hans",
    )
    return give_legal_person_consent(dealer=dealer, actor=actor, typed=consent_code())


def consent_code() -> str:
    """Return the code in the newest text message."""
    found = re.search(r"(?<!\d)\d{6}(?!\d)", SandboxMessage.objects.latest("pk").body)
    assert found is not None
    return found[0]


def verify(dealer: Dealer, *, name: str = "周文", identity: str = "") -> LegalPersonCheck:
    """Have the legal representative agree and verified."""
    consent(dealer, name=name, identity=identity)
    return verify_legal_person(dealer=fresh(dealer), actor=owner(dealer))


def sign(dealer: Dealer, language: str = "zh-hans") -> None:
    text = contract_text(fresh(dealer).organisation, language)
    sign_contract(dealer=dealer, actor=owner(dealer), language=language, shown_hash=text.fingerprint)


def vetting(email: str = "owner@dealer.cn", **company: str) -> Dealer:
    dealer = filled(email, **company)
    send_dealer_in(dealer=dealer, actor=owner(dealer))
    return fresh(dealer)


def checked(dealer: Dealer, manager: User, officer: User) -> Dealer:
    """Tick every item and let risk recommend the admission."""
    for item in checklist():
        check_dealer(dealer=dealer, actor=manager, code=item.code, note="看过原件，无误。")
    give_dealer_opinion(
        dealer=dealer,
        actor=officer,
        recommendation="admit",
        text="经营稳定，建议准入。",
        limits=LIMITS,
        key=uuid.uuid4().hex,
    )
    return fresh(dealer)


def proposed(dealer: Dealer, manager: User, officer: User, limits: Limits = LIMITS) -> Approval:
    return propose_admission(
        dealer=checked(dealer, manager, officer),
        actor=manager,
        limits=limits,
        categories=GOODS,
        reason="资料齐全，建议准入。",
    )


def approve(approval: Approval, checker: User) -> None:
    decide_approval(
        checker=checker, number=approval.number, is_approved=True, shown_hash=approval.payload_hash
    )
    deliver_events()


def active(email: str = "owner@dealer.cn", **company: str) -> Dealer:
    """Return an admitted dealer, by a business manager, a risk officer and a director of its own."""
    dealer = vetting(email, **company)
    tag = uuid.uuid4().hex[:6]
    manager = make_staff(f"business.{tag}@example.cn", "business_manager")
    officer = make_staff(f"officer.{tag}@example.cn", "risk_officer")
    approve(proposed(dealer, manager, officer), make_staff(f"director.{tag}@example.cn", "director"))
    return fresh(dealer)


def add_clerk(dealer: Dealer, email: str = "clerk@dealer.cn") -> DealerMember:
    """Put a clerk on the list without an invitation."""
    user = make_login(email)
    user.kind = User.Kind.DEALER
    user.save()
    return DealerMember.objects.create(
        number=f"DM{uuid.uuid4().hex[:8]}", dealer=dealer, user=user, role="clerk", joined_at=clock.now()
    )


def owner(dealer: Dealer) -> User:
    found = owner_of(dealer)
    assert found is not None
    return found


def fresh(dealer: Dealer) -> Dealer:
    return Dealer.objects.select_related("organisation__legal_person").get(pk=dealer.pk)
