"""Specimens of identity cards, drawn by us: they show nobody and say so."""

import importlib.util
import io
from functools import cache
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

SIZE = (720, 454)
FONT_PACKAGE, FONT_FILE = "zhplot", "NotoSansSC-Regular.ttf"
PAPER, LINE, INK = (232, 240, 244), (130, 160, 175), (70, 90, 105)
WORDS = {"identity_front": "居民身份证 · 样本", "identity_back": "签发机关 · 样本"}


def specimen(kind: str) -> SimpleUploadedFile:
    """Return a picture of one side of a specimen card, as an upload."""
    return SimpleUploadedFile(f"{kind}.jpg", _drawn(kind), "image/jpeg")


@cache
def _drawn(kind: str) -> bytes:
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((8, 8, SIZE[0] - 8, SIZE[1] - 8), 28, outline=LINE, width=4)
    draw.text((48, 40), WORDS[kind], INK, font=font(44))
    draw.text((48, 380), "SPECIMEN", LINE, font=font(36))
    if kind == "identity_front":
        for row in range(4):
            draw.rounded_rectangle((48, 140 + row * 52, 400 - row * 40, 160 + row * 52), 8, fill=LINE)
        draw.ellipse((530, 140, 630, 250), fill=LINE)
        draw.pieslice((500, 260, 660, 420), 180, 360, fill=LINE)
    else:
        draw.ellipse((290, 150, 430, 290), outline=LINE, width=12)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return the Chinese font from its package, found and never imported; Pillow's own where it is missing."""
    found = importlib.util.find_spec(FONT_PACKAGE)
    for folder in (found.submodule_search_locations or []) if found else []:
        for path in sorted(Path(folder).rglob(FONT_FILE)):
            return ImageFont.truetype(path, size)
    return ImageFont.load_default(size)
