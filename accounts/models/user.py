"""A login: a customer, a dealer's clerk, a member of staff, or the system itself."""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.crypto import EncryptedTextField, blind_index, mask_phone
from accounts.models.in_force import holds_today
from accounts.models.person import Person
from accounts.numbers import next_number
from accounts.roles import rights_of


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, *, email: str | None = None, phone: str = "", password: str | None = None, **fields: Any
    ) -> "User":
        """Create a login with an e-mail address or a mobile number, or both."""
        user = self.model(email=email.strip().lower() if email else None, **fields)
        user.set_phone(phone)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(number=username)


class User(AbstractBaseUser):
    class Kind(models.TextChoices):
        CUSTOMER = "customer", _("Customer")
        DEALER = "dealer", _("Dealer")
        STAFF = "staff", _("Staff")
        SYSTEM = "system", _("System")

    number = models.CharField(max_length=24, unique=True)
    email = models.EmailField(null=True, blank=True, unique=True)
    phone = EncryptedTextField(blank=True, default="")
    phone_index = models.CharField(max_length=64, null=True, blank=True, unique=True)
    phone_verified_at = models.DateTimeField(null=True, blank=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.CUSTOMER)
    display_name = models.CharField(max_length=80, blank=True, default="")
    language = models.CharField(max_length=10, default="zh-hans")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="users")
    identity_verified_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    # Since when no new business is opened and the data is kept only because the law wants it kept.
    restricted_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "number"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            # One person, one customer login: the same human cannot open a second wallet.
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(kind="customer", person__isnull=False),
                name="user_one_customer_login_per_person",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["customer", "dealer", "staff", "system"]), name="user_kind_is_a_choice"
            ),
            models.CheckConstraint(
                condition=Q(identity_verified_at__isnull=True) | Q(person__isnull=False),
                name="user_verified_has_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.number:
            self.number = next_number("U")
        super().save(*args, **kwargs)

    def set_phone(self, phone: str) -> None:
        """Set the mobile number and its blind index together."""
        self.phone = phone
        self.phone_index = blind_index("phone", phone) if phone else None

    @property
    def login_name(self) -> str:
        """How this login is shown to people: the e-mail address, else the masked phone."""
        return self.email or (mask_phone(self.phone) if self.phone else self.number)

    @property
    def name(self) -> str:
        return self.display_name or self.login_name

    @property
    def code_address(self) -> str:
        """Where codes go: the proved mobile number, else the e-mail address; empty where there is neither."""
        return (self.phone if self.phone_verified_at else "") or self.email or ""

    @property
    def is_staff(self) -> bool:
        return self.kind == self.Kind.STAFF

    @property
    def is_customer(self) -> bool:
        return self.kind == self.Kind.CUSTOMER

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles that this login's positions carry today."""
        return frozenset(role for role, stands_in_for in self._standing if not stands_in_for)

    @cached_property
    def rights(self) -> frozenset[str]:
        """What this login may do today: by its positions, and standing in for absent colleagues."""
        return self.own_rights | self.delegated_rights.keys()

    @cached_property
    def own_rights(self) -> frozenset[str]:
        return rights_of(self.roles) if self.is_active and self.is_staff else frozenset()

    @cached_property
    def delegated_rights(self) -> dict[str, str]:
        """The rights that come from standing in alone, each with the number of the absent colleague."""
        if not (self.is_active and self.is_staff):
            return {}
        return {
            right: stands_in_for
            for right, stands_in_for in self._standing
            if stands_in_for and right not in self.own_rights
        }

    @cached_property
    def _standing(self) -> list[tuple[str, str]]:
        """Roles held with nothing beside them, and rights held for somebody with that colleague's number."""
        if not self.pk:
            return []
        carried = (
            self.appointments.filter(holds_today(), position__carries__isnull=False)
            .order_by()
            .values_list("position__carries__role", Value(""))
        )
        delegated = (
            self.deputyships.filter(holds_today(), delegated__isnull=False, principal__is_active=True)
            .order_by()
            .values_list("delegated__right", "principal__number")
        )
        return list(carried.union(delegated, all=True))

    def has_right(self, right: str) -> bool:
        return right in self.rights

    def stands_in_for(self, right: str) -> str:
        """Return for whom this login would use a right, by number; empty where it is its own, or not held."""
        return self.delegated_rights.get(right, "")

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """The Django admin is read-only: viewing for administrator and auditor, nothing else."""
        return self.has_right("accounts.read_admin") and ".view_" in perm

    def has_module_perms(self, app_label: str) -> bool:
        return self.has_right("accounts.read_admin")
