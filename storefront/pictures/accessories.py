"""Bags, belts, caps, scarves and watches."""

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


def tote() -> str:
    """A tote with two long handles."""
    body = symmetric(
        (0, 300), (140, 296), (146, 420, 150, 520, 152, 624), (100, 640, 50, 642, 0, 642)
    )
    return (
        floor(170, 646)
        + band("M222 330C216 190 250 110 300 108C350 110 384 190 378 330", 20, "deep")
        + shape(body)
        + pair(fold("M420 330C428 420 424 520 410 620"))
        + stitch("M166 326C250 334 350 334 434 326")
        + band("M210 372C200 220 240 132 300 130C360 132 400 220 390 372", 22)
        + pair(hard("M378 350h26v40h-26Z", "trim"), seam("M378 350l26 40M404 350l-26 40", 1.4))
        + shine("M250 380C244 460 246 540 252 600", 0.3, 12)
        + hard("M270 452h60v70h-60Z", "leather")
        + stitch("M276 458h48v58h-48Z")
    )


def backpack() -> str:
    """A backpack with a front pocket."""
    body = symmetric(
        (0, 130),
        (70, 130, 116, 158, 124, 230),
        (136, 360, 140, 500, 136, 606),
        (128, 640, 60, 644, 0, 644),
    )
    pocket = symmetric(
        (0, 400),
        (80, 398, 100, 408, 104, 430),
        (110, 500, 110, 560, 106, 596),
        (96, 618, 50, 620, 0, 620),
    )
    return (
        floor(160, 648)
        + band("M262 140C262 84 338 84 338 140", 16, "black")
        + pair(band("M420 300C458 380 458 500 430 590", 24, "deep"))
        + shape(body)
        + shine("M226 200C206 320 206 460 214 600", 0.3, 14)
        + pair(fold("M414 240C428 340 430 480 424 600", 0.3))
        + seam("M190 250C240 226 360 226 410 250", 5, 0.7)
        + '<path d="M190 250C240 226 360 226 410 250" fill="none" stroke="url(#steel)" stroke-width="3" stroke-dasharray="4 3"/>'
        + shape(pocket, "side")
        + seam("M204 446C250 432 350 432 396 446", 4, 0.7)
        + '<path d="M388 440l14 4l-6 26l-12 -3Z" fill="url(#steel)"/>'
        + hard("M262 300h76v44h-76Z", "trim")
        + seam("M276 322h48", 4, 0.5)
        + stitch("M212 600C260 610 340 610 388 600")
    )


def sling() -> str:
    """A small bag with a flap on a long strap."""
    body = symmetric(
        (0, 330), (126, 328), (142, 400, 144, 480, 138, 560), (122, 600, 60, 604, 0, 604)
    )
    flap = symmetric(
        (0, 322), (128, 320), (142, 380, 132, 450, 112, 470), (70, 486, 30, 488, 0, 488)
    )
    return (
        floor(150, 612)
        + band("M176 350C150 200 220 92 300 90C380 92 450 200 424 350", 15, "deep")
        + pair(hard("M414 330h20v36h-20Z", "metal"))
        + shape(body)
        + shape(flap, "side")
        + stitch("M186 334C180 390 190 446 206 460C260 478 340 478 394 460C410 446 420 390 414 334")
        + hard("M284 452h32v60h-32Z", "trim")
        + hard("M288 474h24v18h-24Z", "metal")
        + shine("M204 350C200 390 206 430 220 450", 0.45, 10)
    )


def belt(*, is_woven: bool = False) -> str:
    """A belt, rolled up."""
    coil = "M300 250C420 250 476 320 476 392C476 474 400 534 300 534C200 534 130 474 130 392C130 330 180 284 262 276"
    inner = "M300 300C390 302 430 344 430 394C430 450 376 488 300 488C224 488 176 446 176 394"
    across = (
        "".join(
            seam(f"M{300 + dx} 232l14 36M{314 + dx} 232l-14 36", 1.6, 0.5)
            for dx in range(0, 150, 22)
        )
        if is_woven
        else ""
    )
    holes = "".join(
        f'<circle cx="{x}" cy="251" r="4.6" fill="url(#line)"/>' for x in (356, 384, 412)
    )
    return (
        floor(190, 572)
        + band(inner, 38, "deep")
        + band(coil, 46)
        + stitch("M300 234C430 232 492 310 492 392C492 486 406 550 300 550C194 550 114 486 114 392")
        + band("M296 250C360 250 400 256 440 280", 46)
        + across
        + ("" if is_woven else holes)
        + '<path d="M236 218h70q10 0 10 10v44q0 10-10 10h-70q-10 0-10-10v-44q0-10 10-10Z" fill="none"'
        ' stroke="url(#metal)" stroke-width="12"/>'
        + '<path d="M262 250H330" stroke="url(#metal)" stroke-width="8" stroke-linecap="round"/>'
        + shine("M160 440C186 490 240 518 300 520", 0.35, 8)
    )


