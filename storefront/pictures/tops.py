"""What is worn above the waist, and dresses."""

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

LONG_SLEEVE = (
    "M404 136C446 146 472 172 486 218C506 292 530 392 548 484C550 500 498 520 488 510"
    "C470 430 448 340 428 284L418 244C414 196 410 166 404 136Z"
)
SHORT_SLEEVE = (
    "M404 136C452 146 480 172 500 214C514 246 524 276 530 306C508 324 470 340 444 342"
    "C438 306 430 270 420 244C414 200 410 166 404 136Z"
)
BODY_FOLDS = (
    fold("M214 320C230 400 226 500 216 580"),
    fold("M388 300C372 390 376 480 390 590", 0.16),
    fold("M262 560C270 500 268 450 258 400", 0.12),
    shine("M322 250C330 340 328 460 320 560", 0.08, 18),
)


def t_shirt(*, is_long: bool = False, has_pocket: bool = False, neck: float = 50) -> str:
    """A T-shirt with a ribbed neck."""
    body = _torso(neck, drop=44, hem=596)
    rib = f"M{300 - neck} 114C{300 - neck + 10} 146 272 162 300 162C328 162 {290 + neck} 146 {300 + neck} 114"
    back = (
        f"M{300 - neck} 112C{300 - neck / 2} 124 {300 + neck / 2} 124 {300 + neck} 112"
        f"C{298 + neck} 148 326 166 300 166C274 166 {302 - neck} 148 {300 - neck} 112Z"
    )
    sleeves = pair(shape(LONG_SLEEVE, "side"), stitch("M489 496C508 502 530 492 544 476"))
    if not is_long:
        cuff = stitch("M441 330C470 326 504 312 526 296")
        sleeves = pair(shape(SHORT_SLEEVE, "side"), fold("M432 250C450 244 470 230 480 214"), cuff)
    pocket = seam("M336 246h58v54q-29 18-58 0Z") + stitch("M336 254h58") if has_pocket else ""
    hem = stitch("M176 584C250 596 350 596 424 584")
    return (
        shape(back, "deep", fall=False)
        + sleeves
        + shape(body)
        + "".join(BODY_FOLDS)
        + pair(fold("M420 248C408 262 398 268 386 270", 0.25))
        + pocket
        + band(rib, 11)
        + hem
    )


def shirt(*, is_banded: bool = False, has_short_sleeves: bool = False) -> str:
    """A buttoned shirt, with a collar or a band."""
    body = symmetric(
        (0, 150),
        (46, 112),
        (110, 134),
        (118, 180, 122, 220, 124, 246),
        (122, 400, 124, 500, 128, 566),
        (120, 596, 70, 620, 0, 606),
    )
    sleeve = SHORT_SLEEVE if has_short_sleeves else LONG_SLEEVE
    cuff = (
        ""
        if has_short_sleeves
        else shape("M482 484C504 492 530 482 543 468L552 506C538 522 506 532 490 524Z", "trim")
        + button(502, 506, 3.6)
    )
    rolled = stitch("M441 330C470 326 504 312 526 296") if has_short_sleeves else ""
    return (
        shape("M256 110C276 96 324 96 344 110L300 158Z", "deep", fall=False)
        + pair(shape(sleeve, "side"), fold("M446 300C464 350 478 400 490 450"), cuff, rolled)
        + shape(body)
        + "".join(BODY_FOLDS)
        + _placket(158, 606, 7)
        + seam("M340 250h56v50l-28 16l-28 -16Z")
        + (_band_collar() if is_banded else _collar())
    )


def kurta(*, is_festive: bool = False, is_womens: bool = False) -> str:
    """A long kurta with a short placket and side slits."""
    flare = 26 if is_womens else 8
    body = symmetric(
        (0, 128),
        (44, 92),
        (108, 114),
        (116, 160, 118, 196, 118, 226),
        (114, 330, 118, 430, 122 + flare, 500),
        (126 + flare, 560, 130 + flare, 620, 132 + flare, 664),
        (80, 680, 40, 682, 0, 682),
    )
    trim = "metal" if is_festive else "trim"
    sleeve = (
        "M404 116C444 126 468 152 480 198C498 266 522 354 536 434C520 452 490 460 472 456"
        "C460 400 440 320 424 266L416 222C414 176 410 146 404 116Z"
    )
    slit = seam("M426 508C428 560 430 620 432 662", 2.6)
    collar = band("M254 96C262 124 284 140 300 144C316 140 338 124 346 96", 15, trim)
    return (
        shape("M254 96C276 84 324 84 346 96L300 146Z", "deep", fall=False)
        + pair(shape(sleeve, "side"), band("M471 448C494 450 518 440 534 426", 12, trim))
        + shape(body)
        + "".join(BODY_FOLDS)
        + fold("M240 640C250 560 250 500 240 430", 0.18)
        + pair(slit)
        + band("M300 142C300.4 200 300.4 240 300 306", 26, trim)
        + "".join(button(300, y, 4.6) for y in (168, 206, 244, 282))
        + collar
        + (band("M166 664C220 674 380 674 434 664", 13, trim) if is_festive or is_womens else "")
    )


