"""A human being, known by the identity number once it was verified."""

from django.db import models

from accounts.crypto import EncryptedTextField, mask_identity_number, mask_name


class Person(models.Model):
    real_name = EncryptedTextField()
    identity_number = EncryptedTextField()
    identity_index = models.CharField(max_length=64, unique=True)
    birth_on = models.DateField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"person {self.pk}"

    @property
    def masked_name(self) -> str:
        return mask_name(self.real_name)

    @property
    def masked_identity_number(self) -> str:
        return mask_identity_number(self.identity_number)
