import json
from pathlib import Path
from typing import Any

import pytest

from agents.post_purchase.invoicing.seller import SELLER_FILE, read_seller


def changed(tmp_path: Path, **fields: Any) -> Path:
    row = json.loads(SELLER_FILE.read_text(encoding="utf-8"))
    path = tmp_path / "seller.json"
    path.write_text(json.dumps({**row, **fields}), encoding="utf-8")
    return path


def test_a_retailer_names_her_shop(tmp_path: Path) -> None:
    seller = read_seller(changed(tmp_path, name="Café Zoë", tax_number="GSTIN 29ABCDE1234F1Z5"))

    assert seller.name == "Café Zoë"
    assert seller.tax_number == "GSTIN 29ABCDE1234F1Z5"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", ""),
        ("address", []),
        ("series", {"invoice": "INV", "credit_note": "INV"}),
        ("series", {"invoice": "in voice", "credit_note": "CN"}),
        ("logo", "logo.png"),
    ],
)
def test_a_broken_file_is_refused_at_start(tmp_path: Path, name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=name):
        read_seller(changed(tmp_path, **{name: value}))
