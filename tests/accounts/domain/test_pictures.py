import io
import zipfile

import pytest
from PIL import Image

from accounts.domain.pictures import LONGEST_SIDE_PX, MAX_BYTES, BadPicture, read_picture
from tests import pictures


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_an_honest_picture_becomes_a_jpeg_of_its_size(format_: str) -> None:
    picture = read_picture(pictures.saved(pictures.draw_card(), format_))
    image = Image.open(io.BytesIO(picture.content))
    assert (image.format, image.size) == ("JPEG", (856, 540))
    assert (picture.content_type, picture.width_px, picture.height_px) == ("image/jpeg", 856, 540)
    assert len(picture.sha256) == 64


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pictures.SVG, "wrong_type"),
        (pictures.PDF, "wrong_type"),
        (b"", "wrong_type"),
        (b"GIF89a" + b"\0" * 100, "wrong_type"),
        (pictures.animated("GIF"), "wrong_type"),
        (pictures.animated("PNG"), "animated"),
        (pictures.animated("WEBP"), "animated"),
        (pictures.bomb_png(), "too_many_pixels"),
        (pictures.bomb_png(6_000, 5_000), "too_many_pixels"),
        (pictures.truncated(), "broken"),
        (pictures.saved(pictures.draw_card((1, 1))), "too_small"),
        (pictures.saved(Image.new("RGB", (856, 540), pictures.BLUE)), "blank"),
        (pictures.saved(pictures.draw_card()) + b"\0" * MAX_BYTES, "too_large"),
        (b"\xff\xd8\xff\xe0" + b"junk" * 40, "wrong_type"),
    ],
)
def test_refuses_what_is_no_picture_we_take(data: bytes, reason: str) -> None:
    with pytest.raises(BadPicture) as refused:
        read_picture(data)
    assert refused.value.reason == reason


def test_metadata_goes_and_the_picture_is_turned_as_it_was_held() -> None:
    data = pictures.photograph_with_place()
    before = Image.open(io.BytesIO(data))
    assert before.getexif()[pictures.ORIENTATION_TAG] == 6
    assert pictures.GPS_TAG in before.getexif()
    picture = read_picture(data)
    after = Image.open(io.BytesIO(picture.content))
    assert after.size == (540, 856)
    assert dict(after.getexif()) == {}
    assert {"exif", "comment", "icc_profile"} & set(after.info) == set()
    assert b"SecretPhoneMaker" not in picture.content
    assert b"comment" not in picture.content
    # Orientation 6 is turned clockwise: the blue corner is now at the upper right.
    red, _green, blue = after.getpixel((after.width - 20, 20))
    assert blue > red


def test_the_orientation_of_a_transparent_picture_is_kept() -> None:
    exif = Image.Exif()
    exif[pictures.ORIENTATION_TAG] = 6
    image = pictures.draw_card().convert("RGBA")
    image.putalpha(128)
    assert read_picture(pictures.saved(image, "PNG", exif=exif)).width_px == 540


@pytest.mark.parametrize("data", [pictures.polyglot_html(), pictures.polyglot_zip()])
def test_what_is_another_file_too_is_refused(data: bytes) -> None:
    assert b"<script>" in data or zipfile.is_zipfile(io.BytesIO(data))
    assert Image.open(io.BytesIO(data)).size == (856, 540)
    with pytest.raises(BadPicture) as refused:
        read_picture(data)
    assert refused.value.reason == "second_file"


def test_what_lies_behind_an_honest_picture_does_not_stay() -> None:
    content = read_picture(pictures.saved(pictures.draw_card()) + b"payload-behind").content
    assert b"payload-behind" not in content
    assert content.endswith(b"\xff\xd9")


def test_the_first_of_the_two_pictures_of_a_telephone_counts() -> None:
    data = pictures.saved(
        pictures.draw_card(), "MPO", save_all=True, append_images=[pictures.draw_card((100, 100))]
    )
    assert Image.open(io.BytesIO(data)).n_frames == 2
    assert read_picture(data).width_px == 856


def test_what_is_transparent_lies_on_white() -> None:
    image = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (0, 0, 20, 20))
    content = read_picture(pictures.saved(image, "PNG")).content
    assert Image.open(io.BytesIO(content)).getpixel((50, 50)) == (255, 255, 255)


def test_a_large_photograph_is_made_smaller() -> None:
    picture = read_picture(pictures.saved(pictures.draw_card((5_000, 2_500))))
    assert (picture.width_px, picture.height_px) == (LONGEST_SIDE_PX, LONGEST_SIDE_PX // 2)
