"""Goods for the home."""

from storefront.pictures.drawing import (
    band,
    floor,
    fold,
    hard,
    pair,
    seam,
    shape,
    shine,
    stitch,
    symmetric,
)


def bedsheet() -> str:
    """A bed, made, with two pillows."""
    mattress = "M104 330H496L548 548C400 566 200 566 52 548Z"
    drop = "M52 548C200 566 400 566 548 548V606C400 626 200 626 52 606Z"
    pillow = "M318 300C350 288 440 288 478 300C494 326 492 352 486 372C440 384 360 384 322 374C310 350 310 322 318 300Z"
    turned = "M96 366C220 380 380 380 504 366L516 414C380 430 220 430 84 414Z"
    return (
        floor(250, 622)
        + hard("M96 180H504Q516 180 516 196V340H84V196Q84 180 96 180Z", "wood")
        + shape(mattress)
        + shape(drop, "trim")
        + pair(shape(pillow, "side"), fold("M336 366C380 376 440 376 474 366", 0.25))
        + shape(turned, "pale")
        + fold("M120 470C240 500 320 450 470 490", 0.16)
        + fold("M90 530C200 510 300 540 420 520", 0.16)
        + shine("M250 440C240 480 236 510 232 540", 0.3, 16)
        + stitch("M60 592C200 612 400 612 540 592")
    )


def cushion(*, is_embroidered: bool = False, is_plump: bool = False) -> str:
    """A square cushion."""
    bulge = 26 if is_plump else 12
    d = (
        f"M112 178C200 {178 + bulge} 400 {178 + bulge} 488 178C{488 - bulge} 270 {488 - bulge} 450 488 552"
        f"C400 {552 - bulge} 200 {552 - bulge} 112 552C{112 + bulge} 450 {112 + bulge} 270 112 178Z"
    )
    petal = "M300 365C270 320 276 280 300 252C324 280 330 320 300 365Z"
    flower = "".join(
        f'<path d="{petal}" fill="url(#{"pale" if a % 90 else "metal"})" fill-opacity=".92" transform="rotate({a} 300 365)"/>'
        for a in range(0, 360, 45)
    )
    ring = '<circle cx="300" cy="365" r="132" fill="none" stroke="url(#metal)" stroke-width="4" stroke-dasharray="3 9"/>'
    heart = '<circle cx="300" cy="365" r="14" fill="url(#deep)"/>'
    return (
        floor(200, 576)
        + shape(d)
        + fold("M150 216C176 250 190 280 196 320", 0.28)
        + fold("M450 214C424 250 410 280 404 320", 0.24)
        + fold("M150 516C180 480 196 460 206 430", 0.28)
        + fold("M450 516C420 480 404 460 396 430", 0.28)
        + shine("M190 220C260 236 330 236 390 224", 0.35, 18)
        + (
            flower + ring + heart
            if is_embroidered
            else stitch(
                "M134 200C210 210 390 210 466 200C452 280 452 440 466 530C390 522 210 522 134 530C148 440 148 280 134 200Z"
            )
        )
    )


def curtain() -> str:
    """A pair of curtains on a rail."""
    panel = "M318 118H520C514 300 520 480 530 640C500 650 470 636 446 648C420 636 396 652 372 640C350 650 334 640 322 646C326 460 324 300 318 118Z"
    folds = "".join(
        fold(f"M{x} 130C{x + 6} 300 {x - 4} 470 {x + 4} 636", 0.42) for x in (352, 394, 436, 480)
    )
    lights = "".join(
        shine(f"M{x} 140C{x + 4} 300 {x - 2} 470 {x + 4} 630", 0.3, 9)
        for x in (336, 374, 416, 460, 502)
    )
    rings = "".join(
        f'<circle cx="{x}" cy="112" r="10" fill="none" stroke="url(#metal)" stroke-width="5"/>'
        for x in (330, 372, 414, 456, 502)
    )
    return (
        '<rect x="190" y="130" width="220" height="500" fill="#fff" fill-opacity=".55"/>'
        + hard("M52 92h496v14h-496Z", "metal")
        + hard("M40 84h16v30h-16ZM544 84h16v30h-16Z", "metal")
        + pair(shape(panel, "side"), folds, lights, rings)
    )


def towel(*, are_two: bool = False) -> str:
    """Towels, folded and stacked."""

    def one(y: float, paint: str) -> str:
        d = f"M120 {y}C120 {y - 34} 140 {y - 46} 170 {y - 46}H446C480 {y - 46} 486 {y - 20} 484 {y}V{y + 44}C486 {y + 66} 470 {y + 72} 450 {y + 72}H150C126 {y + 72} 118 {y + 60} 120 {y + 44}Z"
        return (
            shape(d, paint)
            + fold(f"M136 {y + 14}C240 {y + 20} 380 {y + 20} 476 {y + 12}", 0.3)
            + band(f"M372 {y - 45}C374 {y} 374 {y + 30} 372 {y + 71}", 12, "pale")
            + band(f"M400 {y - 45}C402 {y} 402 {y + 30} 400 {y + 71}", 5, "pale")
            + shine(f"M156 {y - 26}C240 {y - 32} 320 {y - 32} 350 {y - 28}", 0.4, 10)
        )

    places = (486, 372) if are_two else (500, 388, 276)
    return floor(210, 578 if not are_two else 566) + "".join(one(y, "cloth") for y in places)


