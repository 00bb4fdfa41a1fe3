"""Where the embedded database draws the running part of business numbers (PostgreSQL uses a sequence)."""

from django.db import models


class NumberTicket(models.Model):
    def __str__(self) -> str:
        return str(self.pk)
