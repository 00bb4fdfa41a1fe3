"""Objects of operations that routes name."""

from accounts import clock
from operations.services.close_day import close_day
from operations.services.publish_notice import publish_notice
from tests.factories import make_staff
from tests.house.object_routes import ObjectRoute, factory


@factory("news/<slug:number>/")
def notice() -> ObjectRoute:
    author = make_staff("operations@example.cn", "operations_manager")
    texts = {"title_en": "News", "title_zh": "新闻", "body_en": "A text.", "body_zh": "正文。"}
    return ObjectRoute(None, {"number": publish_notice(author=author, key="route", **texts).number})


@factory("office/operations/closes/<str:day>/")
def close() -> ObjectRoute:
    day = clock.today()
    close_day(business_date=day)
    return ObjectRoute(make_staff("operations@example.cn", "operations_manager"), {"day": day.isoformat()})
