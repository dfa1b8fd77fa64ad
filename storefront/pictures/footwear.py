"""Shoes and sandals, seen from the side, their toes to the right."""

from storefront.pictures.drawing import band, floor, fold, hard, seam, shape, shine, stitch


def running_shoe(*, is_rugged: bool = False, is_cushioned: bool = False) -> str:
    """A running shoe with a thick sole; one for trails has lugs."""
    depth = 26 if is_cushioned else 8
    upper = (
        "M110 490C104 450 106 400 112 362C118 348 134 350 142 366C158 388 190 388 212 360"
        "C222 340 240 334 250 346C276 378 306 404 344 416C400 430 466 436 502 464"
        "C514 476 514 488 508 498L112 500Z"
    )
    sole = (
        f"M104 486C170 500 270 496 340 492C420 488 486 482 520 478C530 500 526 {528 + depth} 500 {534 + depth}"
        f"C400 {546 + depth} 220 {548 + depth} 130 {540 + depth}C104 {536 + depth} 96 516 104 486Z"
    )
    lugs = "".join(hard(f"M{x} {532 + depth}h26l-5 18h-18Z", "black") for x in range(136, 480, 40))
    tread = (
        lugs
        if is_rugged
        else band(
            f"M128 {540 + depth}C220 {550 + depth} 400 {548 + depth} 502 {533 + depth}", 9, "black"
        )
    )
    slashes = "M196 488L246 436L268 444L226 488ZM246 488L286 448L308 452L276 488Z"
    return _placed(
        floor(216, 566 + depth)
        + shape("M116 358C150 342 206 338 246 344L214 374C190 394 160 392 140 372Z", "deep")
        + shape(upper)
        + shape(
            "M110 490C105 450 106 412 109 384C138 400 160 440 166 498L112 500Z", "trim", weave=False
        )
        + shape(
            "M428 434C470 440 500 452 510 476C512 488 510 494 506 498L402 498C400 470 410 446 428 434Z",
            "trim",
            weave=False,
        )
        + shape(
            "M236 348C264 386 302 410 342 420L318 446C274 432 236 404 212 368Z", "deep", weave=False
        )
        + hard(slashes, "pale")
        + _laces(((244, 372), (266, 394), (290, 412), (314, 426)))
        + fold("M340 420C350 446 352 470 350 492", 0.25)
        + hard(sole, "sole")
        + seam(f"M112 512C200 524 360 520 518 {500 + depth / 3}", 3, 0.25)
        + tread
        + band("M113 384C109 368 111 354 122 344", 13)
    )


def sneaker(*, is_high: bool = False, has_gum_sole: bool = False) -> str:
    """A flat sneaker, low or high."""
    ankle = (
        "M126 476C122 380 128 280 140 234C170 226 214 226 238 238C246 290 262 350 306 398"
        if is_high
        else "M122 492C116 450 118 404 124 374C132 360 146 364 152 378C170 396 200 392 220 366"
        "C230 348 244 346 254 358C276 388 306 408 340 416"
    )
    upper = f"{ankle}C392 424 450 428 492 456C506 468 510 480 508 494L126 500Z"
    toe = "M420 436C470 440 500 456 508 484L506 498L396 498C394 470 402 446 420 436Z"
    collar = (
        "M138 240C170 232 214 232 240 246L236 262C206 252 168 252 140 262Z"
        if is_high
        else ("M126 370C156 352 212 346 252 356L222 378C198 400 168 398 150 382Z")
    )
    laces = (
        ((246, 290), (256, 322), (272, 354), (292, 380), (316, 402))
        if is_high
        else ((248, 382), (270, 402), (292, 418), (314, 430))
    )
    return _placed(
        floor(212, 560)
        + ("" if is_high else shape(collar, "deep"))
        + shape(upper)
        + shape(
            "M122 490C117 450 118 420 121 396C150 408 166 440 170 498L124 498Z", "trim", weave=False
        )
        + shape(toe, "trim", weave=False)
        + (shape(collar, "deep") if is_high else "")
        + shape(
            "M240 360C266 392 300 412 338 420L316 446C274 436 240 410 218 374Z"
            if not is_high
            else "M238 250C246 300 264 352 308 398L292 440C246 410 222 340 218 262Z",
            "deep",
            weave=False,
        )
        + _laces(laces)
        + stitch("M178 492C190 470 240 452 300 452C350 452 380 470 390 492")
        + shine("M330 430C380 436 410 440 430 446", 0.35)
        + hard(
            "M112 488C220 502 400 500 518 486C524 508 520 536 506 542C400 552 220 554 130 546C112 540 108 514 112 488Z",
            "gum" if has_gum_sole else "sole",
        )
        + seam("M116 512C220 524 400 522 518 506", 2.6, 0.3)
    )


