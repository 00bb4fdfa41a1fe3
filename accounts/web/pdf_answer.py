"""Handing out a paper as PDF: to this reader alone, and kept by nothing on the way."""

from django.http import HttpResponse


def pdf_answer(content: bytes, name: str, *, disposition: str = "inline") -> HttpResponse:
    """Return the answer with a PDF of that name, to be read in the browser or (`attachment`) saved."""
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'{disposition}; filename="{name}"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )
