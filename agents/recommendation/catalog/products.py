"""The catalogue: products put in, changed and taken out, their facets and texts with them."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import uuid4

from rapidfuzz import process
from sqlalchemy import delete, select
from sqlalchemy.orm import Session, selectinload

from agents.kit.errors import Fault
from agents.recommendation.catalog.differences import Difference, difference
from agents.recommendation.language.attributes import colour_in
from agents.recommendation.language.words import kind_words, known_nouns, normal, words_of
from agents.recommendation.search.index import Document, SearchIndex
from agents.recommendation.tables import Facet, Product, Revision, Variant

CONJUNCTION = re.compile(r"\s(?:and|&|\+)\s", re.IGNORECASE)
KIND_WORDS = 3
"""Longest kind that a name or a category makes: "long sleeve shirt"."""
DESCRIBED_CHARACTERS = 5000
"""How much of a description is indexed."""
SIMILAR_IDS = 3
COMPARED_IDS = 20_000
DELETED_AT_ONCE = 500
DIFFERENCES_TOLD = 20
RECORDED = frozenset({"popularity", "listedAt"})
"""Fields of sample rows that an import does not carry, and that do not make a product differ."""


@dataclass
class Changes:
    """What an upsert did."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    told: list[Difference] = field(default_factory=list)

    @property
    def has_any(self) -> bool:
        """Whether the catalogue is another one now."""
        return bool(self.created or self.updated or self.removed)


def upsert(
    session: Session,
    index: SearchIndex,
    goods: Sequence[dict[str, Any]],
    now: datetime,
    *,
    is_replacing: bool = False,
) -> Changes:
    """Create and change products as the contract spells them, and index them.

    A SKU that another product had moves to the product that names it last; a product that is
    left without variants goes. Replacing removes every product that is not among the goods.

    Raises:
        Fault: two of the goods share an id or a SKU.
    """
    _refuse_repeats(goods)
    changes = Changes()
    if is_replacing:
        changes.removed += _keep_only(session, index, {entry["productId"] for entry in goods})
    known = _by_id(session, [entry["productId"] for entry in goods])
    changed = [entry for entry in goods if _differs(known.get(entry["productId"]), entry)]
    changes.unchanged = len(goods) - len(changed)
    changes.created = sum(entry["productId"] not in known for entry in changed)
    changes.updated = len(changed) - changes.created
    changes.told = _differences(known, changed)
    changes.removed += _free_skus(session, index, changed)
    products = [_store(session, known.get(entry["productId"]), entry, now) for entry in changed]
    session.flush()
    _describe(session, index, products)
    if changes.has_any:
        _renew_revision(session)
    return changes


def remove(session: Session, index: SearchIndex, numbers: Sequence[int]) -> int:
    """Take products out by their numbers; returns how many."""
    removed = _remove(session, index, list(numbers))
    if removed:
        _renew_revision(session)
    return removed


def find_products(session: Session, numbers: Sequence[int]) -> list[Product]:
    """Products with their variants, in the order of their numbers given."""
    query = select(Product).where(Product.number.in_(numbers))
    rows = session.scalars(query.options(selectinload(Product.variants)))
    products = {product.number: product for product in rows}
    return [products[number] for number in numbers if number in products]


def find_by_ids(
    session: Session, product_ids: Sequence[str], skus: Sequence[str]
) -> tuple[list[Product], dict[str, list[str]]]:
    """Products by ids and SKUs, and for each id that nobody knows, similar known ones."""
    query = select(Product.product_id, Product.number).where(Product.product_id.in_(product_ids))
    numbers = dict(session.execute(query).all())
    owners = select(Variant.sku, Variant.number).where(Variant.sku.in_(skus))
    by_sku = dict(session.execute(owners).all())
    wanted = [numbers.get(product_id) for product_id in product_ids]
    wanted += [by_sku.get(sku) for sku in skus]
    found = find_products(session, [n for n in dict.fromkeys(wanted) if n is not None])
    unknown = {i: _similar(session, Product.product_id, i) for i in product_ids if i not in numbers}
    unknown |= {sku: _similar(session, Variant.sku, sku) for sku in skus if sku not in by_sku}
    return found, unknown


def _similar(session: Session, column: Any, wanted: str) -> list[str]:
    known = session.scalars(select(column).where(column.istartswith(wanted[:1], autoescape=True)))
    near = process.extract(
        wanted,
        known.fetchmany(COMPARED_IDS),
        processor=str.lower,
        limit=SIMILAR_IDS,
        score_cutoff=60,
    )
    return [identifier for identifier, _, _ in near]


def _refuse_repeats(goods: Iterable[dict[str, Any]]) -> None:
    ids: set[str] = set()
    skus: set[str] = set()
    for entry in goods:
        if entry["productId"] in ids:
            raise Fault(
                f"product '{entry['productId']}' is there twice; send it once",
                code="duplicate_product",
            )
        ids.add(entry["productId"])
        for variant in entry["variants"]:
            if variant["sku"] in skus:
                raise Fault(
                    f"SKU '{variant['sku']}' is there twice; every variant needs its own",
                    code="duplicate_sku",
                )
            skus.add(variant["sku"])


def _renew_revision(session: Session) -> None:
    session.merge(Revision(id=1, value=uuid4().hex))


def _differences(
    known: Mapping[str, Product], changed: Sequence[dict[str, Any]]
) -> list[Difference]:
    """What becomes another, of the first products that do."""
    updated = [entry for entry in changed if entry["productId"] in known][:DIFFERENCES_TOLD]
    return [difference(known[entry["productId"]], _full(entry)) for entry in updated]


