"""One product of a feed, from the form that every format is brought to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from agents.recommendation.feeds.goods import FeedEntry, FeedProblem, FeedProduct, FeedVariant
from agents.recommendation.feeds.html_text import plain_text
from agents.recommendation.feeds.identifiers import APOSTROPHES, clean_id
from agents.recommendation.feeds.mapping import Options
from agents.recommendation.feeds.raw import RawProduct, RawVariant, clean
from agents.recommendation.feeds.reading import Reading
from agents.recommendation.feeds.variant import VariantReader
from agents.recommendation.language.attributes import materials_in
from agents.recommendation.language.lexicon import lexicon
from agents.recommendation.language.words import normal

NO_CATEGORIES = frozenset({"", "uncategorized"})
NAME_LENGTH = 300
LABEL_LENGTH = 300
DESCRIPTION_LENGTH = 5000
MAX_VARIANTS = 2048
"""Variants of one product. Source: Shopify's limit, the highest of the formats read."""
MAX_TAGS = 100
TAG_WORDS = 2
NOTHING_TO_SELL = "nothing to sell"
"""Status of a product on sale whose variants are all unusable."""


@dataclass
class ProductReader:
    """Reads the products of one file."""

    file: str
    reading: Reading
    _has_told_barcodes: bool = False

    def read(self, raw: RawProduct) -> Iterator[FeedEntry]:
        """The problems of a product, then the product; without variants if none can be used."""
        product_id = clean_id(raw.product_id)
        known = self.reading.scratch.product_ids
        if not product_id:
            yield self._problem(raw, "the product has no id", _rows_left_out(raw))
        elif not plain_text(raw.name):
            yield self._problem(raw, f"product '{product_id}' has no title", _rows_left_out(raw))
        elif product_id in known:
            reason = f"product '{product_id}' was there before"
            yield self._problem(raw, reason, _rows_left_out(raw))
        else:
            known.add(product_id)
            yield from self._new(product_id, raw)

    def _new(self, product_id: str, raw: RawProduct) -> Iterator[FeedEntry]:
        product = self._product(product_id, raw)
        is_sold = product.status == "active" and product.no_goods is None
        if product.no_goods:
            action = "left out; if it is goods, name its id in a mapping file"
            reason = f"'{product.name}' is no goods but sold along ({product.no_goods})"
            yield self._problem(raw, reason, action)
        skus = self.reading.scratch.skus if is_sold else set()
        reader = VariantReader(self.file, product.currency, product_id, is_sold, skus)
        pairs = self._variants(reader, raw)
        if is_sold:
            yield from self._barcodes(raw)
            yield from reader.problems
        if not pairs and not reader.problems and is_sold:
            yield self._problem(raw, f"product '{product_id}' has no variant", "left out")
        if pairs:
            yield _whole(product, raw, pairs)
        else:
            yield replace(product, status=NOTHING_TO_SELL) if is_sold else product

    def _variants(
        self, reader: VariantReader, raw: RawProduct
    ) -> list[tuple[FeedVariant, Options]]:
        pairs = []
        names: set[str] = set()
        for one in raw.variants[:MAX_VARIANTS]:
            options = self.reading.mapping.read_options(_cleaned(one))
            variant = reader.read(one, options)
            if variant:
                pairs.append((variant, options))
                names.update(name for name, value in one.options.items() if value in options.values)
        if reader.is_sold:
            for name in names:
                self.reading.note_option(name)
        if more := raw.variants[MAX_VARIANTS:]:
            reason = f"the product has {len(raw.variants)} variants; {MAX_VARIANTS} can be"
            action = f"the last {len(more)} left out"
            reader.problems.append(FeedProblem(self.file, more[0].line, reason, action))
        return pairs

    def _product(self, product_id: str, raw: RawProduct) -> FeedProduct:
        name = plain_text(raw.name)[:NAME_LENGTH]
        kind = raw.kinds[0] if raw.kinds else ""
        currencies = (one.currency for one in raw.variants if one.currency)
        images = (one.image for one in raw.variants if one.image)
        return FeedProduct(
            file=self.file,
            line=raw.line,
            product_id=product_id,
            name=name,
            brand=clean(raw.brand)[:LABEL_LENGTH] or None,
            category=_category(raw),
            description=plain_text(raw.description)[:DESCRIPTION_LENGTH],
            currency=next(currencies, self.reading.currency),
            image_url=raw.image or next(images, None),
            status=raw.status,
            tags=tuple(tag[:LABEL_LENGTH] for tag in raw.tags[:MAX_TAGS]),
            no_goods=self.reading.mapping.why_no_goods(product_id, name, raw.brand, kind),
        )

    def _barcodes(self, raw: RawProduct) -> Iterator[FeedProblem]:
        """Tell a file's first barcode that a spreadsheet was kept from taking for a number."""
        if self._has_told_barcodes:
            return
        marked = next(
            (one for one in raw.variants if one.barcode.startswith(tuple(APOSTROPHES))), None
        )
        if marked:
            self._has_told_barcodes = True
            reason = f"an apostrophe before the barcode {marked.barcode}"
            action = "taken for a spreadsheet's, here and in later rows; barcodes are not imported"
            yield FeedProblem(self.file, marked.line, reason, action)

    def _problem(self, raw: RawProduct, reason: str, action: str) -> FeedProblem:
        return FeedProblem(self.file, raw.line, reason, action)


def _cleaned(raw: RawVariant) -> dict[str, str]:
    return {
        plain_text(name)[:LABEL_LENGTH]: plain_text(value)[:LABEL_LENGTH]
        for name, value in raw.options.items()
    }


def _whole(
    product: FeedProduct, raw: RawProduct, pairs: list[tuple[FeedVariant, Options]]
) -> FeedProduct:
    """A product with its variants and what they are made of.

    Materials that tell variants apart stay among their options; variants without a colour of
    their own get the product's, where it has a single one.
    """
    told = [options.material.lower() for _, options in pairs if options.material]
    has_choice = len(set(told)) > 1
    has_colours = any(variant.colour for variant, _ in pairs)
    colour = raw.colours[0] if len(raw.colours) == 1 and not has_colours else None
    variants = []
    for variant, options in pairs:
        own = {options.material_name: options.material} if has_choice and options.material else {}
        variants.append(
            replace(variant, colour=variant.colour or colour, options={**variant.options, **own})
        )
    named = raw.materials or materials_in(f"{raw.name} {', '.join(raw.tags)}")
    materials = tuple(dict.fromkeys([*named, *told]))
    return replace(product, variants=tuple(variants), materials=materials)


def _rows_left_out(raw: RawProduct) -> str:
    return f"its {raw.rows} rows left out" if raw.rows > 1 else "row left out"


def _category(raw: RawProduct) -> str | None:
    """What kind of goods it is: what the feed says, else a telling tag."""
    for kind in raw.kinds:
        told = plain_text(kind)[:LABEL_LENGTH]
        if told.lower() not in NO_CATEGORIES:
            return told
    return next(filter(_is_telling, raw.tags), None)


def _is_telling(tag: str) -> bool:
    """Whether a tag may say what goods are: neither for whom nor where they ship from."""
    known = lexicon()
    words = normal(tag).split()
    is_audience = any(word in known.audiences or word == "unisex" for word in words)
    is_plain = all(word.isalpha() and len(word) > 2 for word in words)
    return 0 < len(words) <= TAG_WORDS and is_plain and not is_audience
