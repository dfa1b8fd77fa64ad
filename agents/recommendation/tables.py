"""What the recommendation agent keeps: products, variants, and their facets."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from agents.kit.storage import Tables, UtcTime

TEXT_COLUMNS = ("name", "category", "brand", "tags", "materials", "colours", "description")
"""Columns of the text index, the one that counts most first."""


class Base(Tables, DeclarativeBase):
    """Tables of the recommendation agent."""


class Product(Base):
    """A product; `digest` tells whether an import changes it, `number` joins the text index.

    `lowest` and `highest` are the prices of its variants.
    """

    __tablename__ = "products"
    __table_args__ = (
        Index("products_by_popularity", "popularity", "number", "lowest", "highest"),
        Index("products_by_age", "listed_at", "number", "lowest", "highest"),
        Index("products_by_price", "lowest", "highest", "number"),
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    product_id: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    brand: Mapped[str | None] = mapped_column(String(300), index=True)
    category: Mapped[str | None] = mapped_column(String(300), index=True)
    description: Mapped[str]
    materials: Mapped[list[str]] = mapped_column(JSON)
    tags: Mapped[list[str]] = mapped_column(JSON)
    currency: Mapped[str] = mapped_column(String(3))
    image_url: Mapped[str | None]
    popularity: Mapped[int] = mapped_column(default=0)
    listed_at: Mapped[datetime] = mapped_column(UtcTime)
    lowest: Mapped[int]
    highest: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    variants: Mapped[list["Variant"]] = relationship(
        order_by="Variant.position", cascade="all, delete-orphan", back_populates="product"
    )


class Variant(Base):
    """A sellable variant; `shade` is the colour that filters go by, also when only named.

    `unit_cost` is what a unit costs the shop; it is told to nobody.
    """

    __tablename__ = "variants"
    __table_args__ = (
        Index("variants_by_product", "number", "price", "shade", "size"),
        Index("variants_by_shade", "shade", "number", "price", "size"),
        Index("variants_by_size", "size", "number", "price", "shade"),
    )
    sku: Mapped[str] = mapped_column(String(80), primary_key=True)
    number: Mapped[int] = mapped_column(ForeignKey("products.number"))
    position: Mapped[int]
    colour: Mapped[str | None]
    shade: Mapped[str | None]
    size: Mapped[str | None]
    options: Mapped[dict[str, Any]] = mapped_column(JSON)
    price: Mapped[int]
    compare_at_price: Mapped[int | None]
    unit_cost: Mapped[int | None]
    image_url: Mapped[str | None]
    product: Mapped[Product] = relationship(back_populates="variants")


class Facet(Base):
    """What a product can be filtered by: its kinds ("running shoe", "shoe"), tags, materials."""

    __tablename__ = "facets"
    facet: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[str] = mapped_column(String(300), primary_key=True)
    number: Mapped[int] = mapped_column(ForeignKey("products.number"), primary_key=True, index=True)


class Revision(Base):
    """The catalogue's revision: one row, another value after every change."""

    __tablename__ = "revision"
    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(String(32))


class ImportMark(Base):
    """Which import named a product last, for imports that say who they are."""

    __tablename__ = "import_marks"
    product_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    import_id: Mapped[str] = mapped_column(String(80), index=True)


class ShopPage(Base):
    """A page of the shop's own; `source` names the folder it came from, `import_id` when."""

    __tablename__ = "shop_pages"
    __table_args__ = (UniqueConstraint("source", "path"),)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    source: Mapped[str] = mapped_column(String(120))
    path: Mapped[str] = mapped_column(String(500))
    title: Mapped[str] = mapped_column(String(300))
    url: Mapped[str | None]
    digest: Mapped[str] = mapped_column(String(64))
    import_id: Mapped[str] = mapped_column(String(80), index=True)


class Passage(Base):
    """What a page says under a heading, the `position`th of the page; `length` counts its words."""

    __tablename__ = "passages"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    page_number: Mapped[int] = mapped_column(ForeignKey("shop_pages.number"), index=True)
    position: Mapped[int]
    heading: Mapped[str] = mapped_column(String(300))
    anchor: Mapped[str] = mapped_column(String(300))
    text: Mapped[str]
    length: Mapped[int]
    page: Mapped[ShopPage] = relationship()


class PassageWord(Base):
    """How much a word, as its stem, counts in a passage."""

    __tablename__ = "passage_words"
    word: Mapped[str] = mapped_column(String(80), primary_key=True)
    number: Mapped[int] = mapped_column(ForeignKey("passages.number"), primary_key=True, index=True)
    weight: Mapped[int]


class Purchase(Base):
    """A product of a confirmed order that its shopper kept; `units` of all its variants."""

    __tablename__ = "purchases"
    order_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    product_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    shopper: Mapped[str] = mapped_column(String(80), index=True)
    units: Mapped[int]
    bought_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    noted_at: Mapped[datetime] = mapped_column(UtcTime, index=True)


class Interaction(Base):
    """That a shopper looked at a product, put it into the cart, or refused it.

    `key` names the act, so that telling it twice is telling it once.
    """

    __tablename__ = "interactions"
    shopper: Mapped[str] = mapped_column(String(80), primary_key=True)
    product_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    deed: Mapped[str] = mapped_column(String(10), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)


class Showing(Base):
    """That a product was recommended to a shopper; `outcome` is taken, refused, or None so far."""

    __tablename__ = "showings"
    __table_args__ = (Index("showings_by_shopper", "shopper", "product_id", "shown_at"),)
    showing_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    shopper: Mapped[str] = mapped_column(String(80))
    product_id: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
    shown_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    outcome: Mapped[str | None] = mapped_column(String(10))


class Appeal(Base):
    """How readily a product is taken when it is recommended, where 1 is as others are."""

    __tablename__ = "appeals"
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    product_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[float]


class Erasure(Base):
    """That a shopper, told by a digest, had all erased: her older orders are not taken in again."""

    __tablename__ = "erasures"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime)


class LearntProduct(Base):
    """A product in a learnt model, with its packed neighbours by their places in it.

    `popularity` is its share of the most popular product's recent shoppers.
    """

    __tablename__ = "learnt_products"
    __table_args__ = (
        Index("learnt_products_by_id", "model", "product_id", unique=True),
        Index("learnt_products_by_popularity", "model", "popularity"),
    )
    model: Mapped[str] = mapped_column(String(32), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    product_id: Mapped[str] = mapped_column(String(80))
    popularity: Mapped[float]
    recent_shoppers: Mapped[int]
    neighbours: Mapped[bytes]


class Progress(Base):
    """How far this agent has come: one row.

    `orders_after` is where reading of orders goes on; `model` serves now. A learner holds its
    `claim` from `claimed_at`; an empty claim is nobody's.
    """

    __tablename__ = "progress"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    orders_after: Mapped[int] = mapped_column(default=0)
    model: Mapped[str | None] = mapped_column(String(32))
    learnt_at: Mapped[datetime | None] = mapped_column(UtcTime)
    claim: Mapped[str] = mapped_column(String(32), default="")
    claimed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    appeals_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Picture(Base):
    """What a picture at an address looks like, by `model`; `problem` says why nothing is known."""

    __tablename__ = "pictures"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    address: Mapped[str] = mapped_column(unique=True)
    model: Mapped[str] = mapped_column(String(300))
    vector: Mapped[bytes | None]
    problem: Mapped[str | None]
