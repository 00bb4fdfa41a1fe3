"""How files arrive: in memory only, so that no identity card ever lies in clear in a temporary folder."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from accounts.domain.pictures import MAX_BYTES

# Of all files of one request together.
MAX_REQUEST_BYTES = 3 * MAX_BYTES


class BoundedUploadHandler(FileUploadHandler):
    """Keep the beginning of each file, up to the limit and one byte; its `size` still says how much was sent.

    So whoever sends a gigabyte costs no more memory than anybody, and is told by the form that the file is too large.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.room = MAX_REQUEST_BYTES

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        kept = raw_data[: max(0, min(self.room, MAX_BYTES + 1 - self.file.tell()))]
        self.room -= len(kept)
        self.file.write(kept)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.file.seek(0)
        return InMemoryUploadedFile(
            file=self.file,
            field_name=self.field_name,
            name=self.file_name or "",
            content_type=self.content_type or "",
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
