"""What goods are made of, as patterns that are laid over their colour."""

from collections.abc import Callable

from storefront.pictures.colours import Shades, mix

CREAM = "#f3eee3"
"""The ground of what is striped or printed."""


def weave(name: str, shades: Shades) -> str:
    """The pattern of a weave, as the definition `#weave`."""
    width, height, marks = WEAVES[name](shades)
    return (
        f'<pattern id="weave" width="{width}" height="{height}" patternUnits="userSpaceOnUse">'
        f"{marks}</pattern>"
    )


Tile = tuple[float, float, str]
"""Width, height and marks of what is repeated."""


def _plain(_: Shades) -> Tile:
    return 8, 8, ""


def _linen(shades: Shades) -> Tile:
    """Slubs: short thick threads that the eye finds no grid in."""
    slubs = (
        (
            "M2 5h19M34 11h24M8 19h15M50 24h17M22 31h21M2 39h12M46 44h19M16 52h26M0 60h15M54 63h13",
            0.9,
        ),
        (
            "M6 2v17M17 30v22M27 6v14M38 40v20M45 8v25M58 30v15M64 2v13M11 48v17M31 55v11M52 52v13",
            0.8,
        ),
    )
    threads = "".join(
        f'<path d="{d}" stroke="{shades.line}" stroke-width="{width}" stroke-opacity=".12"/>'
        for d, width in slubs
    )
    lights = (
        "M26 3h22M0 14h18M40 28h20M4 45h22M30 58h20M14 8v14M48 36v18M60 48v14M22 36v12M36 14v18"
    )
    return (
        67,
        67,
        f'{threads}<path d="{lights}" stroke="{shades.light}" stroke-width="1.3" stroke-opacity=".4"/>',
    )


def _denim(shades: Shades) -> Tile:
    return (
        6,
        6,
        f'<path d="M-1 7L7 -1M-1 1L1 -1M5 7L7 5" stroke="{shades.light}" stroke-width="1.1"'
        ' stroke-opacity=".34"/>'
        f'<path d="M2 7L7 2M-1 4L4 -1" stroke="{shades.line}" stroke-opacity=".2"/>',
    )


def _twill(shades: Shades) -> Tile:
    return (
        5,
        5,
        f'<path d="M-1 6L6 -1" stroke="{shades.line}" stroke-width=".8" stroke-opacity=".13"/>',
    )


def _knit(shades: Shades) -> Tile:
    return (
        11,
        9,
        f'<path d="M0 0L5.5 5L11 0" fill="none" stroke="{shades.line}" stroke-width="1.3"'
        ' stroke-opacity=".2"/>'
        f'<path d="M0 3.6L5.5 8.6L11 3.6" fill="none" stroke="{shades.light}"'
        ' stroke-width="1.2" stroke-opacity=".4"/>',
    )


def _cable(shades: Shades) -> Tile:
    twist = (
        "M8 0C30 14 30 26 8 40M30 0C22 5 20 8 19 10M8 40C8 34 12 30 17 27M30 40C30 34 27 30 23 28"
    )
    return (
        62,
        40,
        f'<path d="{twist}" fill="none" stroke="{shades.line}" stroke-width="2.4"'
        ' stroke-opacity=".26"/>'
        f'<path d="M11 0C33 14 33 26 11 40" fill="none" stroke="{shades.light}"'
        ' stroke-width="2" stroke-opacity=".5"/>'
        f'<path d="M44 0V40M52 0V40" stroke="{shades.line}" stroke-width="1.6"'
        ' stroke-opacity=".16"/>',
    )


def _striped(shades: Shades) -> Tile:
    return (
        40,
        34,
        f'<rect width="40" height="34" fill="{CREAM}"/>'
        + (f'<rect y="10" width="40" height="11" fill="{shades.base}"/>'),
    )


def _checked(shades: Shades) -> Tile:
    return (
        62,
        62,
        (
            f'<rect width="62" height="62" fill="{mix(shades.base, CREAM, 0.62)}"/>'
            f'<path d="M0 16H62M16 0V62" stroke="{shades.base}" stroke-width="24" stroke-opacity=".5"/>'
            f'<path d="M0 47H62M47 0V62" stroke="{shades.deep}" stroke-width="5" stroke-opacity=".5"/>'
        ),
    )


