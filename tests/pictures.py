"""Pictures for tests: honest ones drawn by Pillow, and hostile ones."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

RED, BLUE, GREEN = (200, 30, 40), (30, 60, 200), (30, 140, 60)
GPS_TAG, ORIENTATION_TAG = 0x8825, 0x0112


def draw_card(size: tuple[int, int] = (856, 540), colour: tuple[int, int, int] = RED) -> Image.Image:
    """Draw something that is no one-coloured square: a card with a darker upper left corner."""
    image = Image.new("RGB", size, colour)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 3, size[1] // 3), fill=BLUE)
    return image


def saved(image: Image.Image, format_: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, format_, **options)
    return out.getvalue()


def picture_file(data: bytes | None = None, name: str = "card.jpg") -> SimpleUploadedFile:
    """Return an upload; by default an honest JPEG."""
    return SimpleUploadedFile(name, saved(draw_card()) if data is None else data, "image/jpeg")


def other_side() -> SimpleUploadedFile:
    """Return an upload of the other side of the card."""
    return picture_file(saved(draw_card(colour=GREEN)))


def both_sides() -> dict[str, SimpleUploadedFile]:
    """Return an upload of each side of an identity card, by kind."""
    return {"identity_front": picture_file(), "identity_back": other_side()}


def photograph_with_place(colour: tuple[int, int, int] = RED) -> bytes:
    """Return a JPEG taken with the phone on its side, which says where it was taken and by what."""
    exif = Image.Exif()
    exif[ORIENTATION_TAG] = 6
    exif[0x010F] = "SecretPhoneMaker"
    exif[GPS_TAG] = {1: "N", 2: (39.0, 54.0, 27.0), 3: "E", 4: (116.0, 23.0, 17.0)}
    return saved(draw_card(colour=colour), exif=exif, comment=b"a comment nobody asked for")


def polyglot_html() -> bytes:
    return (
        saved(draw_card(), comment=b"<script>alert(1)</script>") + b"<html><script>alert(2)</script></html>"
    )


def polyglot_zip() -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("evil.txt", "payload-in-zip")
    return saved(draw_card()) + archive.getvalue()


def bomb_png(width: int = 50_000, height: int = 50_000) -> bytes:
    """Return a few bytes of PNG whose header promises billions of pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def animated(format_: str) -> bytes:
    return saved(
        draw_card(), format_, save_all=True, append_images=[draw_card(colour=BLUE)], duration=100, loop=0
    )


def truncated() -> bytes:
    return saved(draw_card())[:-2000]


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF"
