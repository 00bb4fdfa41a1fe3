"""News and notices on the public site, and writing them in the back office."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import PersonRequest, public, staff
from accounts.web.paging import page_by_key
from operations import policies
from operations.forms.notice import NoticeForm
from operations.queries import records as queries
from operations.services.publish_notice import publish_notice


@public
def news(request: HttpRequest) -> HttpResponse:
    """List the notices, newest first."""
    page = page_by_key(queries.published_notices(), request, size=10)
    return render(request, "operations/public/news.html", {"page": page})


@public
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """Show one notice."""
    return render(request, "operations/public/notice.html", {"notice": policies.access_notice(number)})


@staff("operations.publish_content")
def write_notice(request: PersonRequest) -> HttpResponse:
    """Write a notice in both languages and publish it."""
    form = NoticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        texts = {name: form.cleaned_data[name] for name in ("title_en", "title_zh", "body_en", "body_zh")}
        published = publish_notice(author=request.user, key=form.key, **texts)
        messages.success(request, _("The notice is on the site."))
        return redirect("notice", number=published.number)
    return render(request, "operations/office/write_notice.html", {"form": form})
