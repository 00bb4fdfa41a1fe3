"""How made-up people become known: the steps of the guided path, through the services behind its pages."""

import zlib

from accounts.models import User
from accounts.providers.face_sandbox import press
from accounts.services.choose_goal import choose_goal
from accounts.services.give_consent import give_consent
from accounts.services.learn_face_answer import learn_face_answer
from accounts.services.save_draft import save_draft
from accounts.services.save_profile import save_profile
from accounts.services.start_face_check import start_face_check
from accounts.services.store_document import store_document
from operations.simulation.specimens import specimen

EMPLOYERS = ("京华制造有限公司", "江南商贸有限公司", "岭南餐饮管理有限公司", "蜀都物流有限公司")
STREETS = (
    "北京市朝阳区建国路88号",
    "上海市静安区南京西路18号",
    "广州市越秀区中山五路9号",
    "成都市锦江区红星路3号",
)


def become_known(user: User, *, wants: str) -> None:
    """Go the path to its end after the identity: pictures, consent and face, and for borrowers the profile."""
    choose_goal(user=user, wants=wants)
    send_pictures(user)
    show_face(user, "passed")
    if wants == "borrow":
        save_profile(user=user, values=_profile(user), actor=user)


def send_pictures(user: User) -> None:
    """Send a specimen of each side of the card."""
    for kind in ("identity_front", "identity_back"):
        store_document(owner=user, kind=kind, file=specimen(kind), actor=user)


def show_face(user: User, answer: str) -> None:
    """Agree to the check, begin it, and press a button of the sandbox; with none the check stays open."""
    give_consent(user=user, code="sensitive")
    check = start_face_check(user=user)
    if answer:
        press(check.provider_reference, answer)
        learn_face_answer(check=check)


# The door of the demo: who came how far, and what became of the face.
NEWCOMERS = (
    ("agreed", "borrow", ""),
    ("pictured", "borrow", ""),
    ("at-the-camera", "invest", ""),
    ("not-recognised", "borrow", "failed"),
    ("given-up", "invest", "unanswered"),
    ("half-told", "borrow", "passed"),
)


def stand_at_the_door(user: User, *, stage: str, wants: str, answer: str) -> None:
    """Bring a newcomer, whose identity is verified, to a stage of the path and no further."""
    choose_goal(user=user, wants=wants)
    give_consent(user=user, code="sensitive")
    if stage == "agreed":
        return
    send_pictures(user)
    if stage == "pictured":
        # The first picture was blurred: a better one replaced it.
        send_pictures(user)
        return
    show_face(user, answer)
    if stage == "half-told":
        told = _profile(user)
        names = ("employment", "industry", "employer", "employed_months")
        save_draft(user=user, code="profile", screen="work", values={name: told[name] for name in names})


def _profile(user: User) -> dict[str, object]:
    """Make something up, the same for the same address, without drawing from the simulation's own chances."""
    drawn = zlib.crc32((user.email or user.number).encode())
    return {
        "employment": "employed",
        "industry": ("manufacturing", "retail", "catering", "transport")[drawn % 4],
        "employer": EMPLOYERS[drawn % 4],
        "employed_months": 6 + drawn % 90,
        "monthly_income_fen": (6_000 + drawn % 9_000) * 100,
        "monthly_debt_fen": drawn % 1_500 * 100,
        "other_debt_fen": drawn % 30_000 * 100,
        "other_platform_debt_fen": 0,
        "dependants": drawn % 4,
        "housing": ("rent", "mortgage", "family", "own")[drawn % 4],
        "home_address": f"{STREETS[drawn // 4 % 4]}{drawn % 97 + 1}单元{drawn % 1009}室",
        "contact_name": "王" + "芳伟娜敏"[drawn % 4],
        "contact_relationship": ("spouse", "parent", "sibling", "friend")[drawn % 4],
        "contact_phone": f"139{drawn % 100_000_000:08d}",
    }
