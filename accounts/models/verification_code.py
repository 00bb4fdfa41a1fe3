"""A one-time code sent to an address: kept as a hash, bound to one browser's request, its tries counted here."""

from django.db import models


class VerificationCode(models.Model):
    # What the browser's session holds instead of the code.
    handle = models.CharField(max_length=64, unique=True)
    address_index = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["address_index", "issued_at"], name="verification_code_of_address")]

    def __str__(self) -> str:
        return f"code {self.pk}"
