"""What was known when a case was opened: frozen once, with a hash that proves it."""

from typing import Any

from accounts.commands import hash_inputs
from accounts.invariants import invariant
from risk.models import CreditCase

MOST_SHOWN = 20


def hash_of_facts(facts: dict[str, Any]) -> str:
    """Return the SHA-256 of a case's facts."""
    return hash_inputs({"facts": facts})


def is_untouched(case: CreditCase) -> bool:
    """Tell whether the facts are those that were frozen; a case from before hashes were kept counts as untouched."""
    return not case.facts_hash or case.facts_hash == hash_of_facts(case.facts)


@invariant("case_facts_untouched")
def case_facts_untouched() -> list[str]:
    """What was known when a case was opened is never written anew."""
    cases = CreditCase.objects.exclude(facts_hash="").only("number", "facts", "facts_hash")
    wrong = [case.number for case in cases.iterator(chunk_size=500) if not is_untouched(case)]
    return [f"the facts of case {number} were changed" for number in wrong[:MOST_SHOWN]]
