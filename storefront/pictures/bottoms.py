"""What is worn below the waist, and socks."""

from storefront.pictures.drawing import (
    band,
    button,
    fold,
    pair,
    seam,
    shape,
    shine,
    stitch,
    symmetric,
)


def jeans(hem: float = 46, knee: float = 54) -> str:
    """Jeans; `hem` and `knee` are half a leg's width there."""
    return _legs(hem, knee) + _denim_front()


def trousers(hem: float = 48, knee: float = 54, *, has_pleats: bool = False) -> str:
    """Trousers with slanted pockets and a crease."""
    crease = pair(seam(f"M368 180C378 300 {326 + knee} 400 {340 + hem} 656", 2, 0.4))
    pleats = pair(fold("M356 120C360 150 364 180 366 220", 0.35)) if has_pleats else ""
    return (
        _legs(hem, knee)
        + pair(seam("M384 118L412 198", 2.4))
        + crease
        + pleats
        + _waistband()
        + seam("M300 118V226C296 244 288 250 278 254")
    )


def drawstring_trousers(hem: float = 58, knee: float = 60) -> str:
    """Easy trousers on a drawstring."""
    gathers = "".join(seam(f"M{x} 84v32", 1.5, 0.35) for x in range(204, 400, 14))
    cord = seam("M290 104C282 140 276 168 280 196M310 104C318 140 326 160 320 204", 4.4, 0.85)
    return (
        _legs(hem, knee)
        + pair(seam("M384 118L412 198", 2.4))
        + band("M196 100C250 108 350 108 404 100", 34)
        + gathers
        + cord
    )


def shorts(*, are_for_sport: bool = False) -> str:
    """Shorts: chinos cut off, or light ones with a slit."""
    body = symmetric(
        (0, 170),
        (104, 166),
        (128, 260, 150, 380, 160, 478),
        (110, 498, 60, 504, 22, 500),
        (12, 430, 4, 370, 0, 350),
    )
    side = seam("M452 476C444 440 436 410 426 392", 4) + band(
        "M412 196C430 280 444 360 450 470", 7, "pale"
    )
    front = (
        pair(side)
        + band("M196 180C250 188 350 188 404 180", 34)
        + seam("M290 188C284 224 282 240 284 262M310 188C316 224 320 236 316 268", 4.2, 0.8)
        if are_for_sport
        else pair(seam("M388 200L418 280", 2.4))
        + _waistband(82)
        + seam("M300 200V300C296 314 288 320 278 322")
    )
    hems = pair(stitch("M322 486C370 490 420 482 457 464"))
    folds = pair(
        fold("M330 360C350 400 352 440 350 490"), shine("M390 240C404 320 412 400 414 460", 0.14)
    )
    parts = shape(body) + folds + hems + front
    return f'<g transform="translate(-69 -48) scale(1.23)">{parts}</g>'


def socks(pairs: int = 1, *, is_ankle: bool = False) -> str:
    """Socks, lying side by side."""
    top = 250 if is_ankle else 130
    sock = (
        f"M250 {top}C280 {top + 6} 330 {top + 6} 356 {top}C358 {top + 120} 356 {min(top + 190, 400)} 358 420"
        "C362 450 392 480 430 512C462 540 458 590 420 596C370 602 300 570 268 520C246 484 252 440 250 420Z"
    )
    heel = "M262 440C262 480 280 516 304 540C330 520 340 480 316 452C300 436 276 432 262 440Z"
    toe = "M414 500C452 526 468 572 420 596C400 598 392 596 380 594C374 556 384 520 414 500Z"
    one = (
        shape(sock)
        + shape(heel, "deep", weave=False)
        + shape(toe, "deep", weave=False)
        + band(f"M251 {top + 18}C280 {top + 26} 330 {top + 26} 355 {top + 18}", 36)
        + "".join(seam(f"M{x} {top + 3}v38", 1.4, 0.35) for x in range(258, 354, 9))
        + fold("M340 430C352 450 370 470 390 486", 0.3)
    )
    places = ((-96, -34), (-30, 0)) if pairs == 1 else ((-150, -70), (-66, -10), (20, 50))
    return "".join(f'<g transform="translate({x} {y})">{one}</g>' for x, y in places)


def skirt() -> str:
    """A flared skirt."""
    body = symmetric(
        (0, 150), (92, 148), (130, 300, 168, 460, 186, 580), (120, 612, 60, 618, 0, 618)
    )
    folds = "".join(
        fold(d, 0.25)
        for d in (
            "M256 180C236 330 208 470 190 590",
            "M300 180C298 340 296 480 294 604",
            "M344 180C364 330 392 470 410 590",
        )
    )
    return shape(body) + folds + band("M207 160C260 170 340 170 393 160", 26)


def _legs(hem: float, knee: float) -> str:
    """Both legs, which hang slightly apart."""
    knee_axis, hem_axis = 26 + knee, 40 + hem
    body = symmetric(
        (0, 86),
        (102, 84),
        (114, 150, 122, 230, knee_axis + knee, 400),
        (knee_axis + knee, 480, hem_axis + hem, 560, hem_axis + hem, 666),
        (hem_axis + hem / 3, 676, hem_axis - hem / 2, 676, hem_axis - hem, 666),
        (hem_axis - hem, 560, knee_axis - knee + 2, 440, 12, 284),
        (8, 276, 4, 272, 0, 270),
    )
    left, right, at = 300 + hem_axis - hem, 300 + hem_axis + hem, 300 + knee_axis
    return (
        shape(body)
        + pair(
            fold("M316 296C336 316 356 326 380 322", 0.28),
            fold(f"M{at - knee + 8} 430C{at - 10} 446 {at + 10} 446 {at + knee - 6} 430", 0.2),
            shine(f"M396 190C408 320 {at + knee - 14} 460 {right - 18} 640", 0.13, 14),
            fold(f"M330 300C340 400 {left + 14} 520 {left + 16} 650", 0.2),
            stitch(f"M{left + 1} 652C{left + 20} 660 {right - 20} 660 {right - 1} 652"),
        )
        + fold("M300 272V320", 0.4)
    )


def _denim_front() -> str:
    loops = "".join(
        f'<path d="M{x} 80h9v42h-9Z" fill="url(#trim)" stroke="url(#line)" stroke-opacity=".5"/>'
        for x in (226, 366)
    )
    return (
        pair(
            seam("M342 118C346 152 376 170 418 168", 2.6),
            stitch("M348 120C354 146 380 162 417 161", "pale"),
            stitch("M416 190C420 240 424 290 426 330", "pale"),
        )
        + _waistband()
        + loops
        + seam("M300 118V232C296 250 288 256 276 260")
        + stitch("M292 124V226C290 240 284 246 276 250", "pale")
    )


def _waistband(dy: float = 0) -> str:
    d = f"M196 {100 + dy}C250 {108 + dy} 350 {108 + dy} 404 {100 + dy}"
    return band(d, 34) + button(300, 106 + dy, 6.6)
