"""The catalogue takes products in, changes them and tells what it is made of."""

from tests.agents.conftest import AgentUnderTest
from tests.agents.recommendation.conftest import names, product, put, variant


def test_upsert_counts_created_updated_and_unchanged(empty_agent: AgentUnderTest) -> None:
    shirt, lamp = product("S", "Shirt"), product("L", "Lamp")
    assert put(empty_agent, shirt, lamp) == counts(created=2)
    assert put(empty_agent, shirt, lamp) == counts(unchanged=2)
    assert put(empty_agent, shirt | {"brand": "Tarn"}, lamp) == counts(updated=1, unchanged=1)


def counts(**given: int) -> dict[str, int]:
    return {"created": 0, "updated": 0, "unchanged": 0, "removed": 0} | given


def test_spelt_out_defaults_are_no_change(empty_agent: AgentUnderTest) -> None:
    put(empty_agent, product("S", "Shirt"))
    full = product("S", "Shirt", brand=None, category=None, description="", tags=[], materials=[])
    full["variants"][0] |= {"colour": None, "size": None, "options": {}, "compareAtPrice": None}
    assert put(empty_agent, full) == counts(unchanged=1)


def test_changed_product_is_found_by_its_new_words_only(empty_agent: AgentUnderTest) -> None:
    put(empty_agent, product("S", "Linen Shirt", tags=["summer"]))
    put(empty_agent, product("S", "Floor Lamp", variants=[variant("S-9", colour="white")]))
    for query, total in (("shirt", 0), ("summer", 0), ("lamp", 1), ("white lamp", 1)):
        assert empty_agent.call("searchProducts", {"query": query})["total"] == total, query
    (lamp,) = empty_agent.call("getProducts", {"productIds": ["S"]})["products"]
    assert [one["sku"] for one in lamp["variants"]] == ["S-9"]


def test_replace_removes_everything_else(empty_agent: AgentUnderTest) -> None:
    put(empty_agent, product("A", "Shirt"), product("B", "Lamp"))
    kept = put(empty_agent, product("B", "Lamp"), product("C", "Rug"), replace=True)
    assert kept == counts(created=1, unchanged=1, removed=1)
    assert sorted(names(empty_agent.call("searchProducts", {}))) == ["Lamp", "Rug"]
    assert empty_agent.call("searchProducts", {"query": "shirt"})["total"] == 0


def test_sku_moves_to_the_product_that_names_it_last(empty_agent: AgentUnderTest) -> None:
    put(empty_agent, product("A", "Shirt", variants=[variant("X"), variant("Y")]))
    put(empty_agent, product("B", "Blouse", variants=[variant("X")]))
    found = empty_agent.call("getProducts", {"productIds": ["A"], "skus": ["X"]})["products"]
    assert {p["name"]: [v["sku"] for v in p["variants"]] for p in found} == {
        "Shirt": ["Y"],
        "Blouse": ["X"],
    }
    assert put(empty_agent, product("C", "Top", variants=[variant("X")]))["removed"] == 1


def test_repeated_sku_is_refused_and_changes_nothing(empty_agent: AgentUnderTest) -> None:
    twice = {"products": [product("A", "Shirt"), product("B", "Top", variants=[variant("A-1")])]}
    who = {"shopper": "import", "service": "import"}
    assert empty_agent.fault("upsertProducts", twice, **who)["code"] == "duplicate_sku"
    same = {"products": [product("A", "Shirt"), product("A", "Top", variants=[variant("Z")])]}
    assert empty_agent.fault("upsertProducts", same, **who)["code"] == "duplicate_product"
    assert empty_agent.call("searchProducts", {})["total"] == 0


def test_only_services_change_the_catalogue(empty_agent: AgentUnderTest) -> None:
    body = {"products": [product("A", "Shirt")]}
    assert empty_agent.fault("upsertProducts", body)["status"] == 401
    assert empty_agent.fault("upsertProducts", body, shopper="C-1001")["status"] == 403


def test_sku_brings_its_whole_product_once(agent: AgentUnderTest) -> None:
    skus = ["TS-01-BLK-S", "TS-01-BLK-M"]
    (shirt,) = agent.call("getProducts", {"skus": skus, "productIds": ["P-1001"]})["products"]
    assert shirt["productId"] == "P-1001"
    assert set(skus) < {one["sku"] for one in shirt["variants"]}


def test_products_come_in_the_order_asked(agent: AgentUnderTest) -> None:
    reply = agent.call("getProducts", {"productIds": ["P-1005", "P-1001"]})
    assert [one["productId"] for one in reply["products"]] == ["P-1005", "P-1001"]


def test_unknown_ids_get_similar_known_ones(agent: AgentUnderTest) -> None:
    reply = agent.call("getProducts", {"productIds": ["P-10001"], "skus": ["ts-01-blk-q", "%"]})
    unknown = {one["id"]: one["suggestions"] for one in reply["unknown"]}
    assert "P-1001" in unknown["P-10001"]
    assert 0 < len(unknown["ts-01-blk-q"]) <= 3
    assert all(sku.startswith("TS-01-BLK") for sku in unknown["ts-01-blk-q"])
    assert unknown["%"] == []


def test_vocabulary_counts_products(empty_agent: AgentUnderTest) -> None:
    sizes = [variant("A-1", 5000, size="S", colour="red"), variant("A-2", 7000, size="M")]
    shirt = product("A", "Linen Shirt", category="Shirts", brand="Tarn", variants=sizes)
    dress = product("B", "Shirt Dress", category="Shirts", brand="Tarn", materials=["linen"])
    put(empty_agent, shirt, dress)
    known = empty_agent.call("getVocabulary")
    assert known["products"] == 2
    assert known["categories"] == [{"value": "Shirts", "count": 2}]
    assert known["brands"] == [{"value": "Tarn", "count": 2}]
    assert known["colours"] == [{"value": "red", "count": 1}]
    assert {"value": "linen", "count": 1} in known["materials"]
    types = {"shirt": 2, "dress": 1}
    assert {one["value"]: one["count"] for one in known["productTypes"]} == types
    assert (known["minPrice"]["amount"], known["maxPrice"]["amount"]) == (5000, 10000)


def test_revision_changes_with_the_catalogue_only(empty_agent: AgentUnderTest) -> None:
    seen = [empty_agent.call("getVocabulary")["revision"]]
    for goods in (product("A", "Shirt"), product("A", "Shirt"), product("A", "Rug")):
        put(empty_agent, goods)
        seen.append(empty_agent.call("getVocabulary")["revision"])
    assert seen[1] == seen[2]
    assert len({seen[0], seen[1], seen[3]}) == 3


def test_empty_catalogue_has_an_empty_vocabulary(empty_agent: AgentUnderTest) -> None:
    known = empty_agent.call("getVocabulary")
    assert (known["products"], known["minPrice"], known["productTypes"]) == (0, None, [])


def test_sample_vocabulary_names_what_shoppers_say(agent: AgentUnderTest) -> None:
    types = {one["value"] for one in agent.call("getVocabulary")["productTypes"]}
    assert {"shirt", "t-shirt", "lamp", "running shoe", "sneaker", "jeans"} <= types


def test_long_description_is_shortened_in_lists(empty_agent: AgentUnderTest) -> None:
    put(empty_agent, product("A", "Shirt", description="soft linen " * 100))
    (shirt,) = empty_agent.call("searchProducts", {})["products"]
    assert len(shirt["description"]) <= 300
    assert shirt["description"].endswith("…")
