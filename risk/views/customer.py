"""What customers do about their own cases: answer a question, ask that a person looks again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import PersonRequest, customer
from accounts.errors import Refused
from accounts.rules import rule_value
from lending.policies import access_application
from risk import policies
from risk.cases.appeals import appeal_of, last_day_to_ask, was_automatic
from risk.forms.work import AnswerForm, AppealForm
from risk.services.answer_query import answer_query
from risk.services.ask_appeal import ask_appeal


@customer
@require_http_methods(["GET", "POST"])
def question(request: PersonRequest, number: str, query: str) -> HttpResponse:
    """Answer a question about one's application."""
    application = access_application(request.user, number)
    row = policies.access_own_query(application, query)
    form = AnswerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_query(query=row, customer=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Thank you, we have your answer and go on with your application."))
            return redirect("application", number=number)
    context = {"application": application, "query": row, "form": form}
    return render(request, "risk/customer/question.html", context)


@customer
@require_http_methods(["GET", "POST"])
def appeal(request: PersonRequest, number: str) -> HttpResponse:
    """Ask that a person looks at a declined application again."""
    application = access_application(request.user, number)
    last_on = last_day_to_ask(application)
    if appeal_of(application) is not None or last_on is None:
        return redirect("application", number=number)
    form = AppealForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_appeal(application=application, customer=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(
                request, _("Somebody else looks at your application now. You are told the answer.")
            )
            return redirect("application", number=number)
    context = {
        "application": application,
        "was_automatic": was_automatic(application),
        "last_on": last_on,
        "answer_days": rule_value("appeal.window")["answer_days"],
        "form": form,
    }
    return render(request, "risk/customer/appeal.html", context)
