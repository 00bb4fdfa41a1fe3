"""Structured logs: one JSON object a line, with the request id and without personal data."""

import json
import logging
import re

from accounts.web.request_context import current_request_id

# Whatever slips into a message: long digit runs (phones, cards, identity numbers) and e-mail addresses are masked.
PERSONAL = re.compile(r"(?<![A-Z0-9])\d{11,19}[0-9Xx]?(?![0-9])|[\w.+-]+@[\w-]+\.[\w.]+")


class RequestIdFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current_request_id()
        return True


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "request_id": getattr(record, "request_id", ""),
            "message": PERSONAL.sub("[masked]", record.getMessage()),
        }
        if record.exc_info:
            line["error"] = PERSONAL.sub("[masked]", self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
