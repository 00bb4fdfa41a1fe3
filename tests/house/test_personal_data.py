"""Everything that names a person is in the copy the person may take along, or it is said here why it is not."""

import pytest
from django.apps import apps
from django.db.models import Field

from accounts.models import Person, User
from accounts.personal_data import personal_data_parts
from tests.factories import make_customer
from tests.house.code import listed

# By relation: the part of the copy that holds it.
IN_COPY = {
    "accounts.AssistedEntry.customer": "assisted_entries",
    "accounts.BorrowerProfile.user": "profile",
    "accounts.Consent.user": "consents",
    "accounts.ContactDetails.user": "contact",
    "accounts.Document.owner": "documents",
    "accounts.FaceCheck.user": "face_checks",
    "accounts.FieldOrigin.customer": "field_origins",
    "accounts.IdentityCheck.user": "identity_checks",
    "accounts.KnownDevice.user": "devices",
    "accounts.Message.to": "messages",
    "accounts.MessagePreference.user": "message_choices",
    "accounts.OnboardingGoal.user": "goal",
    "accounts.PrivacyRequest.user": "privacy_requests",
    "accounts.Signature.signer": "signatures",
    "accounts.SuitabilityAssessment.user": "suitability",
    "accounts.Unmasking.customer": "looks",
    "accounts.User.person": "identity",
    "account.EmailAddress.user": "account",
    "usersessions.UserSession.user": "sessions",
    "finance.BankCard.user": "bank_cards",
    "finance.Deposit.user": "deposits",
    "finance.LedgerAccount.owner": "wallet",
    "finance.WalletFreeze.user": "wallet_freezes",
    "finance.Withdrawal.user": "withdrawals",
    "lending.Application.borrower": "applications",
    "lending.AutoInvestRule.investor": "auto_rules",
    "lending.Bid.investor": "bids",
    "lending.BorrowerStanding.borrower": "borrower_standing",
    "lending.Claim.holder": "claims",
    "lending.ClaimReceipt.holder": "claim_receipts",
    "lending.ClaimSale.buyer": "claim_sales",
    "lending.ClaimSale.seller": "claim_sales",
    "lending.GoodsOrder.customer": "goods_orders",
    "lending.HolderBallot.holder": "holder_ballots",
    "lending.Loan.borrower": "loans",
    "lending.LoanPaper.owner": "loan_papers",
    "lending.LoanPayment.payer": "loan_payments",
    "lending.Waiver.holder": "waivers",
    "risk.AdverseNotice.borrower": "adverse_notices",
    "risk.AgreedHours.debtor": "agreed_hours",
    "risk.BureauDispute.borrower": "bureau_disputes",
    "risk.BureauRecord.borrower": "bureau_records",
    "risk.CollectionContact.debtor": "collection_contacts",
    "risk.ContactComplaint.customer": "contact_complaints",
    "risk.ListAppeal.customer": "list_appeals",
    "risk.UseEvidence.borrower": "use_evidence",
    "support.CustomerNote.customer": "notes",
    "support.CustomerTag.customer": "tags",
}
NOT_IN_COPY = {
    "accounts.FormDraft.user": "what was half typed; gone when it is sent or the login is erased",
    "accounts.IdentityReview.user": "what was asked stands in messages; what a list found may not be told (AML law)",
    "accounts.PersonHold.user": "that something rests is told in a message; why may not be",
    "accounts.WatchHit.user": "whom a watch-list named may not be told",
    "accounts.SigningCode.signer": "a code's hash, used up or run out after ten minutes",
    "finance.CustodyCustomer.user": "the bank's name for the wallet, a key and no fact about the person",
    "finance.Hold.owner": "the money held stands in the wallet and its movements, with what it is held for",
    "finance.SuspenseItem.assigned_to": "the money given stands in the wallet's movements",
    "lending.ClaimOffer.seller": "what came of an offer is its sales, which are there; the offer is on the own page",
    "lending.Listing.borrower": "what the market is told of the application, which is there in full",
    "lending.CalendarFeed.owner": "the secret address of the own calendar, which opens what is in the copy already",
    "lending.ForecastMonth.holder": "worked out from the claims, which are there",
    "risk.FileNote.customer": "what risk weighs for itself; the facts it weighs are there, and telling would warn",
    "risk.ListExport.customer": "that the file was taken out stands among the looks at it",
    "risk.RiskWatch.customer": "whom risk watches and why is told to nobody outside; the facts it rests on are there",
    "risk.AmlAlert.customer": "whom the desk against laundering looks at may not be told (AML law)",
    "risk.AmlLine.customer": "the same; the money itself stands in the wallet's movements",
    "risk.BehaviourFact.borrower": "days of what stands in loans, payments and applications, which are there",
    "risk.WarningSignal.borrower": "what risk watches a loan for; told, it would warn nobody any more",
    "risk.WarningNotice.borrower": "work of colleagues on a loan's risk; told, it would warn nobody any more",
    "risk.LinkMark.user": "keyed hashes of devices, numbers, cards and addresses, which are there in full",
    "mfa.Authenticator.user": "secrets of the second factor, which must not leave the house",
}
# Whoever works here or for a dealer did something: it is the house's record of its work, not the copy of a customer.
ACTS = {
    "accepted_by",
    "actor",
    "added_by",
    "answered_by",
    "asked_by",
    "asked_for",
    "checked_by",
    "checker",
    "confirmed_by",
    "cleared_by",
    "closed_by",
    "concluded_by",
    "decided_by",
    "decided_for",
    "ended_by",
    "entered_by",
    "examined_by",
    "found_by",
    "frozen_by",
    "given_by",
    "imported_by",
    "lift_approved_by",
    "resolved_by",
    "handed_over_by",
    "hard_by",
    "invited_by",
    "lifted_by",
    "made_by",
    "maker",
    "manager",
    "officer",
    "opened_by",
    "mended_by",
    "noted_by",
    "paid_by",
    "placed_by",
    "planned_by",
    "posted_by",
    "proposed_by",
    "published_by",
    "put_by",
    "raised_by",
    "rated_by",
    "rechecked_by",
    "recorded_by",
    "reported_by",
    "released_by",
    "retired_by",
    "reviewed_by",
    "saved_by",
    "seen_by",
    "sent_by",
    "set_by",
    "signed_by",
    "soft_by",
    "staff",
    "struck_by",
    "submitted_by",
    "taken_by",
    "taken_off_by",
    "uploaded_by",
    "written_by",
}
# Rows of people who work here or for a dealer; their own papers are given on request by hand.
OF_COLLEAGUES = {
    "finance.ReconciliationBreak.owner",
    "accounts.Appointment.user",
    "accounts.DealerMember.user",
    "accounts.Deputyship.deputy",
    "accounts.Deputyship.principal",
    "accounts.Organisation.legal_person",
    "accounts.SavedView.user",
    "risk.Inspection.lead",
    "risk.InspectionFinding.owner",
    "risk.OperationalEvent.owner",
    "risk.WarningNotice.owner",
    "risk.ReportMeasure.owner",
    "risk.ReportVersion.author",
    "risk.RiskReport.addressee",
    "risk.QuizAttempt.colleague",
    "risk.TrainingAttendance.colleague",
    "risk.TrainingCertificate.colleague",
    "risk.TrainingMeeting.trainer",
    "accounts.StaffChange.colleague",
    "accounts.StaffChange.handover_to",
    "accounts.StaffInvitation.user",
    "admin.LogEntry.user",
    "risk.AmlAlert.investigator",
    "risk.AmlNote.asked",
    "risk.FieldVisit.assigned_to",
    "risk.AgendaItem.presenter",
    "risk.RiskWatch.owner",
    "risk.CommitteeSeat.member",
}


