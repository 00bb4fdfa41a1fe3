"""A certificate as PDF, drawn from its sealed statement; and whether the seal holds."""

import json

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.esign.keys import is_signed
from accounts.language import in_language
from accounts.papers import Paper
from risk.models import TrainingCertificate


def draw_certificate(certificate: TrainingCertificate, language: str) -> bytes:
    """Return the certificate as PDF; the same certificate and language always give the same bytes."""
    said = json.loads(certificate.statement)
    course = certificate.course
    with translation.override(language):
        drawn = Paper(_("Certificate of training"), certificate.number, made_at=certificate.issued_at)
        drawn.set_lang("zh-CN" if language.startswith("zh") else "en")
        drawn.write_facts(
            [
                (_("Colleague"), f"{certificate.colleague.name} · {said['colleague']}"),
                (_("Course"), f"{in_language(course.title_en, course.title_zh)} · {said['course']}"),
                (_("Right answers"), f"{said['right']} / {said['asked']}"),
                (_("Passed on"), said["issued_on"]),
                (_("Holds until"), said["valid_until_on"]),
            ]
        )
        drawn.write_heading(_("Seal"))
        drawn.write_facts(
            [
                (_("Fingerprint of the course"), said["course_hash"]),
                (_("Signing key"), certificate.key_id),
                (_("Electronic seal"), certificate.seal),
            ],
            size=8.5,
        )
        return bytes(drawn.output())


def broken_certificates() -> list[str]:
    """Return the numbers of certificates whose seal does not hold."""
    rows = TrainingCertificate.objects.only("number", "statement", "key_id", "seal")
    return [
        row.number
        for row in rows.iterator()
        if not is_signed(row.statement, key_id=row.key_id, seal=row.seal)
    ]
