"""What a committee's people do on its pages."""

import datetime as dt

from accounts import clock
from risk.models import AgendaItem
from tests.browser.life import Walker

HOME = "/office/risk/committee/"
FOR, AGAINST, SILENT = ("approve", "income_sufficient"), ("reject", "too_much_debt"), ("abstain", "")
# With finance recused two are for the loan, two against, and one abstains.
VOTES = {
    "chair": FOR,
    "vice_chair": SILENT,
    "risk": AGAINST,
    "member_1": AGAINST,
    "member_2": ("conditions", "income_sufficient"),
}
CONDITION = "提供近三个月工资流水"


def press(walker: Walker, action: str) -> None:
    """Send the form of the page that goes to this address."""
    walker.page.locator(f"#main form[action$='/{action}'] button").last.click()
    walker.page.wait_for_load_state()


def plan(secretary: Walker) -> None:
    """Plan a meeting in a room in two days."""
    starts = (clock.now() + dt.timedelta(days=2)).astimezone(clock.SHANGHAI)
    secretary.go(f"{HOME}plan/")
    secretary.fill({"starts_at": f"{starts:%Y-%m-%dT%H:%M}", "place": "8 楼会议室"})
    secretary.send("starts_at")
    secretary.is_at(rf"{HOME}meetings/CM\d+/$")


def lay_and_call(secretary: Walker, number: str) -> str:
    """Lay the case before the meeting on the page, call the members, and return the item's page."""
    secretary.choose({"case": number, "grade": "B"})
    secretary.fill({"amount": "10000", "limit": "20000"})
    press(secretary, "list/")
    press(secretary, "call/")
    return f"{HOME}items/{AgendaItem.objects.get().number}/"


def everybody_comes(secretary: Walker, seats: int) -> None:
    """Note each member as here."""
    for _seat in range(seats):
        secretary.page.locator("#main button[name=is_present][value=yes]").first.click()
        secretary.page.wait_for_load_state()


def declare(walker: Walker, about: str, ground: str, words: str = "") -> None:
    walker.go(about)
    walker.page.locator(f"#main input[name=declare-ground][value={ground}]").check()
    if words:
        walker.page.locator("#main textarea[name=declare-words]").fill(words)
    press(walker, "declare/")


def vote(walker: Walker, about: str, choice: str, reason: str) -> None:
    """Vote; a yes under conditions names one that stops the listing."""
    walker.go(about)
    if choice == "conditions":
        walker.page.locator("#main details:has([name=vote-words_1]) > summary").click()
        walker.page.locator("#main input[name=vote-words_1]").fill(CONDITION)
    walker.page.locator(f"#main input[name=vote-choice][value={choice}]").check()
    if reason:
        walker.page.locator(f"#main input[name=vote-reasons][value={reason}]").check()
    walker.page.locator("#main textarea[name=vote-words]").fill("依据材料判断。")
    press(walker, "vote/")


def break_tie(chair: Walker) -> None:
    """Give the casting vote for the loan."""
    chair.page.locator("#main input[name=casting-way][value=for]").check()
    chair.page.locator("#main input[name=casting-reasons][value=good_history]").check()
    chair.page.locator("#main textarea[name=casting-words]").fill("历史借款均按时结清。")
    press(chair, "cast/")


def minute(chair: Walker, meeting: str) -> bytes:
    """End the meeting, confirm its minutes, and return them in Chinese."""
    chair.go(meeting)
    press(chair, "close/")
    press(chair, "confirm/")
    chair.reads("会议纪要已确认并加盖电子签章。")
    return chair.download(f"{meeting}minutes/zh-hans/")
