"""Dealers of the demo company, brought into every state through the services by which real ones come."""

import datetime as dt
import re
from dataclasses import dataclass
from random import Random

from accounts import clock
from accounts.dealers.contract import contract_text
from accounts.dealers.policy import Limits, checklist
from accounts.dealers.queries import members_of
from accounts.domain.uscc import check_character
from accounts.models import Approval, Dealer, SandboxMessage, User
from accounts.services.add_store import add_store
from accounts.services.ask_legal_person_consent import ask_legal_person_consent
from accounts.services.begin_dealer import begin_dealer
from accounts.services.check_dealer import check_dealer
from accounts.services.choose_goods import choose_goods
from accounts.services.deliver_events import deliver_events
from accounts.services.end_dealer import end_dealer
from accounts.services.give_dealer_opinion import give_dealer_opinion
from accounts.services.give_legal_person_consent import give_legal_person_consent
from accounts.services.invite_clerk import invite_clerk
from accounts.services.join_dealer import use_invitation
from accounts.services.open_account import open_account
from accounts.services.propose_admission import propose_admission
from accounts.services.propose_limits import propose_limits
from accounts.services.reject_dealer import reject_dealer
from accounts.services.request_resumption import request_resumption
from accounts.services.return_dealer import return_dealer
from accounts.services.save_company import save_company
from accounts.services.send_dealer_in import send_dealer_in
from accounts.services.send_licence import send_licence
from accounts.services.sign_contract import sign_contract
from accounts.services.suspend_dealer import suspend_dealer
from accounts.services.verify_legal_person import verify_legal_person
from accounts.services.withdraw_dealer import withdraw_dealer
from accounts.staff.queries import holders_of_role
from finance.custody.sandbox_customer import bind_own_card
from operations.simulation.approving import approve
from operations.simulation.licences import draw_licence
from operations.simulation.names import make_identity_number, make_name

SINGLE, OUTSTANDING, DAILY = 50_000_00, 2_000_000_00, 30
NOTES = {
    "licence_seen": "核对原件，名称、代码、地址一致。",
    "register_consulted": "公示系统查询：存续，无异常经营记录。",
    "legal_person_verified": "电话核实，法定代表人知情。",
    "store_visited": "到店走访，商品与价签齐全，客流正常。",
    "account_verified": "对公账户户名一致，小额打款已验证。",
    "contract_signed": "协议已由负责人签署，指纹一致。",
}


@dataclass(frozen=True)
class Company:
    """How a dealer of the demo is called, where it sells what, and how far it got."""

    code: str
    name: str
    city: str
    stores: tuple[str, ...]
    goods: tuple[str, ...]
    stage: str = "active"


# The first three are there from the beginning; the others stand in their states on the last day.
FIRST = (
    Company(
        "owner",
        "深圳市安家电器有限公司",
        "深圳市南山区科苑路18号",
        ("科苑旗舰店", "福田店"),
        ("appliances", "electronics"),
    ),
    Company(
        "muyun", "杭州木云家居有限公司", "杭州市余杭区文一西路996号", ("余杭馆",), ("furniture", "renovation")
    ),
    Company(
        "qihang", "成都启航数码科技有限公司", "成都市武侯区人民南路四段1号", ("武侯店",), ("electronics",)
    ),
)
LATER = (
    Company(
        "xinju", "武汉新居装饰工程有限公司", "武汉市洪山区珞喻路200号", ("光谷店",), ("renovation",), "raise"
    ),
    Company(
        "kuaiqi", "南京快骑体育用品有限公司", "南京市鼓楼区中山路55号", ("鼓楼店",), ("sports",), "suspended"
    ),
    Company(
        "laodian",
        "青岛老店家电商行有限公司",
        "青岛市市南区香港中路9号",
        ("中山店",),
        ("appliances",),
        "resuming",
    ),
    Company("jiuju", "重庆旧居家具有限公司", "重庆市渝北区新南路3号", ("渝北店",), ("furniture",), "ended"),
    Company(
        "xujia", "福州虚佳商贸有限公司", "福州市台江区五一路7号", ("台江店",), ("electronics",), "rejected"
    ),
    Company(
        "zhihui",
        "广州智慧教育科技有限公司",
        "广州市天河区天河路100号",
        ("天河店",),
        ("education",),
        "returned",
    ),
    Company(
        "chuwei",
        "上海厨卫之家有限公司",
        "上海市徐汇区漕溪路88号",
        ("徐汇店",),
        ("appliances", "renovation"),
        "vetting",
    ),
    Company(
        "senlin", "北京森林家具有限公司", "北京市朝阳区东三环北路5号", ("朝阳店",), ("furniture",), "asked"
    ),
    Company(
        "mingde",
        "厦门明德健身器材有限公司",
        "厦门市思明区湖滨南路12号",
        ("湖滨店",),
        ("sports",),
        "withdrawn",
    ),
    Company("xingdian", "苏州新店商贸有限公司", "苏州市工业园区星湖街1号", (), ("electronics",), "applied"),
)


