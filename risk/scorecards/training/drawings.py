"""Draw the report's charts as SVG files of their own, in the colours of the house."""

from collections.abc import Callable, Sequence
from html import escape

INK, SLATE, LINE, PAPER = "#14213d", "#4d5a70", "#e4e2db", "#fbfaf7"
JADE, AMBER, BLUE = "#0f766e", "#c2741b", "#47659b"
WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 640, 360, 62, 46, 44, 20

Point = tuple[float, float]


def lines(
    title: str, axes: tuple[str, str], rows: Sequence[tuple[str, str, Sequence[Point]]], *, top: float = 1.0
) -> str:
    """Draw named lines over two axes that run from 0 to `top`, as shares, beside the diagonal."""
    x, y = _scale(top, top)
    drawn = [_axes(axes, [f"{share * top:.0%}" for share in (0, 0.25, 0.5, 0.75, 1)])]
    drawn.append(
        f'<line x1="{x(0)}" y1="{y(0)}" x2="{x(top)}" y2="{y(top)}" stroke="{SLATE}" stroke-dasharray="4 4"/>'
    )
    for number, (name, tone, points) in enumerate(rows):
        path = " ".join(f"{x(one):.1f},{y(two):.1f}" for one, two in points)
        drawn.append(f'<polyline points="{path}" fill="none" stroke="{tone}" stroke-width="2.5"/>')
        if len(points) <= 12:
            drawn += [
                f'<circle cx="{x(one):.1f}" cy="{y(two):.1f}" r="4" fill="{tone}"/>' for one, two in points
            ]
        drawn.append(_text(LEFT + 12, TOP + 16 + 18 * number, name, tone, "start"))
    return _page(title, drawn)


def stacked(title: str, labels: Sequence[str], rows: Sequence[tuple[str, str, Sequence[int]]]) -> str:
    """Draw one bar for each label, stacked from the rows of counts."""
    totals = [sum(values) for values in zip(*(row[2] for row in rows), strict=True)]
    most = max([*totals, 1])
    slot = (WIDTH - LEFT - RIGHT) / max(1, len(labels))
    height = HEIGHT - TOP - BOTTOM
    drawn = [_axes(("", ""), [f"{most * share:.0f}" for share in (0, 0.25, 0.5, 0.75, 1)])]
    every = max(1, -(-len(labels) // 14))
    for place, label in enumerate(labels):
        level = 0.0
        for _name, tone, values in rows:
            size = values[place] * height / most
            level += size
            drawn.append(
                f'<rect x="{LEFT + slot * (place + 0.14):.1f}" y="{HEIGHT - BOTTOM - level:.1f}" '
                f'width="{slot * 0.72:.1f}" height="{size:.1f}" fill="{tone}"/>'
            )
        if place % every == 0:
            drawn.append(_text(LEFT + slot * (place + 0.5), HEIGHT - BOTTOM + 18, label, SLATE))
    for number, (name, tone, _values) in enumerate(rows):
        drawn.append(_text(WIDTH - RIGHT, TOP - 4 + 18 * number, name, tone, "end"))
    return _page(title, drawn)


def bars(title: str, rows: Sequence[tuple[str, float]]) -> str:
    """Draw lying bars with their names and figures, the longest first."""
    most = max([value for _name, value in rows] or [1.0]) or 1.0
    height = TOP + 24 * len(rows) + 20
    drawn = []
    for place, (name, value) in enumerate(rows):
        y = TOP + 24 * place
        width = (WIDTH - 330 - RIGHT) * value / most
        drawn.append(_text(270, y + 13, name if len(name) < 42 else name[:40] + "…", INK, "end"))
        drawn.append(
            f'<rect x="280" y="{y}" width="{max(1.0, width):.1f}" height="16" rx="2" fill="{JADE}"/>'
        )
        drawn.append(_text(288 + width, y + 13, f"{value:.3f}", SLATE, "start"))
    return _page(title, drawn, height)


def _scale(most_x: float, most_y: float) -> tuple[Callable[[float], float], Callable[[float], float]]:
    def x(value: float) -> float:
        return LEFT + value / most_x * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - value / most_y * (HEIGHT - TOP - BOTTOM)

    return x, y


def _axes(names: tuple[str, str], marks: Sequence[str]) -> str:
    x, y = _scale(1, 1)
    drawn = []
    for place, mark in enumerate(marks):
        at = place / (len(marks) - 1)
        drawn.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(at):.1f}" y2="{y(at):.1f}" stroke="{LINE}"/>'
        )
        drawn.append(_text(LEFT - 8, y(at) + 4, mark, SLATE, "end"))
        if names[0]:
            drawn.append(_text(x(at), HEIGHT - BOTTOM + 18, mark, SLATE))
    if names[0]:
        drawn.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, names[0], SLATE))
        drawn.append(_text(LEFT, TOP - 10, names[1], SLATE, "start"))
    return "".join(drawn)


def _text(x: float, y: float, words: str, tone: str, anchor: str = "middle") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{tone}" text-anchor="{anchor}">{escape(words)}</text>'


def _page(title: str, drawn: Sequence[str], height: int = HEIGHT) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{escape(title)}" '
        f'font-family="PingFang SC, Microsoft YaHei, Noto Sans SC, sans-serif" font-size="12">'
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>'
        f'<text x="16" y="22" fill="{INK}" font-size="15" font-weight="600">{escape(title)}</text>'
        f"{''.join(drawn)}</svg>\n"
    )
