from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SupportConfig(AppConfig):
    name = "support"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from support.personal_data import register_support_data
        from support.places import add_places
        from support.services.seed_tags import seed_tags

        add_places()
        register_support_data()
        post_migrate.connect(seed_tags, sender=self, dispatch_uid="support.seed_tags")
