"""A plot of a few curves over sizes, both axes logarithmic, as SVG; written by hand so that nothing need be installed."""

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10
from typing import Final

WIDTH: Final = 640
HEIGHT: Final = 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 24, 56, 56
# Source: Okabe & Ito, colours that the colour-blind tell apart.
_COLOURS: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00")

Points = Sequence[tuple[float, float]]


def draw(
    title: str, unit: str, curves: Mapping[str, Points], *, across: str, goals: Mapping[str, Points] | None = None
) -> str:
    """Draw curves of positive points; `goals` are drawn as crosses in the colour of the curve of the same name."""
    goals = goals or {}
    everything = [point for points in (*curves.values(), *goals.values()) for point in points]
    plot = _Plot([x for x, _ in everything], [y for _, y in everything])
    parts = [_head(title), *plot.axes(across, unit)]
    for place, (name, points) in enumerate(curves.items()):
        colour = _COLOURS[place % len(_COLOURS)]
        parts += [plot.curve(points, colour), *plot.crosses(goals.get(name, ()), colour), _legend(name, place, colour)]
    return "\n".join([*parts, "</svg>"]) + "\n"


class _Plot:
    """Turns values into places on the page; the axes end at whole powers of ten."""

    def __init__(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        self._x = (floor(log10(min(xs))), max(ceil(log10(max(xs))), floor(log10(min(xs))) + 1))
        self._y = (floor(log10(min(ys))), max(ceil(log10(max(ys))), floor(log10(min(ys))) + 1))

    def at(self, x: float, y: float) -> tuple[float, float]:
        across = (log10(x) - self._x[0]) / (self._x[1] - self._x[0])
        up = (log10(y) - self._y[0]) / (self._y[1] - self._y[0])
        return (
            round(_LEFT + across * (WIDTH - _LEFT - _RIGHT), 1),
            round(HEIGHT - _BOTTOM - up * (HEIGHT - _TOP - _BOTTOM), 1),
        )

    def axes(self, across: str, unit: str) -> list[str]:
        parts = []
        for power in range(self._x[0], self._x[1] + 1):
            x, bottom = self.at(10**power, 10 ** self._y[0])
            parts += [_line(x, bottom, x, _TOP, "#ddd"), _text(x, bottom + 18, f"{10**power:,}", "middle")]
        for power in range(self._y[0], self._y[1] + 1):
            left, y = self.at(10 ** self._x[0], 10**power)
            parts += [_line(left, y, WIDTH - _RIGHT, y, "#ddd"), _text(left - 8, y + 4, f"{10**power:,g}", "end")]
        return [
            *parts,
            _text((WIDTH + _LEFT - _RIGHT) / 2, HEIGHT - 14, across, "middle"),
            _text(12, _TOP - 10, unit, "start"),
        ]

    def curve(self, points: Points, colour: str) -> str:
        places = [self.at(x, y) for x, y in points]
        path = " ".join(f"{x},{y}" for x, y in places)
        dots = "".join(f'<circle cx="{x}" cy="{y}" r="4" fill="{colour}"/>' for x, y in places)
        return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>{dots}'

    def crosses(self, points: Points, colour: str) -> list[str]:
        places = [self.at(x, y) for x, y in points]
        return [
            _line(x - 6, y - 6, x + 6, y + 6, colour) + _line(x - 6, y + 6, x + 6, y - 6, colour) for x, y in places
        ]


def _head(title: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">'
        f'\n<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>\n{_text(WIDTH / 2, 20, title, "middle", size=15)}'
    )


def _legend(name: str, place: int, colour: str) -> str:
    x = _LEFT + 150 * place
    return f'<rect x="{x}" y="30" width="12" height="12" fill="{colour}"/>' + _text(x + 18, 41, name, "start")


def _line(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}"/>'


def _text(x: float, y: float, text: str, anchor: str, size: int = 12) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-size="{size}" fill="#333">{escape(text)}</text>'
