"""How files arrive: never on the disk in clear, and never more of them than the limit."""

from typing import Any

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from accounts.domain.pictures import MAX_BYTES
from accounts.forms.fields import PictureField
from accounts.web.uploads import MAX_REQUEST_BYTES


def arrive(**files: bytes) -> HttpRequest:
    sent = {name: SimpleUploadedFile(f"{name}.jpg", data) for name, data in files.items()}
    return RequestFactory().post("/", sent)


def kept(request: HttpRequest, name: str) -> int:
    file: Any = request.FILES[name]
    assert isinstance(file, InMemoryUploadedFile)
    return len(file.read())


def test_a_file_stays_in_memory_whole() -> None:
    request = arrive(front=b"x" * 3_000_000)
    assert (kept(request, "front"), request.FILES["front"].size) == (3_000_000, 3_000_000)


def test_of_a_huge_file_only_the_beginning_is_kept_and_its_size_is_told() -> None:
    request = arrive(front=b"x" * (MAX_BYTES + 5_000_000), back=b"y" * 10)
    assert request.FILES["front"].size == MAX_BYTES + 5_000_000
    assert kept(request, "front") == MAX_BYTES + 1
    assert kept(request, "back") == 10


def test_all_files_of_a_request_together_have_a_limit() -> None:
    request = arrive(**{f"file{number}": b"x" * MAX_BYTES for number in range(5)})
    assert sum(kept(request, name) for name in request.FILES) == MAX_REQUEST_BYTES


@pytest.mark.django_db
def test_too_many_files_are_refused(client: Any) -> None:
    files = {f"file{number}": SimpleUploadedFile("a.jpg", b"x") for number in range(11)}
    assert client.post("/accounts/login/", files).status_code == 400


def test_the_field_asks_for_a_file_by_the_camera() -> None:
    shown = PictureField(capture="environment").widget.render("front", None)
    assert 'accept="image/jpeg,image/png,image/webp"' in shown
    assert 'capture="environment"' in shown
