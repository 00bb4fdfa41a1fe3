"""Handing out a file: to this reader alone, and kept by nothing on the way."""

from django.http import HttpResponse


def file_answer(
    content: bytes | str, name: str, content_type: str, *, disposition: str = "attachment"
) -> HttpResponse:
    """Return the answer with a file of that name, to be saved or (`inline`) read in the browser."""
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": f'{disposition}; filename="{name}"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )


def pdf_answer(content: bytes, name: str, *, disposition: str = "inline") -> HttpResponse:
    """Return the answer with a PDF of that name, to be read in the browser or (`attachment`) saved."""
    return file_answer(content, name, "application/pdf", disposition=disposition)
