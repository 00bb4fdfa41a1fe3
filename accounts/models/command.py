"""The number of the result of a command that was carried out, so that the same press twice acts once."""

from django.db import models


class Command(models.Model):
    actor = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    command = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    input_hash = models.CharField(max_length=64)
    result_number = models.CharField(max_length=40)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "command", "key"], name="command_once")]

    def __str__(self) -> str:
        return f"{self.command} {self.result_number}"
