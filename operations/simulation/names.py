"""Names and identity numbers of people who do not exist."""

import datetime as dt
from random import Random

from accounts.domain.identity_number import check_character

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国文辉宁博雅婷浩宇晨曦子涵思远欣怡志明佳琪"
REGIONS = ("110105", "310104", "440106", "330106", "510107", "420106", "320102", "350102", "370202", "500103")


def make_name(random: Random) -> str:
    """Return a full name of two or three characters; never one the identity sandbox reads as a test case."""
    return random.choice(SURNAMES) + "".join(random.choices(GIVEN, k=random.choice((1, 2, 2))))


def make_identity_number(random: Random, today: dt.date) -> str:
    """Return a well-formed resident identity number of somebody aged 22 to 52."""
    born_on = today - dt.timedelta(days=random.randint(22 * 366, 52 * 365))
    body = f"{random.choice(REGIONS)}{born_on:%Y%m%d}{random.randint(1, 999):03d}"
    return body + check_character(body)
