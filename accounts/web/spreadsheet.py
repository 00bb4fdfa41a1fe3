"""A plain spreadsheet (XLSX) of one sheet: a head, rows of texts and amounts, nothing that runs."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

NAMESPACE = "http://schemas.openxmlformats.org"
TYPES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="{NAMESPACE}/package/2006/content-types"><Default Extension="rels" \
ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" \
ContentType="application/xml"/><Override PartName="/xl/workbook.xml" \
ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override \
PartName="/xl/worksheets/sheet1.xml" \
ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override \
PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>\
</Types>"""
RELS = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="{NAMESPACE}/package/2006/relationships"><Relationship Id="rId1" \
Type="{NAMESPACE}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
BOOK_RELS = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="{NAMESPACE}/package/2006/relationships"><Relationship Id="rId1" \
Type="{NAMESPACE}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship \
Id="rId2" Type="{NAMESPACE}/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"""
# Style 1 is an amount with two decimals (built-in format 4), style 0 everything else.
STYLES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="{NAMESPACE}/spreadsheetml/2006/main"><fonts count="1"><font><sz val="11"/><name val="Arial"/>\
</font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/>\
</borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="4" \
applyNumberFormat="1"/></cellXfs></styleSheet>"""


@dataclass(frozen=True)
class Fen:
    """An amount in fen, shown in yuan; written from the digits, so that no fraction of a fen is lost."""

    fen: int

    @property
    def yuan(self) -> str:
        sign = "-" if self.fen < 0 else ""
        return f"{sign}{abs(self.fen) // 100}.{abs(self.fen) % 100:02d}"


Cell = str | Fen


def write_spreadsheet(title: str, rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return the file of a sheet; texts stay texts whatever they begin with, so that no cell is a formula."""
    sheet = "".join(f"<row>{''.join(_cell(cell) for cell in row)}</row>" for row in rows)
    book = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><workbook xmlns="{NAMESPACE}/spreadsheetml/2006/main" '
        f'xmlns:r="{NAMESPACE}/officeDocument/2006/relationships"><sheets><sheet name="{escape(title[:31])}" '
        'sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELS,
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": BOOK_RELS,
        "xl/styles.xml": STYLES,
        "xl/worksheets/sheet1.xml": (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet '
            f'xmlns="{NAMESPACE}/spreadsheetml/2006/main"><sheetData>{sheet}</sheetData></worksheet>'
        ),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return out.getvalue()


def _cell(cell: Cell) -> str:
    if isinstance(cell, Fen):
        return f'<c s="1"><v>{cell.yuan}</v></c>'
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
