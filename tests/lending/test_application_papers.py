"""The papers a product asks for: sent with the draft, needed for sending in, shown to who decides."""

import pytest
from django.test import Client

from accounts.errors import Refused
from accounts.models import Document, Event, User
from lending.models import ApplicationPaper
from lending.services.publish_product import publish_product
from lending.services.record_decision import record_decision
from lending.services.remove_application_paper import remove_application_paper
from lending.services.seed_products import STEADY
from lending.services.send_application_paper import PAGES, send_application_paper
from tests.arrivals import arrive
from tests.factories import make_staff
from tests.lending import factories
from tests.lending.test_applications import submit
from tests.pictures import SVG, picture_file
from tests.queries import count_queries
from tests.storage import stored_files

pytestmark = pytest.mark.django_db


def test_papers_are_kept_with_the_draft_and_needed_for_sending_in(borrower: User, stranger: User) -> None:
    draft = factories.make_draft_with_papers(borrower)
    client = arrive(borrower)
    check, papers = (
        f"/borrow/applications/{draft.number}/check/",
        f"/borrow/applications/{draft.number}/papers/",
    )
    consents = {"credit": "on", "disclosure": "on", "truthful": "on"}
    assert client.post(f"/borrow/applications/{draft.number}/income/", _income()).url == papers
    refused = client.post(check, consents)
    assert refused.status_code == 200
    assert "收入证明" in refused.content.decode()
    draft.refresh_from_db()
    assert draft.status == "draft"
    # A hostile file and a kind nobody asked for leave nothing.
    files = stored_files()
    assert client.post(papers, {"kind": "income", "paper": picture_file(SVG)}).status_code == 400
    assert client.post(papers, {"kind": "purpose", "paper": picture_file()}).status_code == 400
    assert (stored_files(), ApplicationPaper.objects.count()) == (files, 0)
    for kind in ("income", "address"):
        assert client.post(papers, {"kind": kind, "paper": picture_file()}).url == papers
    [first, second] = ApplicationPaper.objects.order_by("pk")
    shown = client.get(papers).content.decode()
    assert first.document.number in shown
    assert second.document.number in shown
    # Taken away again, it is erased and needed again.
    assert client.post(f"{papers}{first.document.number}/remove/").url == papers
    assert Document.objects.get(pk=first.document_id).status == "removed"
    with pytest.raises(Refused) as refusal:
        submit(draft)
    assert refusal.value.code == "papers_missing"
    client.post(papers, {"kind": "income", "paper": picture_file()})
    assert client.post(check, consents).url == f"/borrow/applications/{draft.number}/"
    draft.refresh_from_db()
    assert draft.status == "submitted"
    # On its way nothing is added or taken.
    assert client.post(papers, {"kind": "income", "paper": picture_file()}).status_code == 404
    assert client.post(f"{papers}{second.document.number}/remove/").status_code == 404
    assert arrive(stranger, client=Client()).get(f"/documents/{second.document.number}/").status_code == 404


def _income() -> dict[str, str]:
    return {
        "employment": "employed",
        "industry": "technology",
        "employed_months": "30",
        "monthly_income_fen": "9000",
        "monthly_debt_fen": "800",
        "other_debt_fen": "0",
        "other_platform_debt_fen": "0",
    }


def test_an_application_that_came_back_is_answered_with_new_papers(borrower: User) -> None:
    """Also where the product asks for none; what was decided on stays."""
    draft = factories.make_draft_with_papers(borrower, kinds=("income",))
    send_application_paper(application=draft, borrower=borrower, kind="income", paper=picture_file())
    application = submit(draft)
    decide_back(application)
    application.refresh_from_db()
    assert application.status == "returned"
    [sent] = ApplicationPaper.objects.all()
    with pytest.raises(Refused) as refusal:
        remove_application_paper(paper=sent, borrower=borrower)
    assert refusal.value.code == "paper_sent"
    new = send_application_paper(
        application=application, borrower=borrower, kind="other", paper=picture_file()
    )
    client = arrive(borrower)
    shown = client.get(f"/borrow/applications/{application.number}/papers/").content.decode()
    assert shown.count(f"{new.document.number}/remove/") == 1
    assert f"{sent.document.number}/remove/" not in shown
    submit(application)
    assert ApplicationPaper.objects.filter(application=application, removed_at=None).count() == 2
    office = arrive(make_staff("desk@example.cn", "risk_officer"), client=Client())
    page = office.get(f"/office/lending/applications/{application.number}/").content.decode()
    assert sent.document.number in page
    assert new.document.number in page
    # Opening one leaves its trace, as with every document.
    before = Event.objects.filter(kind="document.seen").count()
    assert office.get(f"/documents/{new.document.number}/").status_code == 200
    assert Event.objects.filter(kind="document.seen").count() == before + 1
    assert count_queries(office, f"/office/lending/applications/{application.number}/") <= 40


def decide_back(application) -> None:
    factories.forward_application(application=application, to="screening", actor=None)
    factories.forward_application(application=application, to="review", actor=None)
    record_decision(
        application=application,
        outcome="return",
        decided_by=factories.risk_manager_of_tests(),
        reasons=["papers_missing"],
    )


def test_products_without_papers_ask_for_none_and_pages_have_an_end(borrower: User) -> None:
    plain = factories.make_draft(borrower)
    client = arrive(borrower)
    assert client.get(f"/borrow/applications/{plain.number}/papers/").status_code == 404
    assert client.post(f"/borrow/applications/{plain.number}/income/", _income()).url.endswith("/check/")
    with pytest.raises(Refused) as refused:
        send_application_paper(application=plain, borrower=borrower, kind="income", paper=picture_file())
    assert refused.value.code == "paper_not_asked"
    for kinds in (["nonsense"], ["other"]):
        with pytest.raises(Refused) as refused:
            publish_product(
                draft=STEADY.__class__(**{**STEADY.values(), "papers_needed": kinds}), published_by=None
            )
        assert refused.value.code == "bad_product"
    version = publish_product(
        draft=STEADY.__class__(**{**STEADY.values(), "papers_needed": ["income"]}), published_by=None
    )
    # A draft keeps its version; the next one asks.
    assert plain.product_version_id != version.pk
    assert submit(plain).status == "submitted"


def test_a_kind_takes_a_handful_of_pages(borrower: User) -> None:
    draft = factories.make_draft_with_papers(borrower)
    document = [
        send_application_paper(application=draft, borrower=borrower, kind="income", paper=picture_file())
        for _page in range(PAGES)
    ]
    with pytest.raises(Refused) as refused:
        send_application_paper(application=draft, borrower=borrower, kind="income", paper=picture_file())
    assert refused.value.code == "too_many_pages"
    remove_application_paper(paper=document[0], borrower=borrower)
    remove_application_paper(paper=document[0], borrower=borrower)
    assert Event.objects.filter(kind="application.paper_removed").count() == 1
    send_application_paper(application=draft, borrower=borrower, kind="income", paper=picture_file())