@dataclass(frozen=True)
class Desk:
    """Who vets, who gives the opinion, who approves."""

    manager: User
    officer: User
    director: User


def find_desk() -> Desk:
    """Return the staff of the demo company who do these jobs."""
    manager, officer, director = (
        holders_of_role(role)[0] for role in ("business_manager", "risk_officer", "director")
    )
    return Desk(manager, officer, director)


def open_first_dealers(random: Random, *, domain: str, password: str) -> None:
    """Admit the dealers that are there from the beginning; the first one's people have demo logins."""
    desk = find_desk()
    for number, company in enumerate(FIRST):
        dealer = _fill(random, company, number, domain, password if number == 0 else None)
        _admit(dealer, company, desk)
    clerk = _open_login(random, f"dealer.clerk@{domain}", password)
    first = Dealer.objects.select_related("organisation").order_by("pk")[0]
    owner = User.objects.get(email=f"dealer.owner@{domain}")
    use_invitation(
        invitation=invite_clerk(dealer=first, actor=owner, address=f"dealer.clerk@{domain}"), user=clerk
    )


def leave_dealers_in_every_state(random: Random, *, domain: str) -> None:
    """Bring one newcomer into each state that dealers wait or end in."""
    desk = find_desk()
    for number, company in enumerate(LATER, start=len(FIRST)):
        dealer = _fill(random, company, number, domain, None)
        _bring_to(company, dealer, desk)
    first = Dealer.objects.select_related("organisation").order_by("pk")[0]
    owner = User.objects.get(email=f"dealer.owner@{domain}")
    invite_clerk(dealer=first, actor=owner, address=f"new.clerk@{domain}")


