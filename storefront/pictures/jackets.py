"""Jackets."""

from storefront.pictures.drawing import (
    band,
    button,
    fold,
    hard,
    pair,
    seam,
    shape,
    shine,
    stitch,
    symmetric,
)
from storefront.pictures.tops import BODY_FOLDS, LONG_SLEEVE

BODY = symmetric(
    (0, 150),
    (48, 108),
    (112, 132),
    (122, 180, 128, 220, 130, 250),
    (132, 380, 132, 470, 128, 560),
    (60, 572, 30, 574, 0, 574),
)


def denim_jacket() -> str:
    """A trucker jacket: yoke, two pockets, buttons and a waistband."""
    pocket = "M326 262h74v64l-37 16l-37 -16Z"
    flap = "M322 250h82v26l-41 18l-41 -18Z"
    front = pair(
        seam("M318 240C350 246 392 246 424 238", 2.4),
        stitch("M318 246C350 252 392 252 424 244", "pale"),
        seam("M336 342L328 540M402 342L398 540", 2.2),
        stitch("M342 342L334 540M396 342L392 540", "pale"),
        shape(pocket),
        shape(flap),
        button(363, 278),
    )
    cuff = shape("M482 484C504 492 530 482 543 468L553 510C538 526 508 534 492 528Z", "trim")
    wing = "M346 106C366 120 384 148 388 182C362 184 330 176 306 160C322 146 338 126 346 106Z"
    return (
        shape("M254 106C276 92 324 92 346 106L300 156Z", "deep")
        + pair(shape(LONG_SLEEVE, "side"), fold("M446 300C464 350 478 400 490 450"), cuff)
        + shape(BODY)
        + "".join(BODY_FOLDS)
        + front
        + seam("M286 160V546M314 160V546")
        + shape("M170 544C230 556 370 556 430 544L428 588C370 602 230 602 172 588Z", "trim")
        + "".join(button(300, y, 6.4) for y in (196, 268, 340, 412, 484, 572))
        + pair(shape(wing), stitch("M378 176C356 178 332 170 316 160", "pale"))
    )


def rain_jacket() -> str:
    """A hooded jacket with a zip and taped seams."""
    body = symmetric(
        (0, 160),
        (58, 118),
        (112, 134),
        (122, 180, 130, 220, 132, 250),
        (136, 400, 140, 520, 142, 620),
        (70, 636, 30, 638, 0, 638),
    )
    hood = "M222 140C210 66 262 36 300 36C338 36 390 66 378 140C350 186 250 186 222 140Z"
    inside = "M250 128C250 84 276 70 300 70C324 70 350 84 350 128C336 160 264 160 250 128Z"
    pocket = hard("M344 440L404 424L408 500L350 508Z", "trim")
    return (
        pair(
            shape(LONG_SLEEVE, "side"),
            fold("M446 300C464 350 478 400 490 450"),
            band("M488 498C508 504 532 494 545 478", 14),
        )
        + shape(hood)
        + shape(inside, "deep")
        + shape(body)
        + "".join(BODY_FOLDS)
        + shine("M366 190C376 300 380 420 378 560", 0.2, 14)
        + pair(pocket, seam("M308 236C350 242 392 240 426 232", 3))
        + band("M300 164C300.4 300 300.4 480 300 636", 15)
        + '<path d="M300 170V630" stroke="url(#steel)" stroke-width="5" stroke-dasharray="4 3"/>'
        + '<path d="M296 214h8v26h-8Z" fill="url(#steel)"/>'
        + seam("M270 168v74M330 168v74", 4, 0.7)
        + stitch("M160 620C230 634 370 634 440 620")
    )


def quilted_jacket() -> str:
    """A padded jacket with a high collar."""
    collar = "M244 150C240 110 250 84 262 76C286 66 314 66 338 76C350 84 360 110 356 150C330 170 270 170 244 150Z"
    body = symmetric(
        (0, 150),
        (54, 126),
        (116, 140),
        (128, 180, 134, 220, 136, 250),
        (142, 300, 136, 340, 140, 380),
        (134, 430, 140, 480, 138, 560),
        (138, 592),
        (60, 604, 30, 606, 0, 606),
    )
    return (
        pair(
            shape(LONG_SLEEVE, "side"),
            fold("M446 300C464 350 478 400 490 450"),
            band("M488 498C508 504 532 494 545 478", 20),
        )
        + shape(body)
        + "".join(BODY_FOLDS)
        + pair(
            seam("M404 136C410 166 416 200 420 248", 3),
            hard("M352 420L398 408L404 496L362 504Z", "trim"),
        )
        + shape(collar)
        + seam("M300 76V604", 3)
        + '<path d="M300 90V598" stroke="url(#steel)" stroke-width="6" stroke-dasharray="4 3"/>'
        + '<path d="M295 112h10v30h-10Z" fill="url(#steel)"/>'
        + band("M163 590C230 604 370 604 437 590", 22)
    )
