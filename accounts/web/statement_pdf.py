"""A statement as PDF: on the broad side of the page, every cell whole, the column heads on every page."""

from collections.abc import Sequence

from accounts.papers import INK, LINE, SLATE, Paper

SIZE, HEAD_SIZE, LINE_HEIGHT, GAP = 7.5, 7.0, 4.4, 3.0
# No column of words gets narrower than this; what is longer goes on in the next line of its cell.
NARROWEST = 24.0


def write_lines(
    paper: Paper, heads: Sequence[str], rows: Sequence[tuple[Sequence[str], bool]], amounts: int
) -> None:
    """Write rows of cells under their heads; the last `amounts` cells are figures, the flag says what is a sum.

    Nothing is cut: a column takes what its longest cell needs, and where the page is too narrow for all of them the
    widest columns of words go over several lines. A row's figures stand in its first line, behind its mark, so that the
    text of the page can be read back.
    """
    widths = _widths(paper, heads, [cells for cells, _is_sum in rows], amounts)
    _write_heads(paper, widths, heads, amounts)
    for cells, is_sum in rows:
        wrapped = [_wrapped(paper, cell, width) for cell, width in zip(cells, widths, strict=True)]
        height = LINE_HEIGHT * max(len(lines) for lines in wrapped)
        if paper.get_y() + height > paper.h - 20:
            paper.add_page()
            _write_heads(paper, widths, heads, amounts)
        _write_row(paper, widths, wrapped, amounts, INK if is_sum else SLATE, SIZE)


def _write_heads(paper: Paper, widths: Sequence[float], heads: Sequence[str], amounts: int) -> None:
    paper.set_font(paper.font_family, size=HEAD_SIZE)
    wrapped = [_wrapped(paper, head, width) for head, width in zip(heads, widths, strict=True)]
    _write_row(paper, widths, wrapped, amounts, SLATE, HEAD_SIZE)
    paper.set_font(paper.font_family, size=SIZE)


def _write_row(
    paper: Paper,
    widths: Sequence[float],
    wrapped: Sequence[Sequence[str]],
    amounts: int,
    colour: tuple[int, int, int],
    size: float,
) -> None:
    paper.set_font(paper.font_family, size=size)
    paper.set_text_color(*colour)
    for n in range(max(len(lines) for lines in wrapped)):
        paper.set_x(paper.l_margin)
        for at, (width, lines) in enumerate(zip(widths, wrapped, strict=True)):
            is_amount = at >= len(wrapped) - amounts
            words = lines[n] if n < len(lines) else ""
            paper.cell(width, LINE_HEIGHT, words, align="R" if is_amount else "L")
        paper.ln(LINE_HEIGHT)
    paper.set_draw_color(*LINE)
    paper.line(paper.l_margin, paper.get_y(), paper.w - paper.r_margin, paper.get_y())


def _widths(paper: Paper, heads: Sequence[str], rows: Sequence[Sequence[str]], amounts: int) -> list[float]:
    """Return what each column needs; too much of it is taken from the widest columns of words."""
    paper.set_font(paper.font_family, size=SIZE)
    words = len(heads) - amounts
    widths = [
        max([*(paper.get_string_width(row[at]) for row in rows), *_least_of_head(paper, heads[at])]) + GAP
        for at in range(len(heads))
    ]
    spare = paper.epw - sum(widths)
    while spare < 0:
        widest = max(range(words), key=lambda at: widths[at])
        if widths[widest] <= NARROWEST:
            break
        second = max((widths[at] for at in range(words) if at != widest), default=NARROWEST)
        narrower = max(widths[widest] + spare, min(second, widths[widest] - 1), NARROWEST)
        spare += widths[widest] - narrower
        widths[widest] = narrower
    if spare > 0:
        widths[words - 1] += spare
    return widths


def _least_of_head(paper: Paper, head: str) -> list[float]:
    """Return the widths of a head's words, which are not broken."""
    return (
        [paper.get_string_width(word) for word in head.split()]
        if " " in head
        else [paper.get_string_width(head)]
    )


def _wrapped(paper: Paper, text: str, width: float) -> list[str]:
    """Return a cell's text in lines that fit; it breaks at spaces, and elsewhere only where one word is too long."""
    room = width - GAP + 0.6
    if paper.get_string_width(text) <= room:
        return [text]
    lines, line = [], ""
    for word in _pieces(text):
        if line and paper.get_string_width((line + word).rstrip()) > room:
            lines.append(line.rstrip())
            line = word.lstrip()
        else:
            line += word
        while paper.get_string_width(line.rstrip()) > room and len(line) > 1:
            fits = next(
                n for n in range(len(line) - 1, 0, -1) if n == 1 or paper.get_string_width(line[:n]) <= room
            )
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> list[str]:
    """Return the words of a text, each with the space behind it."""
    return [word + " " for word in text.split(" ")]
