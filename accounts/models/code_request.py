"""That a code was asked for: two keyed hashes and a time, kept for a day to count by."""

from django.db import models


class CodeRequest(models.Model):
    address_index = models.CharField(max_length=64)
    # The network address that asked; empty where an employee did.
    origin_index = models.CharField(max_length=64, blank=True, default="")
    asked_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["address_index", "asked_at"], name="code_request_of_address"),
            models.Index(fields=["origin_index", "asked_at"], name="code_request_of_origin"),
            models.Index(fields=["asked_at"], name="code_request_by_time"),
        ]

    def __str__(self) -> str:
        return f"code request {self.pk}"
