"""The drawing board: shapes of stuff in shades that the picture defines once.

A shape names its paint (`cloth`, `deep`, `trim`, ...) and not its colour; `picture` defines the
paints. Units are those of the view box, 600 wide and 720 high; the axis stands at 300.
"""

from storefront.pictures.colours import CREAM_PAPER, Shades, mix, shades_of
from storefront.pictures.weaves import weave

WIDTH, HEIGHT, AXIS = 600, 720, 300

DRAWN_IN_LINES = frozenset({"line", "pale", "trim", "white", "leather", "black"})
"""Paints measured on the paper: a straight line has no box to measure a gradient by."""

Step = tuple[float, ...]
"""A line to (x, y), or a curve by (x1, y1, x2, y2, x, y); x counts from the axis."""


def symmetric(start: tuple[float, float], *steps: Step) -> str:
    """A closed outline, of which the right half is told from top to bottom."""
    x, y = start
    right, points = [f"M{AXIS + x:g} {y:g}"], [start]
    for step in steps:
        right.append(_step(step, 1))
        points.append((step[-2], step[-1]))
    last = points[-1]
    left = [f"L{AXIS - last[0]:g} {last[1]:g}"]
    for step, (to_x, to_y) in zip(reversed(steps), reversed(points[:-1]), strict=True):
        back = (*step[2:4], *step[0:2], to_x, to_y) if len(step) == 6 else (to_x, to_y)
        left.append(_step(back, -1))
    return "".join((*right, *left, "Z"))


def shape(d: str, paint: str = "cloth", *, weave: bool = True, fall: bool = True) -> str:
    """A piece of stuff: its paint, its weave, the light that falls on it, and its edge."""
    over = ['<path d="{}" fill="url(#weave)"/>'] if weave else []
    over += ['<path d="{}" fill="url(#fall)"/>'] if fall else []
    edge = '<path d="{}" fill="none" stroke="url(#line)" stroke-width="2.4" stroke-opacity=".55"/>'
    layers = (f'<path d="{{}}" fill="url(#{paint})"/>', *over, edge)
    return "".join(layer.format(d) for layer in layers)


def hard(d: str, paint: str = "cloth") -> str:
    """A piece without weave: a sole, a buckle, a lamp."""
    return shape(d, paint, weave=False)


def pair(*parts: str) -> str:
    """Parts of the right side, and the same on the left."""
    side = "".join(parts)
    return f'<g>{side}</g><g transform="matrix(-1 0 0 1 {2 * AXIS} 0)">{side}</g>'


def fold(d: str, strength: float = 0.22) -> str:
    """A soft shadow in the stuff."""
    return (
        f'<path d="{d}" fill="none" stroke="url(#line)" stroke-width="9" stroke-linecap="round"'
        f' stroke-opacity="{strength}" filter="url(#soft)"/>'
    )


def shine(d: str, strength: float = 0.4, width: float = 8) -> str:
    """A soft light on the stuff."""
    return (
        f'<path d="{d}" fill="none" stroke="#fff" stroke-width="{width:g}"'
        f' stroke-linecap="round" stroke-opacity="{strength}" filter="url(#soft)"/>'
    )


def seam(d: str, width: float = 1.8, opacity: float = 0.5) -> str:
    """A seam."""
    return (
        f'<path d="{d}" fill="none" stroke="url(#line)" stroke-width="{width:g}"'
        f' stroke-opacity="{opacity}" stroke-linecap="round" stroke-linejoin="round"/>'
    )


def stitch(d: str, paint: str = "line") -> str:
    """A row of stitches."""
    return (
        f'<path d="{d}" fill="none" stroke="url(#{paint})" stroke-width="1.8"'
        ' stroke-dasharray="6 4" stroke-opacity=".6"/>'
    )


def band(d: str, width: float, paint: str = "trim") -> str:
    """A strap, a rib or a strip: a line with a width and an edge."""
    common = f'd="{d}" fill="none" stroke-linejoin="round" stroke-linecap="butt"'
    return (
        f'<path {common} stroke="url(#line)" stroke-width="{width + 3:g}" stroke-opacity=".55"/>'
        f'<path {common} stroke="url(#{paint})" stroke-width="{width:g}"/>'
    )


def button(x: float, y: float, radius: float = 5.2) -> str:
    """A button with two holes."""
    return (
        f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="url(#button)"'
        ' stroke="url(#line)" stroke-width="1.2" stroke-opacity=".6"/>'
        f'<path d="M{x - 1.5:g} {y:g}h.1M{x + 1.5:g} {y:g}h.1" stroke="url(#line)"'
        ' stroke-width="1.6" stroke-linecap="round"/>'
    )


