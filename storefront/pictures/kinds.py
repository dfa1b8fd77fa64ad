"""Which drawing a product gets, by the words that its catalogue has for it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from storefront.pictures import accessories, bottoms, footwear, home, jackets, tops

Draw = Callable[[], str]


@dataclass(frozen=True)
class Subject:
    """What is drawn: a product in one of its colours."""

    product_id: str
    name: str
    category: str
    materials: Sequence[str]
    tags: Sequence[str]
    colour: str | None

    @property
    def words(self) -> str:
        """Name, category and tags as lower-case text; the name last, as it says most."""
        return " ".join((*self.tags, self.category, self.name)).lower()


KINDS: tuple[tuple[str, Draw], ...] = (
    (r"band.collar.*shirt", partial(tops.shirt, is_banded=True)),
    (r"shirt dress", partial(tops.dress, is_shirt=True)),
    (r"floral.*dress|slip|sundress", partial(tops.dress, has_sleeves=False)),
    (r"dress shoe", footwear.derby),
    (r"dress", tops.dress),
    (r"women.*kurta|kurti", partial(tops.kurta, is_womens=True)),
    (r"silk.*kurta|festive silk|sherwani", partial(tops.kurta, is_festive=True)),
    (r"kurta", tops.kurta),
    (r"denim.*jacket|trucker", jackets.denim_jacket),
    (r"quilt.*jacket|puffer|padded|down jacket", jackets.quilted_jacket),
    (r"jacket|anorak|parka|coat\b|windcheater", jackets.rain_jacket),
    (r"hood(ie|ed)", partial(tops.sweater, has_hood=True)),
    (r"sweater|jumper|pullover|cardigan|knitwear|sweatshirt", tops.sweater),
    (r"breton|long.sleeve.*t-?shirt", partial(tops.t_shirt, is_long=True, neck=66)),
    (r"pocket t-?shirt", partial(tops.t_shirt, has_pocket=True)),
    (r"t-?shirt|\btees?\b|(?<!-)\btop\b|jersey|polo|vest", tops.t_shirt),
    (r"shirt|blouse", tops.shirt),
    (r"wide jeans|wide.leg jeans|flare", partial(bottoms.jeans, 74, 66)),
    (r"slim|skinny|tapered jeans", partial(bottoms.jeans, 36, 50)),
    (r"jeans", partial(bottoms.jeans, 50, 55)),
    (r"(running|sport|gym|training|swim).*shorts", partial(bottoms.shorts, are_for_sport=True)),
    (r"shorts", bottoms.shorts),
    (r"skirt", bottoms.skirt),
    (r"linen trousers|pyjama|jogger|palazzo|drawstring", bottoms.drawstring_trousers),
    (r"pleated|suit trousers", partial(bottoms.trousers, 50, 56, has_pleats=True)),
    (r"trouser|chino|\bpants?\b|leggings|slacks", partial(bottoms.trousers, 42, 52)),
    (r"pack of 3.*sock|sock.*pack", partial(bottoms.socks, 3, is_ankle=True)),
    (r"ankle.*sock", partial(bottoms.socks, is_ankle=True)),
    (r"sock", bottoms.socks),
    (r"trail", partial(footwear.running_shoe, is_rugged=True)),
    (r"cushion.*running shoe", partial(footwear.running_shoe, is_cushioned=True)),
    (r"running shoe|trainer|runner", footwear.running_shoe),
    (r"high-?top|\bboots?\b", partial(footwear.sneaker, is_high=True, has_gum_sole=True)),
    (r"sneaker|canvas shoe|plimsoll", footwear.sneaker),
    (r"sport.*sandal", partial(footwear.sandal, is_for_sport=True)),
    (r"sandal|slipper|flip.flop|kolhapuri", footwear.sandal),
    (r"loafer|moccasin", footwear.loafer),
    (r"derby|oxford shoe|brogue|formal shoe|\bheels?\b", footwear.derby),
    (r"shoe|footwear", footwear.sneaker),
    (r"backpack|rucksack|duffel", accessories.backpack),
    (r"sling|crossbody|handbag|purse|wallet|clutch", accessories.sling),
    (r"\btote|\bbags?\b", accessories.tote),
    (r"woven.*belt|stretch belt", partial(accessories.belt, is_woven=True)),
    (r"belt", accessories.belt),
    (r"running cap|sport.*cap", partial(accessories.cap, is_for_sport=True)),
    (r"\bcaps?\b|\bhats?\b|beanie", accessories.cap),
    (r"shawl|stole|dupatta|saree", partial(accessories.scarf, is_shawl=True)),
    (r"scar(f|ves)", accessories.scarf),
    (r"watch", accessories.watch),
    (r"glasses|spectacles", accessories.glasses),
    (r"bed ?sheet|duvet|bedding|blanket|quilt|pillow", home.bedsheet),
    (r"embroidered cushion", partial(home.cushion, is_embroidered=True)),
    (r"velvet cushion|cushion with filler", partial(home.cushion, is_plump=True)),
    (r"cushion", home.cushion),
    (r"curtain|drape|blind", home.curtain),
    (r"set of 2.*towel|hand towel", partial(home.towel, are_two=True)),
    (r"towel", home.towel),
    (r"(table|desk|study).*lamp", home.desk_lamp),
    (r"floor lamp|tripod", home.floor_lamp),
    (r"lamp|lighting", home.table_lamp),
    (r"tufted|wool rug|carpet", partial(home.rug, has_pile=True)),
    (r"\brugs?\b|dhurrie|\bmats?\b", home.rug),
    (r"mugs.*set of 2|set of 2.*mug", partial(home.mug, are_two=True)),
    (r"\bmugs?\b|\bcups?\b", home.mug),
)
"""The first whose words are found draws the product; what stands higher is more particular."""

WEAVES: Mapping[str, str] = {
    r"breton|striped": "striped",
    r"check(ed)?\b|plaid|tartan": "checked",
    r"floral": "floral",
    r"block.print|jaipur|printed": "printed",
    r"quilt": "quilted",
    r"cable": "cable",
    r"waffle": "waffle",
    r"dhurrie": "woven",
    r"tufted|plush|velvet|towel": "pile",
    r"denim|jeans": "denim",
    r"linen": "linen",
    r"merino|sweater|wool|knit|shawl|socks": "knit",
    r"canvas|tote": "canvas",
    r"chino|formal trousers": "twill",
    r"running shoe|mesh|airflow": "mesh",
}


def kind_of(subject: Subject) -> Draw:
    """The drawing for a product: by its name, else by its category, else a parcel."""
    for words in (f"{subject.words}", subject.category.lower()):
        for pattern, draw in KINDS:
            if re.search(pattern, words):
                return draw
    return home.parcel


def weave_of(subject: Subject) -> str:
    """The weave of a product, by its name first and what it is made of then."""
    for words in (
        subject.name.lower(),
        " ".join(subject.materials).lower(),
        subject.category.lower(),
    ):
        for pattern, weave in WEAVES.items():
            if re.search(pattern, words):
                return weave
    return "plain"
