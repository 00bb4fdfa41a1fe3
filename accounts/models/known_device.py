"""A browser somebody has signed in with before, known again by a cookie of which only the keyed hash stands here."""

from django.db import models


class KnownDevice(models.Model):
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    token_index = models.CharField(max_length=64)
    words = models.CharField(max_length=60, blank=True, default="")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "token_index"], name="known_device_of_a_login_once")
        ]

    def __str__(self) -> str:
        return f"device {self.pk}"
