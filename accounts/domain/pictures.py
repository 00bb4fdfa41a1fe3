"""Pictures that people send in: opened by what they hold, and written anew so that nothing but pixels stays."""

import hashlib
import io
import warnings
import zipfile
from dataclasses import dataclass

from PIL import Image, ImageOps, ImageStat

MAX_BYTES = 8 * 1024 * 1024
# A phone's largest photograph. A JPEG is decoded at a fraction of its size; of the others every pixel costs memory.
MAX_PIXELS = 25_000_000
MAX_JPEG_PIXELS = 52_000_000
SHORTEST_SIDE_PX = 64
# Small print of a card or a contract stays readable.
LONGEST_SIDE_PX = 2560
FORMATS = ("JPEG", "PNG", "WEBP")
# Telephones write a second picture (depth, brightness) behind the first one of a JPEG; the first one counts.
JPEGS = {"JPEG", "MPO"}
# Long enough that compressed pixels do not spell them by chance.
FOREIGN_MARKS = (b"<script", b"<html", b"<!doctype", b"<?php", b"%pdf-")
# A sheet of one colour with the noise of a camera; of 255.
LEAST_CONTRAST = 24
CONTENT_TYPE = "image/jpeg"
QUALITY = 88


class BadPicture(ValueError):
    """Bytes that are no picture we take.

    `reason` is "too_large", "wrong_type", "second_file", "animated", "too_many_pixels", "too_small", "blank" or
    "broken".
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Picture:
    content: bytes
    content_type: str
    width_px: int
    height_px: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def read_picture(data: bytes) -> Picture:
    """Return the picture as a fresh JPEG: turned upright, no larger than needed, without metadata or trailing bytes.

    The name and the declared type are not asked. Refuses (BadPicture) what is too large, another format, animated, of
    more pixels than any camera takes (read from the header, before anything is decoded), tiny, of one colour, broken
    off, or another file as well (a page, a program, an archive), which nobody's camera writes.
    """
    if len(data) > MAX_BYTES:
        raise BadPicture("too_large")
    image = _open(data)
    if _is_another_file_too(data):
        raise BadPicture("second_file")
    if image.width * image.height > (MAX_JPEG_PIXELS if image.format in JPEGS else MAX_PIXELS):
        raise BadPicture("too_many_pixels")
    if min(image.size) < SHORTEST_SIDE_PX:
        raise BadPicture("too_small")
    if image.format not in JPEGS and getattr(image, "n_frames", 1) > 1:
        raise BadPicture("animated")
    try:
        upright = _upright(image)
    except Exception:
        # Decoders meet hostile bytes with whatever exception they like; every one of them means the same to us.
        raise BadPicture("broken") from None
    if all(most - least < LEAST_CONTRAST for least, most in _extrema(upright)):
        raise BadPicture("blank")
    return _write(upright)


def _is_another_file_too(data: bytes) -> bool:
    """Whether a browser, an interpreter or an unpacker could take the same bytes for a file of its own."""
    lowered = data.lower()
    return any(mark in lowered for mark in FOREIGN_MARKS) or zipfile.is_zipfile(io.BytesIO(data))


def _extrema(image: Image.Image) -> list[tuple[int, int]]:
    """Return the least and the greatest value of each colour."""
    return [(int(least), int(most)) for least, most in ImageStat.Stat(image).extrema]


def _open(data: bytes) -> Image.Image:
    with warnings.catch_warnings():
        # Our own limit is asked next; Pillow's would only print.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            return Image.open(io.BytesIO(data), formats=FORMATS)
        except Image.DecompressionBombError:
            raise BadPicture("too_many_pixels") from None
        except Exception:
            raise BadPicture("wrong_type") from None


def _upright(image: Image.Image) -> Image.Image:
    """Decode, turn as the camera was held, and lay what is transparent on white."""
    if image.format in JPEGS:
        image.draft("RGB", (LONGEST_SIDE_PX, LONGEST_SIDE_PX))
    image.load()
    if image.has_transparency_data:
        held = image.info
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
        image.info = held
    image = image.convert("RGB")
    image.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX))
    return ImageOps.exif_transpose(image)


def _write(image: Image.Image) -> Picture:
    """Paint the pixels onto an empty canvas, which knows nothing of where they come from, and write that."""
    canvas = Image.new("RGB", image.size)
    canvas.paste(image)
    out = io.BytesIO()
    canvas.save(out, "JPEG", quality=QUALITY)
    return Picture(out.getvalue(), CONTENT_TYPE, canvas.width, canvas.height)
