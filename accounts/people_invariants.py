"""What must always hold of people."""

from allauth.account.models import EmailAddress
from django.db.models import Count, Exists, F, OuterRef, Q

from accounts.crypto import blind_index
from accounts.invariants import invariant
from accounts.models import Approval, Consent, FaceCheck, IdentityCheck, Person, User


@invariant("one_customer_login_for_each_person")
def one_customer_login_for_each_person() -> list[str]:
    """One person, one account."""
    doubled = (
        User.objects.filter(kind=User.Kind.CUSTOMER, person__isnull=False)
        .values("person")
        .annotate(logins=Count("pk"))
        .filter(logins__gt=1)
    )
    return [f"person {row['person']} has {row['logins']} customer logins" for row in doubled]


@invariant("verified_logins_have_evidence_and_consent")
def verified_logins_have_evidence_and_consent() -> list[str]:
    """Whoever was verified by the identity service was verified as this person, under a consent in force."""
    asked = IdentityCheck.objects.filter(user__identity_verified_at__isnull=False)
    matched = set(
        asked.filter(
            status__in=["matched", "accepted"], identity_index=F("user__person__identity_index")
        ).values_list("user", flat=True)
    )
    agreed = set(
        Consent.objects.filter(code="identity", withdrawn_at__isnull=True).values_list("user", flat=True)
    )
    numbers = dict(asked.values_list("user", "user__number"))
    return [
        *(
            f"{number} is verified without a matching check"
            for user, number in numbers.items()
            if user not in matched
        ),
        *(
            f"{number} is verified without a consent"
            for user, number in numbers.items()
            if user not in agreed
        ),
    ]


@invariant("passed_faces_have_consent")
def passed_faces_have_consent() -> list[str]:
    """A face check counts only under the separate consent to biometric data that is in force (PIPL Art. 29)."""
    agreed = Consent.objects.filter(user=OuterRef("user"), code="sensitive", withdrawn_at__isnull=True)
    passed = FaceCheck.objects.filter(~Exists(agreed), status=FaceCheck.Status.PASSED)
    return [f"{number} was passed without a consent" for number in passed.values_list("number", flat=True)]


@invariant("login_addresses_agree")
def login_addresses_agree() -> list[str]:
    """A login's e-mail address is the primary one, and its phone's index is that of its phone."""
    differing = EmailAddress.objects.filter(primary=True).exclude(email=F("user__email"))
    breaches = [
        f"{number} has another primary address" for number in differing.values_list("user__number", flat=True)
    ]
    for user in User.objects.only("number", "phone", "phone_index").iterator():
        if user.phone_index != (blind_index("phone", user.phone) if user.phone else None):
            breaches.append(f"{user.number} has a phone index of another phone")
    return breaches


@invariant("identity_indexes_agree")
def identity_indexes_agree() -> list[str]:
    """A person's index is that of the identity number, so that nobody enters twice."""
    return [
        f"person {person.pk} has an identity index of another number"
        for person in Person.objects.only("identity_number", "identity_index").iterator()
        # What was erased is found by nothing any more.
        if not (person.identity_number == "" and person.identity_index == f"erased:{person.pk}")
        and person.identity_index != blind_index("identity", person.identity_number)
    ]


@invariant("maker_is_not_checker")
def maker_is_not_checker() -> list[str]:
    """Four eyes are two human beings, whatever logins they used."""
    own = Approval.objects.filter(checker__isnull=False).filter(
        Q(checker=F("maker"))
        | Q(checker__person__isnull=False, checker__person=F("maker__person"))
        # A deputy asks and decides in the name of somebody who is bound by the same.
        | Q(checker=F("asked_for"))
        | Q(decided_for=F("maker"))
        | Q(decided_for=F("asked_for"))
    )
    return [
        f"{number} was decided by the person who asked" for number in own.values_list("number", flat=True)
    ]
