"""What a quiz that cannot be read is told."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from risk.domain.quiz import BadQuiz

FAULTS = {
    "no_mark": gettext_lazy(
        "A line begins with ? for a question, + for the right answer, - for a wrong one."
    ),
    "one_language": gettext_lazy("A line has the Chinese words, then “ | ”, then the English ones."),
    "option_first": gettext_lazy("An answer stands before the first question."),
    "two_right": gettext_lazy("This question has two right answers."),
    "none_right": gettext_lazy("This question has no right answer."),
    "one_option": gettext_lazy("This question has only one answer to choose."),
    "no_questions": gettext_lazy("A quiz has at least one question."),
    "too_many": gettext_lazy("A quiz has at most 50 questions."),
}


def quiz_fault(fault: BadQuiz) -> str:
    """Return in words what is wrong with a quiz's text, and where."""
    return _("Line %(line)d: %(fault)s") % {"line": fault.line, "fault": FAULTS[fault.reason]}
