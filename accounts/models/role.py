"""Which job of the company a login holds."""

from django.db import models

from accounts.roles import ROLE_CHOICES


class RoleAssignment(models.Model):
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="role_assignments")
    role = models.CharField(max_length=40, choices=ROLE_CHOICES)
    granted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="role_assignment_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role}"
