"""People who share something."""

from accounts import clock
from accounts.crypto import blind_index
from accounts.models import BorrowerProfile, KnownDevice, User
from accounts.services.save_profile import save_profile

PROFILE = {
    "employment": "employed",
    "industry": "retail",
    "employer": "京华制造有限公司",
    "employed_months": 30,
    "monthly_income_fen": 9_000_00,
    "monthly_debt_fen": 0,
    "other_debt_fen": 0,
    "other_platform_debt_fen": 0,
    "dependants": 0,
    "housing": "rent",
    "contact_name": "王芳",
    "contact_relationship": "spouse",
}


def share(what: str, *people: User) -> None:
    """Let people use one device, or live at one address written in several ways."""
    for place, user in enumerate(people):
        if what == "device":
            KnownDevice.objects.create(
                user=user,
                token_index=blind_index("device", "one"),
                first_at=clock.now(),
                last_at=clock.now(),
            )
        else:
            give_profile(
                user, home_address=("北京市朝阳区建国路88号", "北京市 朝阳区 建国路８８号")[place % 2]
            )


def give_profile(user: User, **values: object) -> BorrowerProfile:
    own = {"home_address": f"上海市静安区{user.pk}号", "contact_phone": f"139{user.pk:08d}"}
    return save_profile(user=user, values={**PROFILE, **own, **values}, actor=user)


def give_phone(user: User, phone: str) -> None:
    user.set_phone(phone)
    user.save()
