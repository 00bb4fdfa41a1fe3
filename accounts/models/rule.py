"""One dated, immutable version of a rule of law or policy."""

from django.db import models


class RuleVersion(models.Model):
    pack = models.CharField(max_length=40)
    code = models.CharField(max_length=60)
    value = models.JSONField()
    valid_from_on = models.DateField()
    article = models.CharField(max_length=200)
    source_state = models.CharField(max_length=20)
    text_en = models.TextField()
    text_zh = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pack", "code", "valid_from_on"], name="rule_version_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.code} from {self.valid_from_on}"

    @property
    def is_confirmed(self) -> bool:
        return self.source_state == "confirmed"
