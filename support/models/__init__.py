from support.models.customer_note import CustomerNote
from support.models.customer_tag import CustomerTag, Tag

__all__ = ["CustomerNote", "CustomerTag", "Tag"]