def derby() -> str:
    """A laced leather shoe."""
    upper = (
        "M116 486C108 440 112 400 120 376C150 394 190 392 222 366C232 352 244 354 252 366"
        "C282 402 316 420 356 428C416 436 476 446 508 476C514 488 512 498 506 504L118 504Z"
    )
    return _placed(
        floor(214, 556)
        + shape("M120 374C156 354 212 350 250 362L222 384C190 404 150 400 124 382Z", "deep")
        + shape(upper)
        + shape(
            "M190 500C190 450 212 404 240 374C272 404 304 420 336 428C334 452 304 474 294 500Z",
            "trim",
            weave=False,
        )
        + _laces(((254, 392), (276, 410), (300, 424)), "line")
        + seam("M400 434C384 452 378 478 380 502", 2.6)
        + stitch("M392 434C376 454 370 478 372 502")
        + stitch("M198 496C200 452 218 412 240 386")
        + shine("M420 446C456 452 484 464 496 480", 0.6, 9)
        + shine("M136 400C130 430 130 460 134 486", 0.35)
        + _welt()
    )


def loafer() -> str:
    """A penny loafer."""
    upper = (
        "M116 486C110 440 120 396 142 372C180 384 220 390 262 384C290 392 320 410 350 422"
        "C410 432 476 446 508 476C514 488 512 498 506 504L118 504Z"
    )
    apron = "M262 386C330 372 430 404 470 446C430 436 350 446 300 452C276 446 262 420 262 386Z"
    return _placed(
        floor(214, 556)
        + shape("M142 372C170 350 236 356 264 384L262 398C220 404 172 400 138 388Z", "deep")
        + shape(upper)
        + shape(apron, "side", weave=False)
        + shape(
            "M236 500C244 460 262 420 288 392L336 398C312 430 300 466 296 500Z", "trim", weave=False
        )
        + hard("M286 428l30 3l-6 16l-28 -3Z", "line")
        + stitch("M300 458C350 452 430 442 474 452")
        + shine("M420 452C456 458 484 468 496 482", 0.55, 9)
        + _welt()
    )


def sandal(*, is_for_sport: bool = False) -> str:
    """A sandal: leather straps with a buckle, or webbing on a thick sole."""
    paint = "trim"
    strap = 34 if is_for_sport else 28
    bed = "M106 470C190 492 330 496 508 470C520 486 514 504 500 508C360 524 220 522 124 510C104 504 98 486 106 470Z"
    sole = "M108 498C220 520 400 520 508 496C514 520 508 544 496 548C380 560 220 560 130 550C108 544 102 520 108 498Z"
    buckle = '<rect x="200" y="386" width="34" height="30" rx="6" fill="none" stroke="url(#metal)" stroke-width="6"/>'
    clip = hard("M196 380h40v34h-40Z", "black")
    return _placed(
        floor(214, 564)
        + band("M330 488C340 430 392 396 452 408C486 416 500 446 500 482", strap, "deep")
        + band("M128 482C120 420 132 380 150 356", strap - 6, "deep")
        + hard(sole, "sole" if is_for_sport else "gum")
        + shape(bed, "leather" if not is_for_sport else "deep", weave=False)
        + band("M300 492C318 420 372 380 428 396C462 408 472 446 470 484", strap, paint)
        + band("M140 372C190 410 250 408 276 486", strap - 4, paint)
        + band("M276 400C330 416 380 440 400 486", strap - 8, paint)
        + band("M150 356C180 366 214 384 262 396", strap - 6, paint)
        + (clip if is_for_sport else buckle)
        + shine("M330 430C350 404 380 394 410 400", 0.4, 6)
    )


def _laces(points: tuple[tuple[float, float], ...], paint: str = "white") -> str:
    return "".join(
        band(f"M{x - 20} {y + 15}C{x - 12} {y + 6} {x - 4} {y} {x + 9} {y - 5}", 7, paint)
        for x, y in points
    )


def _welt() -> str:
    sole = (
        "M110 496C220 506 400 506 516 490C522 504 520 518 508 524C440 530 330 528 250 528"
        "L246 546H122C110 540 106 516 110 496Z"
    )
    return hard(sole, "black") + stitch("M116 502C220 512 400 512 512 498", "pale")


def _placed(parts: str) -> str:
    """A shoe in the middle of the paper."""
    return f'<g transform="translate(-30 -112) scale(1.08)">{parts}</g>'