def _floral(shades: Shades) -> Tile:
    petals = "".join(
        f'<circle cx="{x}" cy="{y}" r="5.2"/>'
        for x, y in ((0, -7), (7, -2), (4, 6), (-4, 6), (-7, -2))
    )
    flower = f'<g fill="{CREAM}" fill-opacity=".92">{petals}</g><circle r="3.4" fill="#d9a441"/>'
    small = f'<circle r="4" fill="{shades.deep}" fill-opacity=".7"/>'
    leaf = f'<path d="M0 0q9 -9 18 0q-9 7 -18 0" fill="{shades.deep}" fill-opacity=".6"/>'
    return (
        76,
        84,
        (
            f'<g transform="translate(22 24)">{flower}</g><g transform="translate(60 64)">{flower}</g>'
            f'<g transform="translate(32 34) rotate(30)">{leaf}</g>'
            f'<g transform="translate(50 54) rotate(200)">{leaf}</g>'
            f'<g transform="translate(62 18)">{small}</g><g transform="translate(20 68)">{small}</g>'
        ),
    )


def _printed(shades: Shades) -> Tile:
    drop = "M0 -13C9 -4 9 7 0 10C-9 7 -9 -4 0 -13Z"
    motif = (
        f'<path d="{drop}" fill="{CREAM}" fill-opacity=".9"/>'
        f'<path d="{drop}" fill="{shades.deep}" transform="scale(.5)"/>'
        f'<path d="M-11 14q11 6 22 0" fill="none" stroke="{CREAM}" stroke-width="2"/>'
    )
    return (
        56,
        64,
        (
            f'<g transform="translate(14 18)">{motif}</g><g transform="translate(42 50)">{motif}</g>'
            f'<circle cx="42" cy="16" r="2.4" fill="{CREAM}"/><circle cx="14" cy="49" r="2.4" fill="{CREAM}"/>'
        ),
    )


def _quilted(shades: Shades) -> Tile:
    return (
        40,
        46,
        (
            f'<rect y="30" width="40" height="16" fill="{shades.line}" fill-opacity=".16"/>'
            f'<rect y="4" width="40" height="12" fill="{shades.light}" fill-opacity=".3"/>'
            f'<path d="M0 45H40" stroke="{shades.line}" stroke-width="2" stroke-opacity=".55"/>'
        ),
    )


def _mesh(shades: Shades) -> Tile:
    return (
        9,
        9,
        (
            f'<circle cx="2.2" cy="2.2" r="1.5" fill="{shades.line}" fill-opacity=".26"/>'
            f'<circle cx="6.7" cy="6.7" r="1.5" fill="{shades.line}" fill-opacity=".26"/>'
        ),
    )


def _canvas(shades: Shades) -> Tile:
    return (
        8,
        8,
        (
            f'<path d="M0 2H4M4 6H8" stroke="{shades.line}" stroke-width="1.4" stroke-opacity=".17"/>'
            f'<path d="M2 4V8M6 0V4" stroke="{shades.light}" stroke-width="1.4" stroke-opacity=".34"/>'
        ),
    )


def _waffle(shades: Shades) -> Tile:
    return (
        18,
        18,
        (
            f'<rect width="18" height="18" fill="{shades.line}" fill-opacity=".10"/>'
            f'<rect x="4" y="4" width="11" height="11" rx="2" fill="{shades.line}" fill-opacity=".13"/>'
            f'<path d="M0 1H18M1 0V18" stroke="{shades.light}" stroke-width="2" stroke-opacity=".55"/>'
        ),
    )


def _pile(shades: Shades) -> Tile:
    dots = ((2, 3), (8, 1.5), (13, 5), (5, 9), (11, 11), (2, 13), (15, 14))
    marks = "".join(
        f'<path d="M{x} {y}q1.5 -2 3 0" fill="none" stroke="{c}" stroke-width="1.1" stroke-opacity=".4"/>'
        for (x, y), c in zip(dots, (shades.line, shades.light) * 4, strict=False)
    )
    return 17, 16, marks


def _woven(shades: Shades) -> Tile:
    return (
        96,
        120,
        (
            f'<path d="M0 8H96" stroke="{CREAM}" stroke-width="7"/>'
            f'<path d="M0 60L24 30L48 60L72 30L96 60L72 90L48 60L24 90Z" fill="{CREAM}"'
            ' fill-opacity=".88"/>'
            f'<path d="M12 60L24 45L36 60L24 75ZM60 60L72 45L84 60L72 75Z" fill="{shades.deep}"/>'
            f'<path d="M0 112H96" stroke="{shades.deep}" stroke-width="6"/>'
        ),
    )


WEAVES: dict[str, Callable[[Shades], Tile]] = {
    "plain": _plain,
    "linen": _linen,
    "denim": _denim,
    "twill": _twill,
    "knit": _knit,
    "cable": _cable,
    "striped": _striped,
    "checked": _checked,
    "floral": _floral,
    "printed": _printed,
    "quilted": _quilted,
    "mesh": _mesh,
    "canvas": _canvas,
    "waffle": _waffle,
    "pile": _pile,
    "woven": _woven,
}
