"""What an event is called: the words an app gave its kind, else the name of the state that was reached."""

from collections.abc import Mapping
from functools import cache

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.states import StatefulModel

EVENT_WORDS: dict[str, Promise] = {
    "user.opened": _("Account opened"),
    "user.identity_verified": _("Identity verified"),
    "user.sessions_ended": _("Signed out on other devices"),
    "sign_in.done": _("Sign-in"),
    "sign_in.ended": _("Sign-out"),
    "sign_in.refused": _("Sign-in refused: wrong password"),
    "sign_in.blocked": _("Sign-in blocked: too many tries"),
    "sign_in.code_refused": _("Sign-in refused: wrong second factor"),
    "sign_in.proof_refused": _("Wrong password when asked again"),
    "login.changed": _("Login changed"),
    "code.spent": _("Code given up: three wrong tries"),
    "access.denied": _("Page refused: no right to it"),
    "user.claim_lapsed": _("Unproved address given up"),
    "onboarding.goal_chosen": _("Goal chosen"),
    "profile.saved": _("Profile saved"),
    "contact.saved": _("Address and contact saved"),
    "document.refused": _("Picture refused"),
    "consent.given": _("Consent given"),
    "consent.withdrawn": _("Consent taken back"),
    "data.unmasked": _("Hidden value seen in full"),
    "customer.file_opened": _("File opened"),
    "customers.looked_up": _("Customers looked up"),
    "customer.note_written": _("Note written"),
    "customer.note_struck": _("Note struck out"),
    "customer.tagged": _("Tag put on"),
    "customer.untagged": _("Tag taken off"),
    "tag.added": _("Tag added to the list"),
    "tag.retired": _("Tag retired"),
    "tag.restored": _("Tag offered again"),
    "user.restricted": _("Data locked on request"),
    "user.erased": _("Personal values erased"),
    "privacy_request.asked": _("Request about data"),
    "privacy_request.building": _("Copy being prepared"),
    "privacy_request.ready": _("Copy ready"),
    "privacy_request.downloaded": _("Copy downloaded"),
    "privacy_request.expired": _("Copy expired"),
    "privacy_request.done": _("Request granted"),
    "privacy_request.refused": _("Request refused"),
    "privacy_request.frozen": _("Deletion held up by law"),
    "user.staff_opened": _("Login at work opened"),
    "user.staff_invited": _("Invited to set the login up"),
    "user.staff_set_up": _("Password of the new login set"),
    "user.staff_left": _("Left the company"),
    "appointment.planned": _("Appointed, is to begin"),
    "appointment.in_force": _("In office"),
    "appointment.ended": _("Out of office"),
    "appointment.cancelled": _("Appointment called off"),
    "staff_change.planned": _("Approved, waits for its day"),
    "staff_change.done": _("Carried out"),
    "staff_change.refused": _("Not approved"),
    "staff_change.withdrawn": _("Taken back"),
    "staff_change.lapsed": _("Has become impossible"),
    "deputyship.planned": _("Approved, is to begin"),
    "deputyship.in_force": _("Stands in"),
    "deputyship.ended": _("Stands in no longer"),
    "deputyship.refused": _("Not approved"),
    "deputyship.withdrawn": _("Taken back"),
    "deputyship.lapsed": _("Has become impossible"),
    "events.exported": _("Event log taken out"),
    "list.exported": _("List taken out"),
    "approval.open": _("Asked for approval"),
    "approval.approved": _("Approved"),
    "approval.rejected": _("Not approved"),
    "approval.withdrawn": _("Taken back"),
    "approval.expired": _("Expired"),
    "approval.used": _("Carried out"),
    "face_check.asked": _("Face check begun"),
    "face_check.passed": _("Face check passed"),
    "face_check.failed": _("Face not recognised"),
    "face_check.unanswered": _("Face check without an answer"),
    "face_check.withdrawn": _("Face check counts no longer: consent taken back"),
    "document.kept": _("Document kept"),
    "document.replaced": _("Document replaced by a newer one"),
    "document.removed": _("Document erased"),
    "document.seen": _("Document looked at"),
    "user.identity_corrected": _("Identity corrected"),
}


def add_event_words(words: Mapping[str, Promise]) -> None:
    """Add an app's words, from its `apps.py: ready()`."""
    EVENT_WORDS.update(words)


def event_words(kind: str) -> Promise | str:
    """Return a kind in words; empty where nobody gave it any."""
    return EVENT_WORDS.get(kind) or _state_words().get(kind, "")


@cache
def _state_words() -> dict[str, Promise]:
    """Return the names of all states by the event that tells of reaching them."""
    return {
        f"{model.EVENT_NAME}.{value}": label
        for model in apps.get_models()
        if issubclass(model, StatefulModel) and model.EVENT_NAME
        for value, label in model._meta.get_field("status").choices or ()
    }