def floor(width: float, y: float, x: float = AXIS) -> str:
    """The shadow of what stands."""
    return (
        f'<ellipse cx="{x:g}" cy="{y:g}" rx="{width:g}" ry="{width / 11:g}" fill="#231f2b"'
        ' fill-opacity=".26" filter="url(#blur)"/>'
    )


def picture(title: str, parts: str, base: str, pattern: str) -> str:
    """The whole document: paper, paints and parts.

    Args:
        title: what it shows, escaped already.
        parts: the shapes.
        base: the goods' colour, as `#rrggbb`.
        pattern: a name of `weaves.WEAVES`.
    """
    shades = shades_of(base)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
        f"<title>{title}</title><defs>{_paints(shades)}{_filters()}{weave(pattern, shades)}</defs>"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#paper)"/>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#glow)"/>'
        f'<g filter="url(#lift)">{parts}</g></svg>\n'
    )


def _step(step: Step, side: int) -> str:
    pairs = [f"{AXIS + side * step[i]:g} {step[i + 1]:g}" for i in range(0, len(step), 2)]
    return ("C" if len(step) == 6 else "L") + " ".join(pairs)


def _paints(shades: Shades) -> str:
    paper = mix(CREAM_PAPER, shades.base, 0.10)
    across = ((0, shades.dark), (0.2, shades.base), (0.46, shades.light), (0.74, shades.base))
    white, leather = shades_of("#f3f0ea"), shades_of("#8d6444")
    return "".join(
        (
            _gradient(
                "paper", ((0, mix(paper, "#ffffff", 0.35)), (1, mix(paper, "#6d6252", 0.16))), 1
            ),
            '<radialGradient id="glow" cy=".42" r=".62"><stop stop-color="#fff" stop-opacity=".75"/>'
            '<stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>',
            _gradient("cloth", (*across, (1, shades.dark))),
            _gradient("side", ((0, shades.base), (0.5, shades.light), (1, shades.dark))),
            _gradient("deep", ((0, shades.deep), (0.5, shades.dark), (1, shades.deep))),
            _gradient("trim", ((0, shades.dark), (0.5, shades.base), (1, shades.dark))),
            _gradient("line", ((0, shades.line), (1, shades.line))),
            _gradient("pale", ((0, shades.light), (1, shades.light))),
            _gradient("white", ((0, white.dark), (0.4, white.light), (1, white.dark))),
            _gradient("sole", ((0, "#ffffff"), (0.6, "#ece8df"), (1, "#c9c3b6")), 1),
            _gradient("gum", ((0, "#b98c5f"), (1, "#8a6240")), 1),
            _gradient("black", ((0, "#3d3e45"), (0.5, "#4a4b53"), (1, "#26262c"))),
            _gradient("leather", ((0, leather.dark), (0.45, leather.light), (1, leather.dark))),
            _gradient("metal", ((0, "#f1ead6"), (0.5, "#c8ad6d"), (1, "#927539")), 1),
            _gradient("steel", ((0, "#f4f4f4"), (0.5, "#bfc2c6"), (1, "#85898f")), 1),
            _gradient("wood", ((0, "#8d623f"), (0.4, "#c1905f"), (1, "#7a5334"))),
            _gradient("bulb", ((0, "#fff7dc"), (1, "#ffdf95")), 1),
            _gradient("button", ((0, mix(shades.light, "#ffffff", 0.35)), (1, shades.base)), 1),
            '<linearGradient id="fall" x2="0" y2="1"><stop stop-color="#fff" stop-opacity=".18"/>'
            '<stop offset=".45" stop-color="#fff" stop-opacity="0"/>'
            '<stop offset="1" stop-color="#1a1626" stop-opacity=".2"/></linearGradient>',
        )
    )


def _gradient(name: str, stops: tuple[tuple[float, str], ...], is_down: int = 0) -> str:
    """A paint from left to right, or from top to bottom."""
    marks = "".join(f'<stop offset="{offset:g}" stop-color="{c}"/>' for offset, c in stops)
    way = ' x2="0" y2="1"' if is_down else ""
    units = ""
    if name in DRAWN_IN_LINES:
        units, way = f' gradientUnits="userSpaceOnUse" x1="{AXIS - 150}" x2="{AXIS + 150}"', ""
    return f'<linearGradient id="{name}"{units}{way}>{marks}</linearGradient>'


def _filters() -> str:
    room = 'x="-20%" y="-20%" width="140%" height="140%"'
    whole = f'filterUnits="userSpaceOnUse" x="0" y="0" width="{WIDTH}" height="{HEIGHT}"'
    return (
        f'<filter id="soft" {whole}><feGaussianBlur stdDeviation="5"/></filter>'
        f'<filter id="blur" {whole}><feGaussianBlur stdDeviation="9"/></filter>'
        f'<filter id="lift" {room}><feDropShadow dx="0" dy="12" stdDeviation="13"'
        ' flood-color="#2a2230" flood-opacity=".28"/></filter>'
    )
