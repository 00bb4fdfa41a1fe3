"""Seal and time stamp for demonstrations and tests, made by the company's own signing key: truly verifiable.

A certification authority would vouch for whose key it is, a time stamp authority for a clock that is not ours; these
two do neither, and the papers say so by their names.
"""

import hashlib

from accounts import clock
from accounts.esign.canonical import canonical
from accounts.esign.keys import is_signed, sign
from accounts.esign.statements import instant
from accounts.providers import sandbox
from accounts.providers.esign import Sealed, Stamped


class SandboxSealProvider:
    name = "sandbox-ca"

    def seal(self, *, statement: str, key: str) -> Sealed:
        sandbox.refuse_outside_demo()
        return Sealed(*sign(statement))

    def is_sealed(self, *, statement: str, key_id: str, signature: str) -> bool:
        return is_signed(statement, key_id=key_id, seal=signature)


class SandboxTimeStampAuthority:
    name = "sandbox-tsa"

    def stamp(self, *, digest: str, key: str) -> Stamped:
        sandbox.refuse_outside_demo()
        at = clock.now()
        serial = hashlib.sha256(key.encode()).hexdigest()[:16].upper()
        key_id, signature = sign(self._token(digest, serial, instant(at)))
        return Stamped(serial, at, key_id, signature)

    def is_stamped(self, *, digest: str, stamped: Stamped) -> bool:
        token = self._token(digest, stamped.serial, instant(stamped.at))
        return is_signed(token, key_id=stamped.key_id, seal=stamped.signature)

    def _token(self, digest: str, serial: str, at: str) -> str:
        return canonical({"authority": self.name, "sha256": digest, "serial": serial, "at": at})
