"""Identity checks for demonstrations and tests: the name decides the answer, so that every outcome can be tried."""

import hashlib

from accounts.providers import sandbox
from accounts.providers.identity import IdentityAnswer
from accounts.providers.sms import ProviderUnavailable

# The last character of the name; shown on the page in a demonstration.
MISMATCH_ENDING = "误"
SILENT_ENDING = "断"


class SandboxIdentityProvider:
    name = "sandbox"

    def check(self, *, real_name: str, identity_number: str, key: str) -> IdentityAnswer:
        sandbox.refuse_outside_demo()
        if real_name.endswith(SILENT_ENDING):
            raise ProviderUnavailable("The sandbox was asked to stay silent.")
        reference = "SBX" + hashlib.sha256(key.encode()).hexdigest()[:16].upper()
        return IdentityAnswer(not real_name.endswith(MISMATCH_ENDING), reference)
