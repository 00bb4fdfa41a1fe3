"""Send an application in for decision."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.onboarding import require_known
from accounts.restrictions import require_not_held
from accounts.rules import rule_value
from accounts.states import move
from lending.domain.purposes import forbidden_purpose
from lending.labels import still_missing_words
from lending.models import Application, GoodsOrder, Loan, ProductVersion
from lending.models.product import ProductLine
from lending.queries.application_papers import missing_kinds, papers_of
from lending.readiness import missing_for_arrears, missing_under_caps
from lending.services.save_application import EDITABLE
from lending.standing_lock import lock_standing

NEEDED = (
    "amount_fen",
    "periods",
    "method",
    "purpose",
    "purpose_text",
    "employment",
    "monthly_income_fen",
    "monthly_debt_fen",
    "other_debt_fen",
    "other_platform_debt_fen",
    "repayment_source",
)


def submit_application(
    *, application: Application, borrower: User, agrees_to_credit_query: bool, agrees_to_disclosure: bool
) -> Application:
    """Check the application and move it on to risk.

    Refuses (`identity_missing`), (`documents_missing`) and (`face_missing`) (RULES kyc.level), (`incomplete`) with the
    field, (`papers_missing`) what the product asks for, (`consent_missing`) (RULES credit.data, disclosure.loan),
    (`too_young`/`too_old`), amounts and terms the product does not offer, (`employment_not_served`) and (`known_only`)
    whom it is not for, purposes on the black-list (ban.list) or financed before (one.project), (`arrears_here`) who is
    behind with a loan here, and more than a person may owe (cap.person). A double press is one submission.
    """
    with transaction.atomic():
        today = clock.lock_business_date()
        lock_standing(borrower)
        row = lock_one(Application.objects.filter(pk=application.pk, borrower=borrower))
        if row.status == Application.Status.SUBMITTED:
            return row
        if row.status not in EDITABLE:
            raise Refused("not_editable", _("This application is on its way and cannot be changed."))
        _check_person(row, today)
        _check_complete(row, agrees_to_credit_query, agrees_to_disclosure)
        _check_papers(row)
        _check_product(row)
        _check_served(row)
        if row.product.line == ProductLine.GOODS:
            _check_order(row)
        else:
            _check_purpose(row, today)
        for missing in missing_for_arrears(row, on=today):
            raise Refused(missing.code, missing.label)
        for missing in missing_under_caps(row, amount_fen=row.amount_fen or 0, on=today):
            raise Refused(missing.code, missing.label, field="amount")
        at = clock.now()
        move(
            row,
            Application.Status.SUBMITTED,
            actor=borrower,
            data={"amount_fen": row.amount_fen, "periods": row.periods},
            submitted_at=at,
            submitted_on=today,
            credit_consent_at=at,
            disclosure_consent_at=at,
        )
    return row


def _check_person(row: Application, today: dt.date) -> None:
    person = row.borrower.person
    if person is None or row.borrower.identity_verified_at is None:
        raise Refused("identity_missing", _("Please verify your identity first."))
    require_known(row.borrower, on=today)
    require_not_held(row.borrower, "apply")
    youngest = max(row.product_version.age_min, rule_value("age.minimum", on=today)["years"])
    if _age(person.birth_on, today) < youngest:
        raise Refused("too_young", _("You must be %(age)s or older to borrow.") % {"age": youngest})
    # Whole years are near enough at the far end: a month is a twelfth of one.
    ends = today + dt.timedelta(days=31 * (row.periods or 0))
    if _age(person.birth_on, ends) > row.product_version.age_max_at_end:
        raise Refused(
            "too_old", _("The term runs past the age up to which this product lends."), field="periods"
        )


def _check_served(row: Application) -> None:
    """Hold the borrower to whom the product is for."""
    version = row.product_version
    if version.employments and row.employment not in version.employments:
        raise Refused(
            "employment_not_served",
            _("This product is not offered for this kind of employment."),
            field="employment",
        )
    if (
        version.is_for_known_only
        and not Loan.objects.filter(borrower=row.borrower, status=Loan.Status.SETTLED).exists()
    ):
        raise Refused(
            "known_only", _("This product is only for borrowers who have repaid a loan with us before.")
        )


def _age(birth_on: dt.date, on: dt.date) -> int:
    return on.year - birth_on.year - ((on.month, on.day) < (birth_on.month, birth_on.day))


def _check_complete(row: Application, agrees_to_credit_query: bool, agrees_to_disclosure: bool) -> None:
    for name in NEEDED:
        if getattr(row, name) in (None, ""):
            raise Refused(
                "incomplete", _("Something is still missing. Please go through the steps again."), field=name
            )
    if not agrees_to_credit_query:
        raise Refused(
            "consent_missing",
            _("Without your consent we may not ask for your credit report."),
            field="credit",
        )
    if not agrees_to_disclosure:
        raise Refused(
            "consent_missing",
            _("Lenders must see the facts of the loan, without your name."),
            field="disclosure",
        )


def _check_papers(row: Application) -> None:
    missing = missing_kinds(row, papers_of(row))
    if missing:
        raise Refused("papers_missing", still_missing_words(missing))


def _check_product(row: Application) -> None:
    version: ProductVersion = row.product_version
    amount_fen = row.amount_fen or 0
    if not version.amount_min_fen <= amount_fen <= version.amount_max_fen:
        raise Refused("amount_outside", _("This product does not lend that amount."), field="amount")
    if (amount_fen - version.amount_min_fen) % version.amount_step_fen:
        raise Refused("amount_step", _("The amount is not a whole number of steps."), field="amount")
    if row.periods not in version.term_choices:
        raise Refused("term_unknown", _("This product does not offer that term."), field="periods")
    if row.method not in version.methods:
        raise Refused("method_unknown", _("This product is not repaid that way."), field="method")


def _check_order(row: Application) -> None:
    """Goods are one purpose for each order (one.project), and what is asked for is what the order leaves to finance."""
    order = GoodsOrder.objects.filter(application=row).first()
    if order is None or order.status != GoodsOrder.Status.CONFIRMED or order.financed_fen != row.amount_fen:
        raise Refused("order_over", _("The order behind this application has ended or changed."))


def _check_purpose(row: Application, today: dt.date) -> None:
    if row.purpose in row.product_version.purposes_excluded:
        raise Refused("purpose_excluded", _("This product is not offered for this purpose."), field="purpose")
    banned = rule_value("ban.list", on=today)["forbidden_purposes"]
    if forbidden_purpose(row.purpose_text, banned) is not None:
        raise Refused(
            "purpose_forbidden",
            _(
                "Loans may not be used for securities, futures, gambling, lending on, crowdfunding or a property down "
                "payment."
            ),
            field="purpose_text",
        )
    before = Loan.objects.filter(
        borrower=row.borrower, status=Loan.Status.ACTIVE, application__purpose=row.purpose
    ).exists()
    pending = (
        Application.objects.filter(borrower=row.borrower, purpose=row.purpose, status__in=Application.OPEN)
        .exclude(status=Application.Status.DRAFT)
        .exclude(pk=row.pk)
        .exists()
    )
    if before or pending:
        raise Refused(
            "purpose_financed",
            _("You already finance this purpose with a loan; one purpose is financed once."),
            field="purpose",
        )
