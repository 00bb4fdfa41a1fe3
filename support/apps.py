from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "support"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from support.personal_data import register_support_data
        from support.places import add_places

        add_places()
        register_support_data()
