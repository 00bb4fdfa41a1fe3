from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import append_only, checks, event_log_invariants, events, people_invariants, tasks  # noqa: F401 — they register themselves
        from accounts.dealers import invariants as dealer_invariants  # noqa: F401 — the same
        from accounts.dealers.registrations import register_dealers
        from accounts.esign import invariants as signature_invariants  # noqa: F401 — the same
        from accounts.hidden_values import register_own_values
        from accounts.own_data import register_own_data
        from accounts.own_profile import register_own_profile
        from accounts.own_use import register_own_use
        from accounts.review.registrations import register_reviews
        from accounts.security_notices import register_texts
        from accounts.seeds import register_other_ciphertext
        from accounts.services import ask_privacy
        from accounts.services.install_ground import install_ground
        from accounts.sign_in_log import log_signing_in
        from accounts.staff.registrations import register_staff
        from accounts.steps import register_steps
        from accounts.watch.registrations import register_watch_list
        from accounts.web.file_sections import add_file_sections
        from accounts.web.places import add_places

        register_texts()
        log_signing_in()
        add_places()
        add_file_sections()
        register_steps()
        register_dealers()
        register_reviews()
        register_watch_list()
        register_staff()
        append_only.keep_append_only("accounts_event", "accounts_ruleversion")
        append_only.keep_append_only("accounts_eventseal", "accounts_sealedevent")
        append_only.keep_append_only("accounts_signature")
        register_own_values()
        register_own_data()
        register_own_profile()
        register_own_use()
        register_other_ciphertext()
        post_migrate.connect(install_ground, sender=self, dispatch_uid="accounts.install_ground")
        post_migrate.connect(
            append_only.install_after_migrate, sender=self, dispatch_uid="accounts.append_only"
        )
        if not settings.TEST_RUN:
            events.bell.hang(tasks.ring)
            ask_privacy.bell.hang(tasks.ring_exports)