def desk_lamp() -> str:
    """A desk lamp with a jointed arm."""
    return (
        floor(150, 634)
        + '<path d="M206 300L90 470H330Z" fill="url(#bulb)" fill-opacity=".35" filter="url(#blur)"/>'
        + hard("M236 606C236 590 270 584 330 584C390 584 424 590 424 606V622H236Z")
        + band("M330 588L420 410", 15)
        + band("M420 410L262 250", 15)
        + '<circle cx="420" cy="410" r="17" fill="url(#metal)" stroke="url(#line)"/>'
        + '<path d="M152 346C190 366 246 330 268 282L262 320C240 360 196 386 160 372Z" fill="url(#bulb)"/>'
        + hard("M238 206C276 214 298 244 294 280C268 330 214 366 150 350C148 290 186 224 238 206Z")
        + shine("M206 250C188 276 178 300 174 326", 0.5, 9)
    )


def table_lamp() -> str:
    """A bedside lamp: a rounded foot and a fabric shade."""
    foot = symmetric(
        (0, 380), (22, 382), (30, 410, 96, 440, 96, 516), (96, 590, 50, 616, 40, 624), (0, 628)
    )
    return (
        floor(120, 634)
        + hard(foot)
        + shine("M244 480C236 520 244 560 262 590", 0.55, 12)
        + _shade(top=110, bottom=372, narrow=92, wide=156)
        + hard("M288 372h24v16h-24Z", "metal")
    )


def floor_lamp() -> str:
    """A lamp on three legs."""
    return (
        floor(150, 668)
        + band("M300 300L206 662", 14, "wood")
        + band("M300 300L394 662", 14, "wood")
        + band("M300 300C301 420 301 540 300 650", 14, "wood")
        + hard("M280 292h40v26h-40Z", "metal")
        + _shade(top=86, bottom=292, narrow=98, wide=140)
    )


def rug(*, has_pile: bool = False) -> str:
    """A rug on the floor, seen from above."""
    d = "M116 130C240 122 360 122 484 130C490 290 490 450 484 600C360 608 240 608 116 600C110 450 110 290 116 130Z"
    fringe = "".join(
        seam(f"M{x} 126q2 -18 -2 -34M{x} 604q-2 18 2 34", 3, 0.55) for x in range(122, 484, 12)
    )
    frame = "M140 156H460V574H140Z"
    border = band(frame, 10, "pale") if has_pile else ""
    ripple = '<ellipse cx="300" cy="365" rx="96" ry="128" fill="none" stroke="url(#pale)" stroke-width="9" stroke-opacity=".8"/>'
    return (
        ("" if has_pile else fringe)
        + shape(d)
        + border
        + (ripple if has_pile else "")
        + shine("M160 180C160 300 160 420 164 560", 0.2, 20)
    )


def mug(*, are_two: bool = False) -> str:
    """A mug, or two."""
    body = "M178 300H400C402 400 396 480 372 548C360 566 218 566 206 548C182 480 176 400 178 300Z"
    handle = "M396 350C470 340 486 400 470 446C456 484 420 500 388 492"
    one = (
        band(handle, 26, "trim")
        + hard(body)
        + '<ellipse cx="289" cy="300" rx="111" ry="24" fill="url(#deep)" stroke="url(#line)" stroke-opacity=".5" stroke-width="2"/>'
        + '<ellipse cx="289" cy="306" rx="97" ry="17" fill="#5b3b28"/>'
        + '<ellipse cx="270" cy="304" rx="42" ry="7" fill="#8a6142" fill-opacity=".8"/>'
        + hard(
            "M190 470C250 482 330 482 388 470C384 500 380 524 372 548C360 566 218 566 206 548C198 524 194 500 190 470Z",
            "pale",
        )
        + shine("M212 340C212 400 216 440 222 470", 0.5, 14)
    )
    if not are_two:
        return floor(140, 566) + one + _steam(289, 250)
    small = f'<g transform="translate({{}} {{}}) scale(.74)">{one}</g>'
    return floor(190, 556) + small.format(178, 100) + small.format(6, 150)


def parcel() -> str:
    """What has no drawing of its own: a box with a ribbon."""
    front, lid = "M150 316H450V570H150Z", "M134 256H466V322H134Z"
    bow = "M300 256C330 196 392 190 400 216C404 242 352 256 300 256Z"
    return (
        floor(190, 580)
        + shape(front)
        + shape(lid, "side")
        + band("M300 258C300.5 340 300.5 460 300 568", 30, "deep")
        + pair(shape(bow, "deep"))
        + shine("M180 340C180 420 182 500 184 550", 0.3, 14)
    )


def _shade(*, top: float, bottom: float, narrow: float, wide: float) -> str:
    d = symmetric(
        (0, top), (narrow, top), (wide, bottom), (60, bottom + 10, 30, bottom + 12, 0, bottom + 12)
    )
    glow = f'<path d="{d}" fill="url(#bulb)" fill-opacity=".55"/>'
    return (
        shape(d, "white")
        + glow
        + stitch(
            f"M{300 - wide + 6} {bottom - 8}C260 {bottom + 4} 340 {bottom + 4} {300 + wide - 6} {bottom - 8}"
        )
    )


def _steam(x: float, y: float) -> str:
    return "".join(
        shine(
            f"M{x + dx} {y}C{x + dx - 16} {y - 30} {x + dx + 16} {y - 60} {x + dx} {y - 92}",
            0.75,
            8,
        )
        for dx in (-34, 6, 44)
    )
