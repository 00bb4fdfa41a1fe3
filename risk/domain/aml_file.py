"""The report to the authority as a file: XML with control totals and a hash; `docs/aml-report.md` says every field."""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring

FORMAT = "fenqi-aml-1"


class FileLine(NamedTuple):
    """Hold one transaction; `journal` is the number of its entry in the books."""

    on: str
    what: str
    direction: str
    amount_fen: int
    reference: str
    journal: str
    customer: str


class FileAlert(NamedTuple):
    """Hold an alert with whom it is about."""

    number: str
    pattern: str
    customer: str
    name: str
    identity: str
    kind: str
    lines: Sequence[FileLine]


class FileHead(NamedTuple):
    """Hold what the file is."""

    number: str
    kind: str
    day: str
    version: int
    corrects: str
    opinion: str


class AmlFile(NamedTuple):
    """Hold the file with its control totals; `sha256` is of the content as a whole."""

    content: str
    sha256: str
    alerts: int
    lines: int
    in_fen: int
    out_fen: int


def write_aml_file(head: FileHead, alerts: Sequence[FileAlert]) -> AmlFile:
    """Return the file; the same alerts give the same bytes."""
    root = Element("aml-report", {"format": FORMAT, "number": head.number, "kind": head.kind})
    root.attrib |= {"day": head.day, "version": str(head.version), "corrects": head.corrects}
    body = SubElement(root, "alerts")
    for alert in alerts:
        _write_alert(body, alert)
    if head.opinion:
        SubElement(root, "opinion").text = _storable(head.opinion)
    lines = [line for alert in alerts for line in alert.lines]
    in_fen = sum(line.amount_fen for line in lines if line.direction == "in")
    out_fen = sum(line.amount_fen for line in lines if line.direction == "out")
    control = {"alerts": len(alerts), "transactions": len(lines), "in-fen": in_fen, "out-fen": out_fen}
    indent(body, level=1)
    # The hash in the file covers what is reported: whoever reads it can tell that nothing was lost on the way.
    digest = hashlib.sha256(tostring(body, encoding="utf-8").strip()).hexdigest()
    SubElement(root, "control", {name: str(value) for name, value in control.items()} | {"sha256": digest})
    indent(root)
    content = '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    return AmlFile(content, sha256, len(alerts), len(lines), in_fen, out_fen)


def _write_alert(body: Element, alert: FileAlert) -> None:
    row = SubElement(body, "alert", {"number": alert.number, "pattern": alert.pattern})
    party = {"customer": alert.customer, "kind": alert.kind}
    SubElement(row, "party", party | {"name": _storable(alert.name), "identity": alert.identity})
    for n, line in enumerate(alert.lines, 1):
        SubElement(
            row,
            "transaction",
            {
                "n": str(n),
                "customer": line.customer,
                "on": line.on,
                "what": line.what,
                "direction": line.direction,
                "amount-fen": str(line.amount_fen),
                "reference": line.reference,
                "journal": line.journal,
            },
        )


def _storable(words: str) -> str:
    """Leave out what XML cannot hold."""
    return "".join(one for one in words if one >= " " or one in "\t\n")
