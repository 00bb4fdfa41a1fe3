"""Objects of the credit committee that routes name."""

from risk.models import AgendaItem
from risk.services.close_meeting import close_meeting
from risk.services.confirm_minutes import confirm_minutes
from risk.services.declare_interest import declare_interest
from tests.factories import make_customer
from tests.house.object_routes import ObjectRoute, factory
from tests.risk.committee.bodies import Body

MEETING = "office/risk/committee/meetings/<slug:number>/"
ITEM = "office/risk/committee/items/<slug:number>/"


def _item() -> tuple[Body, AgendaItem]:
    body = Body()
    (item,) = body.called(body.case_of(make_customer("owner@example.cn")))
    return body, item


@factory(MEETING, f"{MEETING}attendance/")
def meeting() -> ObjectRoute:
    body, item = _item()
    return ObjectRoute(body.members["member_1"], {"number": item.meeting.number})


@factory(*(f"{MEETING}{name}/" for name in ("list", "call", "cancel", "seat")))
def meeting_of_the_secretary() -> ObjectRoute:
    body, item = _item()
    return ObjectRoute(body.secretary, {"number": item.meeting.number})


@factory(*(f"{MEETING}{name}/" for name in ("open", "close", "confirm")))
def meeting_of_the_chair() -> ObjectRoute:
    body, item = _item()
    return ObjectRoute(body.chair, {"number": item.meeting.number})


@factory(f"{MEETING}minutes/<slug:language>/")
def minutes() -> ObjectRoute:
    body = Body()
    (item,) = body.opened(body.case_of(make_customer("owner@example.cn")))
    confirm_minutes(meeting=close_meeting(meeting=item.meeting, actor=body.chair), actor=body.chair)
    return ObjectRoute(body.chair, {"number": item.meeting.number, "language": "en"})


@factory(ITEM, *(f"{ITEM}{name}/" for name in ("declare", "name", "vote", "put-back")))
def item() -> ObjectRoute:
    """To whoever has an interest in it, an item does not exist."""
    body, item = _item()
    cousin = body.members["finance"]
    declare_interest(item=item, member=cousin, ground="family", words="The borrower is my cousin.")
    return ObjectRoute(body.members["member_1"], {"number": item.number}, cousin)


@factory(f"{ITEM}note/")
def item_of_the_secretary() -> ObjectRoute:
    body, item = _item()
    return ObjectRoute(body.secretary, {"number": item.number})


@factory(*(f"{ITEM}{name}/" for name in ("open", "count", "cast")))
def item_of_the_chair() -> ObjectRoute:
    body, item = _item()
    deputy = body.members["vice_chair"]
    declare_interest(item=item, member=deputy, ground="business", words="We own a shop together.")
    return ObjectRoute(body.chair, {"number": item.number}, deputy)
