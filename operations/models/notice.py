"""News and notices of the company, in both languages."""

from django.db import models

from accounts.models import User


class Notice(models.Model):
    number = models.CharField(max_length=24, unique=True)
    title_en = models.CharField(max_length=160)
    title_zh = models.CharField(max_length=160)
    body_en = models.TextField()
    body_zh = models.TextField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-published_at", "-pk")

    def __str__(self) -> str:
        return self.number
