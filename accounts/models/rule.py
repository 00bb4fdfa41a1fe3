"""One dated, immutable version of a rule of law or policy."""

from django.db import models
from django.utils.translation import get_language


class RuleVersion(models.Model):
    pack = models.CharField(max_length=40)
    code = models.CharField(max_length=60)
    value = models.JSONField()
    valid_from_on = models.DateField()
    # In both languages: "Civil Code, article 677 · 《民法典》第六百七十七条".
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
    def text(self) -> str:
        """What the rule says, in the reader's language."""
        return self.text_en if _reads_english() else self.text_zh

    @property
    def source(self) -> str:
        """The law it comes from as the reader's language cites it."""
        english, _, chinese = self.article.partition(" · ")
        return english if _reads_english() or not chinese else chinese

    @property
    def is_confirmed(self) -> bool:
        return self.source_state == "confirmed"


def _reads_english() -> bool:
    return (get_language() or "").startswith("en")