def relations() -> set[str]:
    """Return every relation to a login or a person."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, Field) and field.is_relation and field.related_model in (User, Person)
    }


def test_every_relation_to_a_person_is_in_the_copy_or_says_why_not() -> None:
    said = {*IN_COPY, *NOT_IN_COPY, *OF_COLLEAGUES}
    open_ones = {one for one in relations() - said if one.rpartition(".")[2] not in ACTS}
    assert not open_ones, listed(
        sorted(open_ones), "Give a part of the copy (register_personal_data), or say here why there is none:"
    )
    gone = said - relations()
    assert not gone, listed(sorted(gone), "These relations are gone:")


def test_no_relation_stands_in_two_lists() -> None:
    lists = (set(IN_COPY), set(NOT_IN_COPY), OF_COLLEAGUES)
    assert len(set.union(*lists)) == sum(len(one) for one in lists)


def test_every_part_named_here_exists_and_names_its_fields() -> None:
    codes = {part.code for part in personal_data_parts()}
    assert not set(IN_COPY.values()) - codes
    assert all(part.labels for part in personal_data_parts())


@pytest.mark.django_db
def test_every_part_reads_for_somebody_who_has_nothing() -> None:
    user = make_customer("nothing@example.cn", verified=False)
    for part in personal_data_parts():
        for record in part.read(user):
            assert part.labels.keys() & record.keys(), part.code
