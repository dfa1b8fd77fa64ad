"""The shop's own pages, listed and read whole."""

from tests.agents.conftest import AgentUnderTest
from tests.agents.recommendation.pages.test_questions import page, put


def test_the_sample_pages_are_listed_by_title(agent: AgentUnderTest) -> None:
    pages = agent.call("listPages", None)["pages"]

    assert {"title": "Size guide", "address": "/pages/sizes"} in pages
    assert [one["title"] for one in pages] == sorted(one["title"] for one in pages)


def test_a_page_is_read_with_its_sections(agent: AgentUnderTest) -> None:
    read = agent.call("readPage", {"address": "/pages/care"})

    assert read["title"] == "Caring for your goods"
    linen = read["sections"][0]
    assert (linen["heading"], linen["anchor"]) == ("Linen", "linen")
    assert linen["text"].startswith("Machine wash linen at 30 °C")


def test_a_section_that_was_parted_is_whole_again(empty_agent: AgentUnderTest) -> None:
    text = "\n".join(f"{number}. {'words ' * 60}end" for number in range(9))
    put(empty_agent, page("long.md", "Long", Much=text), isLast=True)

    read = empty_agent.call("readPage", {"address": "long.md"})

    assert read["address"] == "long.md"
    assert [section["text"] for section in read["sections"]] == [text]


def test_an_address_without_a_page_is_named(agent: AgentUnderTest) -> None:
    refused = agent.fault("readPage", {"address": "/pages/nowhere"})

    assert (refused["status"], refused["code"]) == (404, "unknown_page")
    assert "/pages/nowhere" in refused["detail"]
