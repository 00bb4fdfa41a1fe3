"""Pictures that people send in: opened by what they hold, and written anew so that nothing but pixels stays."""

import hashlib
import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

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
CONTENT_TYPE = "image/jpeg"
QUALITY = 88


class BadPicture(ValueError):
    """Bytes that are no picture we take.

    `reason` is "too_large", "wrong_type", "animated", "too_many_pixels", "too_small" or "broken".
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
    more pixels than any camera takes (read from the header, before anything is decoded), tiny, or broken off.
    """
    if len(data) > MAX_BYTES:
        raise BadPicture("too_large")
    image = _open(data)
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
    return _write(upright)


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
