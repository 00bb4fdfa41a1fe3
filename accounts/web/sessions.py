"""Sessions whose content is encrypted at rest: what a person typed while signing in stands there, phones too."""

import json
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions

from accounts import crypto

CONTEXT = "session"


class SessionStore(DatabaseSessions):
    """Django's sessions in the database; a row that cannot be read is an empty session."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Return the content as it is stored."""
        text = json.dumps(session_dict, separators=(",", ":"))
        return crypto.encrypt(text.encode(), context=CONTEXT)

    def decode(self, session_data: str) -> dict[str, Any]:
        """Return the content in clear; nothing for what was changed, or encrypted with a key that is gone."""
        try:
            return dict(json.loads(crypto.decrypt(session_data, context=CONTEXT)))
        except ValueError:
            return {}
