"""Tags and notes on customers: put, taken off, written, struck out, never deleted; the list of tags."""

import pytest

from accounts.errors import Refused, StaleState
from accounts.models import Event, User
from accounts.personal_data import erasers, personal_data_parts
from support.models import CustomerNote, CustomerTag, Tag
from support.queries import customer_desk, tag_list
from support.services.add_tag import add_tag
from support.services.put_tag import put_tag
from support.services.restore_tag import restore_tag
from support.services.retire_tag import retire_tag
from support.services.strike_note import strike_note
from support.services.take_tag_off import take_tag_off
from support.services.write_note import write_note

pytestmark = pytest.mark.django_db


def kinds(user: User) -> list[str]:
    about = Event.objects.filter(subject_type="user", subject_id=user.pk, kind__startswith="customer.")
    return list(about.order_by("pk").values_list("kind", flat=True))


def test_a_tag_is_put_on_once_and_taken_off_by_name(customer_service: User, borrower: User) -> None:
    put = put_tag(customer=borrower, code="elderly", actor=customer_service)
    assert put_tag(customer=borrower, code="elderly", actor=customer_service) == put
    desk = customer_desk(borrower)
    assert [row.tag.code for row in desk.tags] == ["elderly"]
    assert "elderly" not in {tag.code for tag in desk.offered}
    take_tag_off(customer=borrower, code="elderly", actor=customer_service)
    with pytest.raises(StaleState):
        take_tag_off(customer=borrower, code="elderly", actor=customer_service)
    row = CustomerTag.objects.get()
    assert (row.put_by, row.taken_off_by) == (customer_service, customer_service)
    put_tag(customer=borrower, code="elderly", actor=customer_service)
    assert kinds(borrower) == ["customer.tagged", "customer.untagged", "customer.tagged"]


def test_only_tags_that_are_offered_are_put_on(customer_service: User, borrower: User) -> None:
    elderly = Tag.objects.get(code="elderly")
    put_tag(customer=borrower, code="elderly", actor=customer_service)
    retire_tag(tag=elderly, actor=customer_service)
    retire_tag(tag=elderly, actor=customer_service)
    for code in ("elderly", "nonsense"):
        with pytest.raises(Refused) as refusal:
            put_tag(customer=borrower, code=code, actor=customer_service)
        assert refusal.value.code == "tag_unknown"
    assert [row.tag.code for row in customer_desk(borrower).tags] == ["elderly"]
    assert {tag.code: tag.customers for tag in tag_list()}["elderly"] == 1
    restore_tag(tag=elderly, actor=customer_service)
    assert put_tag(customer=borrower, code="elderly", actor=customer_service).pk
    assert Event.objects.filter(kind="tag.retired").count() == 1


def test_a_code_stands_on_the_list_once(customer_service: User) -> None:
    before = Tag.objects.count()
    tag = add_tag(code="student", name_zh="学生", name_en="Student", actor=customer_service)
    assert (tag.added_by, tag.name) == (customer_service, "学生")
    with pytest.raises(Refused) as refusal:
        add_tag(code="student", name_zh="大学生", name_en="At university", actor=customer_service)
    assert (refusal.value.code, refusal.value.field) == ("tag_taken", "code")
    assert Tag.objects.count() == before + 1


def test_a_note_is_struck_out_and_stays(customer_service: User, borrower: User) -> None:
    note = write_note(customer=borrower, kind="need", words=" 右耳听不见 ", actor=customer_service)
    assert [one.words for one in customer_desk(borrower).needs] == ["右耳听不见"]
    with pytest.raises(Refused) as refusal:
        strike_note(note=note, reason=" ", actor=customer_service)
    assert refusal.value.code == "strike_reason"
    assert CustomerNote.objects.get().struck_at is None
    strike_note(note=note, reason="记错了人", actor=customer_service)
    with pytest.raises(StaleState):
        strike_note(note=note, reason="又一次", actor=customer_service)
    struck = CustomerNote.objects.get()
    assert (struck.words, struck.struck_because, struck.struck_by) == (
        "右耳听不见",
        "记错了人",
        customer_service,
    )
    desk = customer_desk(borrower)
    assert (desk.needs, [one.number for one in desk.notes]) == ([], [note.number])
    assert kinds(borrower) == ["customer.note_written", "customer.note_struck"]
    assert "右耳" not in str(list(Event.objects.values_list("data", flat=True)))


@pytest.mark.parametrize(
    "kind, words, code",
    [
        ("gossip", "说得太多", "note_kind"),
        ("need", " 嗯 ", "note_empty"),
        ("need", "证件110105 19491231 002X", "note_hidden"),
        ("need", "请打13812345678", "note_hidden"),
    ],
)
def test_refuses_a_note_that_says_nothing(
    kind: str, words: str, code: str, customer_service: User, borrower: User
) -> None:
    with pytest.raises(Refused) as refusal:
        write_note(customer=borrower, kind=kind, words=words, actor=customer_service)
    assert refusal.value.code == code
    assert not CustomerNote.objects.exists()
    assert kinds(borrower) == []


def test_notes_are_in_the_copy_of_ones_data_and_erased_with_it(
    customer_service: User, borrower: User
) -> None:
    note = write_note(customer=borrower, kind="preference", words="下午来电", actor=customer_service)
    put_tag(customer=borrower, code="dialect", actor=customer_service)
    parts = {
        part.code: list(part.read(borrower))
        for part in personal_data_parts()
        if part.code in {"notes", "tags"}
    }
    assert [(row["number"], row["words"]) for row in parts["notes"]] == [(note.number, "下午来电")]
    assert [row["tag"].code for row in parts["tags"]] == ["dialect"]
    next(eraser for eraser in erasers() if eraser.code == "support").erase(borrower)
    assert CustomerNote.objects.get().words == ""
    assert not CustomerTag.objects.exists()
