"""Questions get the passage that answers them, and none where the pages do not say."""

from typing import Any

import pytest

from tests.agents.conftest import AgentUnderTest


def page(path: str, title: str, url: str | None = None, **sections: str) -> dict[str, Any]:
    rows = [{"heading": h, "anchor": h.lower(), "text": text} for h, text in sections.items()]
    return {"path": path, "title": title, "url": url, "sections": rows}


def put(agent: AgentUnderTest, *pages: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {"source": "own", "importId": "i1", "pages": list(pages), **more}
    reply: dict[str, Any] = agent.call("importPages", body, shopper="import", service="import")
    return reply


def ask(agent: AgentUnderTest, question: str) -> dict[str, Any]:
    reply: dict[str, Any] = agent.call("findPassages", {"question": question})
    return reply


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("do you ship to Canada?", "/pages/shipping#where-we-deliver-and-shipping-abroad"),
        ("whats ur retrun policy", "/pages/returns#how-long-you-can-return-something"),
        ("How do I wash linen?", "/pages/care#linen"),
        ("what does express delivery cost", "/pages/shipping#what-delivery-costs"),
        ("do giftcards expire?", "/pages/gift-cards#using-a-gift-card"),
        ("can I pay in instalments", "/pages/payment#how-you-can-pay"),
    ],
)
def test_sample_pages_answer(agent: AgentUnderTest, question: str, source: str) -> None:
    reply = ask(agent, question)
    assert reply["status"] == "ok"
    first = reply["passages"][0]
    assert first["source"] == source
    assert first["excerpt"] in first["text"]
    assert 0 < first["score"] <= 1


@pytest.mark.parametrize(
    "question",
    ["do you price match?", "is there a student discount?", "who won the cricket?", "?!", "the"],
)
def test_what_pages_do_not_say_is_not_found(agent: AgentUnderTest, question: str) -> None:
    reply = ask(agent, question)
    assert (reply["status"], reply["passages"]) == ("not_found", [])
    assert "Talk to a person" in reply["suggestions"]


def test_without_pages_nothing_is_found(empty_agent: AgentUnderTest) -> None:
    assert ask(empty_agent, "do you ship to Canada?")["status"] == "not_found"


def test_own_pages_take_the_place_of_the_sample_s(agent: AgentUnderTest) -> None:
    reply = put(agent, page("ship.md", "Ship", Costs="Delivery costs 3 euros."), isLast=True)
    assert (reply["created"], reply["removed"]) == (1, 8)
    assert ask(agent, "what does delivery cost")["passages"][0]["source"] == "ship.md#costs"
    assert ask(agent, "how do I wash linen?")["status"] == "not_found"


def test_second_import_says_what_changed(empty_agent: AgentUnderTest) -> None:
    shipping = page("a.md", "Shipping", Costs="Delivery costs 3 euros.", Days="Two days.")
    put(empty_agent, shipping, page("b.md", "Dogs", Dogs="Dogs are welcome."), isLast=True)
    dearer = page("a.md", "Shipping", Costs="Delivery costs 5 euros.", Days="Two days.")
    reply = put(empty_agent, dearer, importId="i2", isLast=True)
    assert {k: v for k, v in reply.items() if k != "changes"} == {
        "created": 0,
        "updated": 1,
        "unchanged": 0,
        "removed": 1,
    }
    assert reply["changes"] == ["Shipping (a.md): 'Costs' changed", "Dogs (b.md): taken out"]
    assert "5 euros" in ask(empty_agent, "delivery costs")["passages"][0]["text"]
    assert ask(empty_agent, "are dogs welcome?")["status"] == "not_found"
    assert put(empty_agent, dearer, importId="i3", isLast=True)["unchanged"] == 1


def test_other_folders_stay_unless_replaced(empty_agent: AgentUnderTest) -> None:
    put(empty_agent, page("a.md", "Dogs", Dogs="Dogs are welcome."), isLast=True)
    cats = page("a.md", "Cats", Cats="Cats are welcome.")
    put(empty_agent, cats, source="other", importId="i2", isLast=True)
    assert ask(empty_agent, "are dogs welcome?")["status"] == "ok"
    put(empty_agent, cats, source="other", importId="i3", isLast=True, replace=True)
    assert ask(empty_agent, "are dogs welcome?")["status"] == "not_found"


def test_import_without_pages_removes_nothing(agent: AgentUnderTest) -> None:
    body = {"source": "own", "importId": "none", "pages": [], "isLast": True, "replace": True}
    fault = agent.fault("importPages", body, shopper="import", service="import")
    assert fault["code"] == "unknown_import"
    assert ask(agent, "how do I wash linen?")["status"] == "ok"


def test_shoppers_import_no_pages(agent: AgentUnderTest) -> None:
    body = {"source": "own", "importId": "i1", "pages": []}
    assert agent.fault("importPages", body, shopper="C-1001")["status"] == 403


def test_long_passage_is_told_in_part(empty_agent: AgentUnderTest) -> None:
    filler = [f"Sentence number {n} speaks of the weather in the hills." for n in range(14)]
    text = "\n".join([*filler[:9], "Dogs are welcome on a lead.", *filler[9:]])
    put(empty_agent, page("a.md", "Shop", Visit=text), isLast=True)
    first = ask(empty_agent, "are dogs welcome?")["passages"][0]
    assert first["excerpt"].startswith("Dogs are welcome")
    assert len(first["excerpt"]) <= 420
