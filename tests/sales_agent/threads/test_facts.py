"""What outlives the window is bounded, once, and in order of time."""

from datetime import UTC, datetime, timedelta

from sales_agent.threads.facts import FIRST_ASKED, all_facts, asked_fact, keep_facts

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def asked(facts, text, turn):
    at = NOON + timedelta(minutes=turn)
    return keep_facts(facts, asked_fact(text, facts, turn=turn, channel="terminal", at=at))


def test_only_the_first_messages_are_kept():
    facts = {}
    for turn in range(1, 40):
        facts = asked(facts, f"wish {turn} " + "x" * 500, turn)

    assert [row["turn"] for row in facts["asked"]] == list(range(1, FIRST_ASKED + 1))
    assert max(len(row["text"]) for row in facts["asked"]) == 200


def test_a_thread_without_facts_does_not_take_a_late_message_for_the_first():
    assert asked({}, "and now?", 30) == {}


def test_merged_facts_stand_in_order_of_time_and_once():
    older = asked({}, "first of all", 1)
    younger = asked({}, "later", 5)

    merged = keep_facts(younger, all_facts(older))

    assert [row["text"] for row in merged["asked"]] == ["first of all", "later"]
    assert keep_facts(merged, all_facts(older)) == merged