def cap(*, is_for_sport: bool = False) -> str:
    """A cap with a brim, turned to the right."""
    crown = "M150 424C140 300 206 214 312 214C410 214 462 290 466 396C400 430 240 440 150 424Z"
    brim = "M300 424C370 404 440 396 466 398C528 414 566 448 562 468C520 452 410 446 330 462C306 462 292 440 300 424Z"
    panel = "M318 216C380 250 410 320 404 408"
    holes = "".join(
        f'<circle cx="{x}" cy="{y}" r="4" fill="url(#line)" fill-opacity=".7"/>'
        for x, y in ((250, 280), (356, 276))
    )
    strip = band("M172 336C180 280 210 246 246 232", 8, "pale") if is_for_sport else ""
    return (
        floor(190, 482, 330)
        + shape(crown)
        + seam(panel, 2.2)
        + seam("M306 216C240 256 218 330 224 430", 2.2)
        + stitch("M326 218C388 252 418 320 412 406")
        + holes
        + strip
        + fold("M170 420C240 436 320 430 400 410", 0.25)
        + shine("M250 250C226 290 214 330 212 380", 0.35, 12)
        + shape(brim, "trim")
        + stitch("M318 446C390 426 470 430 540 452")
        + stitch("M314 436C380 416 460 416 526 438")
        + '<ellipse cx="313" cy="213" rx="13" ry="8" fill="url(#deep)"/>'
    )


def scarf(*, is_shawl: bool = False) -> str:
    """A scarf, folded, with a fringe; a shawl is wider."""
    wide = 150 if is_shawl else 104
    left, right = 300 - wide, 300 + wide
    cloth = f"M{left} 130C{left + 60} 118 {right - 60} 118 {right} 130L{right + 8} 560C{right - 70} 574 {left + 60} 574 {left - 8} 560Z"
    over = f"M{left + 20} 116C{300} 100 {300} 100 {right + 14} 122L{right + 6} 470C{right - 60} 486 {left + 90} 480 {left + 34} 470Z"
    fringe = "".join(seam(f"M{x} 562q-4 24 2 46", 3, 0.75) for x in range(left - 2, right + 8, 9))
    return (
        fringe
        + shape(cloth, "deep")
        + shape(over)
        + band(f"M{left + 34} 440C{300} 456 {300} 456 {right + 8} 440", 12, "pale")
        + band(f"M{left + 34} 408C{300} 424 {300} 424 {right + 8} 408", 5, "pale")
        + fold(f"M{left + 80} 130C{left + 70} 240 {left + 90} 360 {left + 80} 460", 0.25)
        + fold(f"M{right - 50} 130C{right - 40} 240 {right - 60} 360 {right - 46} 460", 0.2)
        + shine("M306 130C300 240 306 340 300 450", 0.28, 16)
    )


def watch() -> str:
    """A wrist watch on a strap."""
    strap = "M262 90h76l10 150h-96ZM252 480h96l-10 150h-76Z"
    ticks = "".join(
        f'<path d="M300 276v16" stroke="url(#line)" stroke-width="4" transform="rotate({a} 300 360)"/>'
        for a in range(0, 360, 30)
    )
    return (
        shape(strap)
        + stitch("M272 100L262 236M328 100L338 236M262 486L272 622M338 486L328 622", "pale")
        + hard("M412 344h22v32h-22Z", "steel")
        + '<circle cx="300" cy="360" r="122" fill="url(#steel)" stroke="url(#line)" stroke-width="2"/>'
        + '<circle cx="300" cy="360" r="100" fill="url(#white)" stroke="url(#line)" stroke-opacity=".4"/>'
        + ticks
        + seam("M300 360L300 292M300 360L346 388", 7, 1)
        + '<circle cx="300" cy="360" r="8" fill="url(#metal)"/>'
        + shine("M232 300C248 276 270 266 290 264", 0.6, 9)
    )


def glasses() -> str:
    """Spectacles, seen from the front."""
    lens = "M330 330C370 318 430 322 456 336C462 392 444 436 398 440C352 440 326 400 330 330Z"
    return (
        floor(190, 486)
        + pair(
            f'<path d="{lens}" fill="#31343c" fill-opacity=".35" stroke="url(#cloth)" stroke-width="15"/>',
            band("M456 344C478 340 492 352 494 376", 12),
            shine("M350 350C376 338 400 338 420 342", 0.6, 6),
        )
        + band("M270 344C286 330 314 330 330 344", 13)
    )