def sweater(*, has_hood: bool = False) -> str:
    """A knitted pullover with ribbed neck, cuffs and hem."""
    body = symmetric(
        (0, 158),
        (56, 112),
        (112, 134),
        (120, 180, 126, 220, 128, 250),
        (132, 380, 134, 480, 130, 560),
        (124, 584, 60, 590, 0, 590),
    )
    cuff = band("M486 498C508 504 532 494 546 478", 34)
    ribs = "".join(seam(f"M{x} 562v40", 1.4, 0.35) for x in range(182, 424, 11))
    neck = "M246 112C258 146 282 160 300 160C318 160 342 146 354 112"
    hood = shape("M228 128C222 60 270 34 300 34C330 34 378 60 372 128C350 176 250 176 228 128Z")
    inside = shape(
        "M252 118C256 78 280 66 300 66C320 66 344 78 348 118C334 150 266 150 252 118Z", "deep"
    )
    return (
        (hood + inside if has_hood else shape("M244 114C270 126 330 126 356 114L300 166Z", "deep"))
        + pair(shape(LONG_SLEEVE, "side"), fold("M446 300C464 350 478 400 490 450"), cuff)
        + shape(body)
        + "".join(BODY_FOLDS)
        + band("M171 582C230 594 370 594 429 582", 40)
        + ribs
        + ("" if has_hood else band(neck, 22))
        + (_pouch() if has_hood else "")
    )


def dress(*, is_shirt: bool = False, has_sleeves: bool = True) -> str:
    """A dress with a waist and a wide skirt."""
    bodice = symmetric(
        (0, 152),
        (34, 140, 50, 116, 54, 96),
        (98, 110),
        (104, 150, 106, 190, 108, 214),
        (100, 260, 90, 300, 84, 330),
        (40, 338, 20, 338, 0, 338),
    )
    skirt = symmetric(
        (0, 330), (84, 328), (112, 420, 152, 560, 168, 652), (120, 676, 60, 682, 0, 682)
    )
    sleeve = (
        "M396 110C432 122 452 146 462 182C468 206 470 226 470 244C452 258 430 260 414 256"
        "C408 226 402 166 396 110Z"
    )
    folds = "".join(
        fold(d, 0.24)
        for d in (
            "M262 350C246 450 226 560 214 660",
            "M300 352C298 460 296 580 292 672",
            "M340 350C356 450 376 560 392 660",
        )
    )
    neck = "M246 98C252 128 276 152 300 152C324 152 348 128 354 98"
    top = _placket(150, 676, 9) + _collar(dy=-14) if is_shirt else seam(neck, 4, 0.5)
    return (
        shape(
            "M246 94C270 104 330 104 354 94C352 132 326 158 300 158C274 158 248 132 246 94Z",
            "deep",
            fall=False,
        )
        + (pair(shape(sleeve, "side")) if has_sleeves else "")
        + shape(skirt)
        + folds
        + shine("M322 380C330 480 344 580 350 650", 0.26)
        + shape(bodice)
        + fold("M238 320C246 280 242 240 232 220", 0.16)
        + band("M215 332C260 342 340 342 385 332", 15)
        + top
    )


def _torso(neck: float, *, drop: float, hem: float) -> str:
    return symmetric(
        (0, 118 + drop),
        (neck * 0.6, 118 + drop, neck - 6, 142, neck, 114),
        (108, 136),
        (116, 180, 120, 220, 122, 246),
        (120, 400, 124, 500, 126, hem - 12),
        (60, hem, 30, hem + 4, 0, hem + 4),
    )


def _placket(top: float, bottom: float, buttons: int) -> str:
    lines = seam(f"M287 {top + 8}V{bottom - 6}") + seam(f"M313 {top + 8}V{bottom - 6}")
    gap = (bottom - top - 60) / (buttons - 1)
    return lines + "".join(button(300, top + 30 + gap * i) for i in range(buttons))


def _collar(dy: float = 0) -> str:
    wing = (
        f"M344 {108 + dy}C356 {122 + dy} 366 {146 + dy} 370 {172 + dy}"
        f"C346 {182 + dy} 322 {172 + dy} 302 {158 + dy}C320 {144 + dy} 336 {126 + dy} 344 {108 + dy}Z"
    )
    stand = f"M256 {110 + dy}C276 {98 + dy} 324 {98 + dy} 344 {110 + dy}"
    return band(stand, 10) + pair(
        shape(wing), stitch(f"M360 {166 + dy}C344 {170 + dy} 324 {164 + dy} 312 {158 + dy}")
    )


def _band_collar() -> str:
    return band("M254 112C264 140 284 152 298 156M346 112C336 140 316 152 302 156", 17)


def _pouch() -> str:
    return seam("M232 440H368L392 530H208Z", 2.4) + seam("M282 170v66M318 170v66", 4, 0.6)
