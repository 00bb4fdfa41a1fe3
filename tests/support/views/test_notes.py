"""The pages on which staff note tags and needs."""

import pytest

from accounts.models import User
from support.models import CustomerNote, CustomerTag, Tag
from tests.arrivals import arrive
from tests.factories import make_staff

pytestmark = pytest.mark.django_db
ROOT = "/office/support"


def test_a_specialist_notes_a_need_and_everybody_sees_it_first(
    customer_service: User, borrower: User
) -> None:
    client = arrive(customer_service)
    own_page = f"{ROOT}/customers/{borrower.number}/"
    assert client.post(f"{own_page}notes/new/", {"kind": "need", "words": "x"}).context["form"].errors
    assert client.post(f"{own_page}notes/new/", {"kind": "need", "words": "需要大字合同"}).url == own_page
    assert client.post(f"{own_page}tags/", {"tag": "poor-sight"}).url == own_page
    assert client.post(f"{own_page}tags/", {"tag": "nonsense"}).url == own_page
    collector = arrive(make_staff("collector@fenqi.example", "collections_officer"))
    text = collector.get(own_page).content.decode()
    assert text.count("需要大字合同") == 2
    assert text.count("视力不便") == 2
    assert "notes/new/" not in text
    assert collector.post(f"{own_page}notes/new/", {"kind": "need", "words": "别的"}).status_code == 403
    assert CustomerNote.objects.count() == CustomerTag.objects.count() == 1


def test_a_note_is_struck_out_on_a_page_of_its_own(customer_service: User, borrower: User) -> None:
    client = arrive(customer_service)
    own_page = f"{ROOT}/customers/{borrower.number}/"
    client.post(f"{own_page}notes/new/", {"kind": "remark", "words": "只在周末接电话"})
    strike = f"{ROOT}/notes/{CustomerNote.objects.get().number}/strike/"
    assert "只在周末接电话" in client.get(strike).content.decode()
    assert client.post(strike, {"reason": ""}).context["form"].errors.keys() == {"reason"}
    assert client.post(strike, {"reason": "已换工作"}).url == own_page
    assert client.get(strike).status_code == 404
    page = client.get(own_page).content.decode()
    assert "<del>" in page
    assert "已换工作" in page
    client.post(f"{own_page}tags/", {"tag": "elderly"})
    assert client.post(f"{own_page}tags/elderly/off/").url == own_page
    assert client.post(f"{own_page}tags/elderly/off/").url == own_page
    assert CustomerTag.objects.filter(taken_off_at__isnull=True).count() == 0


def test_a_supervisor_keeps_the_list(customer_service: User) -> None:
    client = arrive(make_staff("supervisor@fenqi.example", "customer_service_supervisor"))
    path = f"{ROOT}/tags/"
    new = {"code": "student", "name_zh": "学生", "name_en": "Student"}
    assert client.post(path, new).url == path
    assert client.post(path, new).context["form"].errors.keys() == {"code"}
    assert client.post(f"{path}student/retire/").url == path
    assert Tag.objects.get(code="student").retired_at is not None
    client.post(f"{path}student/retire/")
    assert Tag.objects.get(code="student").retired_at is None
    assert arrive(customer_service).get(path).status_code == 403