def _bring_to(company: Company, dealer: Dealer, desk: Desk) -> None:
    stage = company.stage
    if stage in ("raise", "suspended", "resuming", "ended"):
        _admit(dealer, company, desk)
    if stage == "rejected":
        reject_dealer(dealer=dealer, actor=desk.director, reason="实地走访时门店地址无人经营。")
    elif stage == "returned":
        check_dealer(
            dealer=dealer, actor=desk.manager, code="licence_seen", note="照片反光，注册号无法辨认。"
        )
        return_dealer(dealer=dealer, actor=desk.manager, reason="营业执照照片反光，请重新拍摄后提交。")
    elif stage == "withdrawn":
        owners = members_of(dealer)
        withdraw_dealer(dealer=dealer, actor=owners[0].user, reason="门店装修，三个月后再申请。")
    elif stage == "asked":
        _ask(dealer, company, desk)
    elif stage == "raise":
        propose_limits(
            dealer=dealer,
            actor=desk.manager,
            limits=Limits(SINGLE, OUTSTANDING * 3 // 2, DAILY),
            categories=company.goods,
            reason="春季装修旺季，申请上调在途余额。",
        )
    elif stage in ("suspended", "resuming"):
        suspend_dealer(dealer=dealer, actor=desk.manager, reason="接到两起客户投诉，核查期间暂停合作。")
    elif stage == "ended":
        end_dealer(dealer=dealer, actor=desk.director, reason="门店搬迁，双方协商终止合作。")
    if stage == "resuming":
        request_resumption(dealer=dealer, actor=desk.manager, reason="投诉已妥善解决，申请恢复合作。")


def _fill(random: Random, company: Company, number: int, domain: str, password: str | None) -> Dealer:
    """Open the owner's login and fill the papers in; send them in unless the company is still at it."""
    owner = _open_login(random, f"dealer.{company.code}@{domain}", password)
    dealer = begin_dealer(user=owner)
    owner.refresh_from_db()
    body = f"91440300MA5{random.randrange(10**4):04d}{number:02d}"
    organisation = save_company(
        dealer=dealer,
        actor=owner,
        uscc=body + check_character(body),
        legal_name=company.name,
        registered_address=company.city,
        established_on=clock.today() - dt.timedelta(days=random.randint(800, 4000)),
    )
    dealer = Dealer.objects.select_related("organisation").get(pk=dealer.pk)
    choose_goods(dealer=dealer, actor=owner, categories=company.goods)
    if not company.stores:
        return dealer
    _verify_representative(random, dealer, owner)
    send_licence(dealer=dealer, actor=owner, file=draw_licence(organisation.uscc))
    for store in company.stores:
        add_store(dealer=dealer, actor=owner, name=store, street=company.city)
    bind_own_card(owner)
    text = contract_text(organisation, "zh-hans")
    sign_contract(dealer=dealer, actor=owner, language="zh-hans", shown_hash=text.fingerprint)
    send_dealer_in(dealer=dealer, actor=owner)
    return dealer


def _verify_representative(random: Random, dealer: Dealer, owner: User) -> None:
    """Let the legal representative agree by the code on the phone, and have name and number verified."""
    ask_legal_person_consent(
        dealer=dealer,
        actor=owner,
        real_name=make_name(random),
        identity_number=make_identity_number(random, clock.today()),
        phone=f"137{random.randrange(10**8):08d}",
        language="zh-hans",
    )
    newest = SandboxMessage.objects.order_by("-pk").first()
    code = re.search(r"(?<!\d)\d{6}(?!\d)", newest.body) if newest is not None else None
    give_legal_person_consent(dealer=dealer, actor=owner, typed=code[0] if code is not None else "")
    verify_legal_person(dealer=dealer, actor=owner)


def _open_login(random: Random, email: str, password: str | None) -> User:
    return open_account(email=email, password=password, display_name=make_name(random), is_confirmed=True)


def _ask(dealer: Dealer, company: Company, desk: Desk) -> Approval:
    """Tick the checklist, give the opinion, and ask for the admission."""
    for item in checklist():
        check_dealer(dealer=dealer, actor=desk.manager, code=item.code, note=NOTES[item.code])
    limits = Limits(SINGLE, OUTSTANDING, DAILY)
    give_dealer_opinion(
        dealer=dealer,
        actor=desk.officer,
        recommendation="admit",
        text="企业存续三年以上，门店经营正常，法定代表人无不良记录，建议准入，按标准额度起步。",
        limits=limits,
        key=f"showcase:{dealer.number}",
    )
    return propose_admission(
        dealer=dealer,
        actor=desk.manager,
        limits=limits,
        categories=company.goods,
        reason="资料齐全，走访属实，风控建议准入。",
    )


def _admit(dealer: Dealer, company: Company, desk: Desk) -> None:
    approval = _ask(dealer, company, desk)
    approve(approval, desk.director, note="同意准入。")
    deliver_events()
