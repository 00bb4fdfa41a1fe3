from django.urls import path

from risk.views import collection_desk, collections, customer_contacts

OFFICE = "office/risk/collections"
CASE = f"{OFFICE}/<slug:number>"

urlpatterns = [
    path(f"{OFFICE}/", collections.collections, name="risk_collections"),
    path(f"{OFFICE}/cases/", collections.collection_cases, name="risk_collection_cases"),
    path(f"{OFFICE}/results/", collections.collection_results, name="risk_collection_results"),
    path(f"{OFFICE}/rules/", collections.collection_rules, name="risk_collection_rules"),
    path(f"{OFFICE}/complaints/", collections.contact_complaints, name="risk_contact_complaints"),
    path(f"{OFFICE}/calls/<slug:number>/", collection_desk.told, name="risk_collection_call"),
    path(
        f"{OFFICE}/papers/<slug:number>/<slug:language>.pdf",
        collections.collection_paper,
        name="risk_collection_paper",
    ),
    path(f"{CASE}/", collections.collection, name="risk_collection"),
    path(f"{CASE}/call/", collection_desk.call, name="risk_collection_begin_call"),
    path(f"{CASE}/contact/", collection_desk.contact, name="risk_collection_contact"),
    path(f"{CASE}/letter/", collection_desk.letter, name="risk_collection_letter"),
    path(f"{CASE}/settlement/", collection_desk.settlement, name="risk_collection_settlement"),
    path(f"{CASE}/hand-over/", collection_desk.hand_over, name="risk_collection_hand_over"),
    path(f"{CASE}/reassign/", collection_desk.reassign, name="risk_collection_reassign"),
    path("borrow/loans/<slug:number>/contacts/", customer_contacts.loan_contacts, name="loan_contacts"),
    path("borrow/loans/<slug:number>/contacts/hours/", customer_contacts.agreed_hours, name="agreed_hours"),
    path("borrow/contacts/<slug:number>/complain/", customer_contacts.complain, name="complain_of_contact"),
    path(
        "borrow/letters/<slug:number>/<slug:language>.pdf", customer_contacts.letter, name="collection_letter"
    ),
]
