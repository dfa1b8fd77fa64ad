"""An import says who it is, what it changed, and takes out what it did not name."""

from tests.agents.conftest import AgentUnderTest
from tests.agents.recommendation.conftest import names, product, variant

IMPORT = {"shopper": "import", "service": "import"}


def send(agent: AgentUnderTest, *goods: dict[str, object], **more: object) -> dict[str, object]:
    body = {"products": list(goods), **more}
    reply: dict[str, object] = agent.call("upsertProducts", body, **IMPORT)
    return reply


def remove(agent: AgentUnderTest, **which: object) -> dict[str, object]:
    reply: dict[str, object] = agent.call("removeProducts", which, **IMPORT)
    return reply


def test_changes_are_told_where_asked_for(empty_agent: AgentUnderTest) -> None:
    before = product("P", "Mug", variants=[variant("A", 1000), variant("B"), variant("C")])
    after = product("P", "Big Mug", variants=[variant("A", 900), variant("B", size="L")])
    after["brand"] = "Tarn"
    assert "changes" not in send(empty_agent, before)
    reply = send(empty_agent, after, product("N", "New"), tellChanges=True)
    details = [
        "name from 'Mug' to 'Big Mug'",
        "brand from 'none' to 'Tarn'",
        "variant gone C",
        "price of A from ₹10 to ₹9",
        "size of B",
    ]
    assert reply["changes"] == [{"productId": "P", "name": "Big Mug", "details": details}]
    assert send(empty_agent, after, tellChanges=True)["changes"] == []


def test_many_changes_are_told_in_part(empty_agent: AgentUnderTest) -> None:
    goods = [product(f"P{n}", f"Mug {n}") for n in range(30)]
    send(empty_agent, *goods)
    dearer = [{**one, "variants": [variant(f"{one['productId']}-1", 20000)]} for one in goods]
    reply = send(empty_agent, *dearer, tellChanges=True)
    assert reply["updated"] == 30
    assert len(reply["changes"]) == 20  # type: ignore[arg-type]


def test_what_an_import_did_not_name_goes_at_its_end(empty_agent: AgentUnderTest) -> None:
    send(empty_agent, product("OLD", "Old Lamp"), product("A", "Lamp"), importId="first")
    send(empty_agent, product("A", "Lamp"), importId="second")
    send(empty_agent, product("B", "Torch"), importId="second")
    gone = remove(empty_agent, exceptImport="second")
    assert gone == {"removed": 1, "names": ["Old Lamp"], "isFinished": True}
    assert names(empty_agent.call("searchProducts", {"sort": "price_asc"})) == ["Lamp", "Torch"]
    assert remove(empty_agent, exceptImport="second")["removed"] == 0


def test_removal_comes_in_parts(empty_agent: AgentUnderTest) -> None:
    send(empty_agent, *(product(f"P{n}", f"Lamp {n}") for n in range(500)))
    send(empty_agent, product("LAST", "Last"))
    send(empty_agent, product("KEPT", "Kept"), importId="new")
    parts = [remove(empty_agent, exceptImport="new") for _ in range(2)]
    assert [(one["removed"], one["isFinished"]) for one in parts] == [(500, False), (1, True)]
    assert empty_agent.call("getVocabulary")["products"] == 1


def test_unknown_import_removes_nothing(empty_agent: AgentUnderTest) -> None:
    send(empty_agent, product("A", "Lamp"))
    problem = empty_agent.fault("removeProducts", {"exceptImport": "typo"}, **IMPORT)
    assert (problem["status"], problem["code"]) == (404, "unknown_import")
    assert empty_agent.call("getVocabulary")["products"] == 1


def test_named_products_go_and_the_catalogue_is_another(empty_agent: AgentUnderTest) -> None:
    send(empty_agent, product("A", "Lamp"), product("B", "Torch"))
    revision = empty_agent.call("getVocabulary")["revision"]
    assert remove(empty_agent, productIds=["A", "nobody"])["names"] == ["Lamp"]
    assert empty_agent.call("getVocabulary")["revision"] != revision
    assert empty_agent.call("searchProducts", {"query": "lamp"})["total"] == 0


def test_only_a_service_may_remove(empty_agent: AgentUnderTest) -> None:
    problem = empty_agent.fault("removeProducts", {"productIds": ["A"]}, shopper="C-1")
    assert problem["status"] == 403
