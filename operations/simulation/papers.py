"""The papers that made-up borrowers send in: one small picture of each kind, drawn by us, and it says so."""

import io
from dataclasses import replace
from functools import cache

from PIL import Image, ImageDraw

from accounts.domain.pictures import Picture, read_picture
from accounts.models import User
from lending.models import Application, Product
from lending.models.application_paper import PaperKind
from lending.queries.application_papers import missing_kinds, papers_of
from lending.services.publish_product import publish_product
from lending.services.seed_products import HOME, STEADY
from lending.services.send_application_paper import send_application_paper
from lending.services.submit_application import submit_application
from operations.simulation.specimens import font

SIZE = (210, 297)
PAPER, LINE, INK = (250, 250, 246), (150, 160, 170), (70, 90, 105)
NEEDED = (
    (STEADY, [PaperKind.INCOME, PaperKind.BANK_STATEMENT]),
    (HOME, [PaperKind.INCOME]),
)


def publish_with_papers() -> None:
    """Publish the products of the company that ask for papers; what is there already stays as it is."""
    for draft, kinds in NEEDED:
        if not Product.objects.filter(code=draft.code).exists():
            publish_product(
                draft=replace(draft, papers_needed=[str(kind) for kind in kinds]), published_by=None
            )


def send_papers(application: Application, *, most: int = len(PaperKind)) -> None:
    """Send in what the product still asks for, at most so many pictures."""
    for kind in missing_kinds(application, papers_of(application))[:most]:
        send_application_paper(
            application=application, borrower=application.borrower, kind=kind, paper=_picture(kind)
        )


def send_in(application: Application, borrower: User) -> Application:
    """Send an application in with its papers and both consents."""
    send_papers(application)
    return submit_application(
        application=application, borrower=borrower, agrees_to_credit_query=True, agrees_to_disclosure=True
    )


@cache
def _picture(kind: PaperKind) -> Picture:
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.text((20, 16), "样本", INK, font=font(22))
    draw.text((20, 266), f"SPECIMEN {kind}", LINE, font=font(12))
    for row in range(9):
        draw.rectangle((20, 62 + row * 21, 190 - (row * 37) % 80, 70 + row * 21), fill=LINE)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70)
    return read_picture(out.getvalue())
