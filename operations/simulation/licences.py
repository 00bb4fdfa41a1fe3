"""Specimens drawn by us: business licences that belong to no company, and goods with their serial number."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

SIZE = (900, 640)
PAPER, LINE, INK = (250, 246, 232), (176, 48, 42), (60, 50, 44)


def draw_licence(uscc: str) -> SimpleUploadedFile:
    """Return a picture of a licence with the code on it, as an upload."""
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    for inset in (10, 22):
        draw.rectangle((inset, inset, SIZE[0] - inset, SIZE[1] - inset), outline=LINE, width=3)
    draw.ellipse((405, 50, 495, 140), outline=LINE, width=8)
    draw.text((300, 160), "SPECIMEN LICENCE", INK, font=ImageFont.load_default(34))
    draw.text((60, 230), uscc, INK, font=ImageFont.load_default(26))
    for row in range(5):
        draw.rectangle((60, 300 + row * 52, 620 - row * 60, 318 + row * 52), fill=(222, 214, 196))
    draw.ellipse((660, 430, 830, 600), outline=LINE, width=6)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return SimpleUploadedFile("licence.jpg", out.getvalue(), "image/jpeg")


def draw_goods(serial: str) -> SimpleUploadedFile:
    """Return a picture of a carton with the serial number on its label, as an upload."""
    image = Image.new("RGB", SIZE, (232, 228, 220))
    draw = ImageDraw.Draw(image)
    draw.rectangle((180, 120, 720, 560), fill=(196, 160, 112), outline=INK, width=4)
    draw.line((180, 230, 720, 230), fill=INK, width=3)
    draw.rectangle((420, 380, 690, 530), fill=(255, 255, 255), outline=INK, width=2)
    draw.text((440, 400), "SERIAL NUMBER", INK, font=ImageFont.load_default(24))
    draw.text((440, 450), serial, INK, font=ImageFont.load_default(30))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return SimpleUploadedFile("goods.jpg", out.getvalue(), "image/jpeg")
