"""Look at a picture that was sent in, before anything else is done about it."""

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy

from accounts.domain.pictures import MAX_BYTES, BadPicture, Picture, read_picture
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User

PICTURE_FAULTS = {
    "too_large": gettext_lazy("The file is larger than 8 MB. Take the picture with a lower resolution."),
    "wrong_type": gettext_lazy("This is no picture we can read. Send a JPEG, PNG or WebP file."),
    "second_file": gettext_lazy(
        "There is another file inside this picture. Take a new photograph and send that."
    ),
    "animated": gettext_lazy("Moving pictures are not taken. Send a photograph."),
    "too_many_pixels": gettext_lazy("The picture has too many pixels. Take it with a lower resolution."),
    "too_small": gettext_lazy("The picture is too small to read. Take it again from nearer."),
    "blank": gettext_lazy("There is nothing to see in this picture. Take it again."),
    "broken": gettext_lazy("The file is broken or did not arrive whole. Please send it again."),
}


def examine_picture(*, owner: User, kind: str, file: "UploadedFile[bytes]", actor: User) -> Picture:
    """Return the picture written anew; keep nothing.

    Refuses (`picture_<reason>`, see BadPicture) what is no picture we take, which leaves an event and nothing else.
    Called outside a transaction, so that the event of a refusal stays.
    """
    try:
        return read_picture(_bytes_of(file))
    except BadPicture as error:
        record_event(
            "document.refused", subject=owner, actor=actor, data={"kind": kind, "reason": error.reason}
        )
        raise Refused(f"picture_{error.reason}", PICTURE_FAULTS[error.reason]) from None


def _bytes_of(file: "UploadedFile[bytes]") -> bytes:
    """Read no more than the limit and one byte, whatever the file says of itself."""
    if (file.size or 0) > MAX_BYTES:
        raise BadPicture("too_large")
    file.seek(0)
    return bytes(file.read(MAX_BYTES + 1))
