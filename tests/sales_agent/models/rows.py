"""The scripted shop's goods and stores."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
GOES_WITH = {
    "Running Shoes": ("Socks", "prevents blisters on longer runs"),
    "SHOES": ("ACCESSORIES", "go with it"),
    "Shirts": ("Trousers", "completes the outfit"),
}
STORES = [
    {
        "storeId": f"ST-{n}",
        "name": name,
        "city": city,
        "address": "1 Road",
        "postcode": code,
        "hours": "Every day 10:00 to 21:00",
    }
    for n, (name, city, code) in enumerate(
        [
            ("Indiranagar", "Bengaluru", "560038"),
            ("Bandra", "Mumbai", "400050"),
            ("Connaught Place", "Delhi", "110001"),
        ]
    )
]


@dataclass
class Row:
    """A product of the scripted shop; stock is by size and colour: (warehouse, Indiranagar)."""

    product_id: str
    name: str
    brand: str
    category: str
    price: int
    colours: list[str]
    sizes: list[str]
    materials: list[str] = field(default_factory=list)
    stock: dict[tuple[str | None, str | None], tuple[int, int]] = field(default_factory=dict)

    def variants(self) -> list[Json]:
        return [
            {
                "sku": f"{self.product_id}-{(colour or 'X')[:3].upper()}-{size or 'X'}",
                "productId": self.product_id,
                "name": self.name,
                "colour": colour,
                "size": size,
            }
            for colour in self.colours or [None]
            for size in self.sizes or [None]
        ]

    def on_hand(self, variant: Json) -> tuple[int, int]:
        return self.stock.get((variant["colour"], variant["size"]), (60, 5))


CLOTHES = [
    Row(
        "P-1",
        "Tempo Daily Running Shoes",
        "Pacewren",
        "Running Shoes",
        499900,
        ["black", "blue"],
        ["8", "9", "10"],
        ["mesh"],
    ),
    Row(
        "P-2",
        "Sprintwell Lite Running Shoes",
        "Tarnhill",
        "Running Shoes",
        349900,
        ["black"],
        ["8", "9", "10"],
        ["knit"],
    ),
    Row(
        "P-3",
        "Cloudline Cushion Running Shoes",
        "Tarnhill",
        "Running Shoes",
        599900,
        ["white"],
        ["8", "9"],
        ["knit"],
        {("white", "9"): (0, 0)},
    ),
    Row(
        "P-4", "Cushioned Running Socks", "Pacewren", "Socks", 54900, ["black", "blue"], ["M", "L"]
    ),
    Row("P-5", "Everyday Ankle Socks, Pack of 3", "Tarnhill", "Socks", 39900, ["white"], []),
    Row(
        "P-6",
        "Coastline Linen Shirt",
        "Loamfield",
        "Shirts",
        229900,
        ["white", "olive"],
        ["S", "M", "L"],
        ["linen"],
        {("olive", "M"): (7, 2)},
    ),
    Row(
        "P-7", "Oxford Cotton Shirt", "Tarnhill", "Shirts", 179900, ["blue"], ["M", "L"], ["cotton"]
    ),
    Row(
        "P-8",
        "Straight Cotton Kurta",
        "Kesaria Loom",
        "Kurtas",
        129900,
        ["blue"],
        ["M", "L"],
        ["cotton"],
    ),
    Row("P-9", "City Chinos", "Tarnhill", "Trousers", 189900, ["beige"], ["30", "32"], ["cotton"]),
]
SHOES = [
    Row("nike-cap", "NIKE | SWOOSH PRO FLAT PEAK CAP", "NIKE", "ACCESSORIES", 2999, ["black"], []),
    Row("adi-sup", "ADIDAS | CLASSIC BACKPACK", "ADIDAS", "ACCESSORIES", 7000, ["black"], []),
    Row("adi-kids", "ADIDAS | KID'S STAN SMITH", "ADIDAS", "SHOES", 9000, ["white"], ["1", "2"]),
    Row(
        "vans-au",
        "VANS | AUTHENTIC | LO PRO",
        "VANS",
        "SHOES",
        11900,
        ["burgandy", "white"],
        ["4", "5", "6"],
    ),
]