def _by_id(session: Session, product_ids: list[str]) -> dict[str, Product]:
    query = select(Product).where(Product.product_id.in_(product_ids))
    rows = session.scalars(query.options(selectinload(Product.variants)))
    return {product.product_id: product for product in rows}


def _differs(product: Product | None, entry: dict[str, Any]) -> bool:
    return product is None or product.digest != _digest(entry)


def _digest(entry: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(_full(entry), sort_keys=True).encode()).hexdigest()


def _full(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry with every optional field spelt out, so that equal goods compare equal."""
    blank = {"brand": None, "category": None, "description": "", "imageUrl": None}
    unsaid = ("colour", "size", "compareAtPrice", "unitCost", "imageUrl")
    variant = dict.fromkeys(unsaid)
    return {
        **blank,
        "materials": [],
        "tags": [],
        **{name: value for name, value in entry.items() if name not in RECORDED},
        "variants": [{**variant, "options": {}, **row} for row in entry["variants"]],
    }


def _keep_only(session: Session, index: SearchIndex, product_ids: set[str]) -> int:
    rows = session.execute(select(Product.number, Product.product_id))
    return _remove(session, index, [n for n, product_id in rows if product_id not in product_ids])


def _free_skus(session: Session, index: SearchIndex, goods: Sequence[dict[str, Any]]) -> int:
    """Take the goods' SKUs from the products that had them; returns how many products go."""
    owners = {row["sku"]: entry["productId"] for entry in goods for row in entry["variants"]}
    query = select(Variant).where(Variant.sku.in_(owners)).options(selectinload(Variant.product))
    emptied = []
    for variant in session.scalars(query).all():
        product = variant.product
        if product.product_id == owners[variant.sku]:
            continue
        product.variants.remove(variant)
        product.digest = ""
        if product.variants:
            _note_prices(product)
        else:
            emptied.append(product.number)
    session.flush()
    return _remove(session, index, emptied)


def _remove(session: Session, index: SearchIndex, numbers: list[int]) -> int:
    if numbers:
        index.remove(numbers)
        for place in range(0, len(numbers), DELETED_AT_ONCE):
            part = numbers[place : place + DELETED_AT_ONCE]
            for table in (Facet, Variant, Product):
                session.execute(delete(table).where(table.number.in_(part)))
    return len(numbers)


def _store(
    session: Session, product: Product | None, entry: dict[str, Any], now: datetime
) -> Product:
    full = _full(entry)
    if product is None:
        product = Product(product_id=full["productId"], popularity=0, listed_at=now)
        session.add(product)
    product.popularity = entry.get("popularity", product.popularity)
    product.listed_at = entry.get("listedAt", product.listed_at)
    product.name, product.brand, product.category = full["name"], full["brand"], full["category"]
    product.description, product.image_url = full["description"], full["imageUrl"]
    product.materials, product.tags = full["materials"], full["tags"]
    product.currency, product.digest = full["currency"], _digest(entry)
    _store_variants(product, full)
    return product


def _store_variants(product: Product, full: dict[str, Any]) -> None:
    named = colour_in(full["name"])
    is_told = any(row["colour"] for row in full["variants"])
    kept = {variant.sku: variant for variant in product.variants}
    variants = []
    for position, row in enumerate(full["variants"]):
        variant = kept.get(row["sku"]) or Variant(sku=row["sku"])
        variant.position, variant.price = position, row["price"]
        variant.colour, variant.size = row["colour"], row["size"]
        variant.shade = row["colour"] if is_told else named
        variant.options, variant.image_url = row["options"], row["imageUrl"]
        variant.compare_at_price, variant.unit_cost = row["compareAtPrice"], row["unitCost"]
        variants.append(variant)
    product.variants = variants
    _note_prices(product)


def _note_prices(product: Product) -> None:
    prices = [variant.price for variant in product.variants]
    product.lowest, product.highest = min(prices), max(prices)


def _describe(session: Session, index: SearchIndex, products: Sequence[Product]) -> None:
    """Renew the facets and texts of products."""
    numbers = [product.number for product in products]
    session.execute(delete(Facet).where(Facet.number.in_(numbers)))
    session.add_all(
        Facet(facet=facet, value=value[:300], number=product.number)
        for product in products
        for facet, values in _facets(product).items()
        for value in values
        if value
    )
    index.put(_document(product) for product in products)
    session.flush()


def _facets(product: Product) -> dict[str, set[str]]:
    category = words_of(product.category or "")
    names = [kind_words(part, product.brand) for part in CONJUNCTION.split(product.name)]
    return {
        "kind": {*_endings(category), *chain.from_iterable(map(_endings, names))},
        "type": {" ".join(category), *_types(product, [name[-1] for name in names if name])},
        "tag": set(map(normal, product.tags)),
        "material": set(product.materials),
    }


def _types(product: Product, nouns: list[str]) -> list[str]:
    """The nouns by which people ask for a product; beside a category, only well-known ones."""
    if product.category is None:
        return nouns
    told = known_nouns() | set(map(normal, product.tags))
    return [noun for noun in nouns if noun in told]


def _endings(words: list[str]) -> set[str]:
    """The phrases that words end in: running shoe, shoe."""
    return {" ".join(words[-length:]) for length in range(1, min(KIND_WORDS, len(words)) + 1)}


def _document(product: Product) -> Document:
    colours = dict.fromkeys(v.colour or v.shade or "" for v in product.variants)
    texts = (
        product.name,
        product.category or "",
        product.brand or "",
        " , ".join(product.tags),
        " ".join(product.materials),
        " ".join(colours),
        product.description[:DESCRIBED_CHARACTERS],
    )
    return Document(product.number, tuple(map(normal, texts)))
