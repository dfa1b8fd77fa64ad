"""Costs, budgets and rests of a chain, on a real Redis; days are frozen."""

import logging
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import redis
from prometheus_client import CollectorRegistry, generate_latest

from sales_agent.memory.embedded import EmbeddedRedis, connect
from sales_agent.models.budget import Budget
from sales_agent.models.calls import Call, Usage
from sales_agent.models.faults import Fault, Kind
from sales_agent.models.ledger import Ledger, Sums
from sales_agent.models.registry import load_registry
from sales_agent.models.roster import Roster
from sales_agent.models.spending import spending_words
from sales_agent.settings import InvalidSetting

FLASH, LITE = "google_genai:gemini-2.5-flash", "google_genai:gemini-2.5-flash-lite"
CHAIN = [FLASH, LITE, "ollama:qwen3", "offline"]
THOUSAND = Usage(1000, 100)
COST = 300 + 250
"""Of a thousand tokens in and a hundred out by FLASH, in micro-units."""


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    server = EmbeddedRedis(tmp_path_factory.mktemp("redis"))
    with connect(server.start()) as opened:
        yield opened
    server.close()


@pytest.fixture
def open_roster(client):
    """A process's roster; a day of its own keeps the tests apart."""
    at = datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=secrets.randbelow(100_000))

    def open_one(budget: str | None = None, chain=CHAIN) -> Roster:
        limits = Budget.of(budget)
        return Roster(chain, load_registry(), Ledger(client), limits, clock=lambda: at)

    return open_one


@pytest.fixture
def thread() -> str:
    return f"t-{secrets.token_hex(8)}"


def spend(roster: Roster, thread: str, count: int = 1, name: str = FLASH) -> None:
    for number in range(count):
        roster.watch(thread, f"{thread}-{number}").record(Call(name, 200.0, THOUSAND))


def today(roster: Roster) -> dict[str, Sums]:
    return roster.ledger.of_day(roster.clock().date().isoformat())


def test_cost_is_added_to_turn_thread_and_day(open_roster, thread):
    roster = open_roster()
    spend(roster, thread, 2)

    assert roster.ledger.of_turn(f"{thread}-0")[FLASH].micros == COST
    assert roster.ledger.of_thread(thread)[FLASH] == Sums(2, 0, 0, 2000, 200, 2 * COST, 400)
    assert today(roster)[FLASH].micros == 2 * COST


def test_processes_add_to_the_same_sums(open_roster, thread):
    rosters = [open_roster() for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda roster: spend(roster, thread, 10), rosters * 2))

    assert today(rosters[0])[FLASH].calls == 80
    assert today(rosters[0])[FLASH].micros == 80 * COST


def test_sums_survive_a_restart(open_roster, thread):
    spend(open_roster(), thread)

    assert today(open_roster())[FLASH].calls == 1


def test_faults_and_time_are_measured(open_roster, thread):
    roster = open_roster()
    name = f"openai:{secrets.token_hex(4)}"
    for ms in (100.0, 300.0, 200.0):
        roster.take(Call(name, ms, THOUSAND), thread, "x")
    roster.take(Call(name, 9000.0, Usage(), Fault(Kind.SERVER_FAILED)), thread, "x")

    assert roster.ledger.median_ms(name) == 200
    assert today(roster)[name].error_share == 0.25
    assert roster.ledger.median_ms("openai:never") is None


def test_forgetting_erases_the_conversation_s_sums_only(open_roster, thread):
    roster = open_roster()
    spend(roster, thread)
    roster.forget(thread)

    assert roster.ledger.of_thread(thread) == {}
    assert today(roster)[FLASH].calls == 1


def test_spent_budget_switches_to_what_is_free(open_roster, thread, caplog):
    roster = open_roster("0.001")
    assert roster.may_be_asked(CHAIN) == CHAIN
    spend(roster, thread, 2)

    assert roster.may_be_asked(CHAIN) == ["ollama:qwen3", "offline"]
    assert roster.may_be_asked(CHAIN) == ["ollama:qwen3", "offline"]
    event = f"model_budget_spent model={FLASH} "
    said = [record.message for record in caplog.records if record.message.startswith(event)]
    assert len(said) == 1
    assert f"micros={2 * COST}" in said[0]


def test_budget_of_one_model_switches_to_the_next(open_roster, thread):
    roster = open_roster(f"{FLASH}=0.0005, 9")
    spend(roster, thread)

    assert roster.may_be_asked(CHAIN) == [LITE, "ollama:qwen3", "offline"]


def test_budget_holds_for_all_processes(open_roster, thread):
    spend(open_roster("0.001"), thread, 2)

    assert open_roster("0.001").may_be_asked(CHAIN) == ["ollama:qwen3", "offline"]


def test_new_day_has_a_new_budget(open_roster, thread, client):
    roster = open_roster("0.001")
    spend(roster, thread, 2)
    later = roster.clock() + timedelta(days=1)
    tomorrow = Roster(CHAIN, roster.registry, roster.ledger, roster.budget, clock=lambda: later)

    assert tomorrow.may_be_asked(CHAIN) == CHAIN


@pytest.mark.parametrize("budget", ["much", "-1", "1,nan", "a:b=", "inf"])
def test_budget_that_is_no_amount_is_refused(budget):
    with pytest.raises(InvalidSetting, match="SALES_MODEL_BUDGET"):
        Budget.of(budget)


def test_budget_cannot_hold_what_has_no_price(open_roster):
    with pytest.raises(InvalidSetting, match="SALES_MODELS_FILE"):
        open_roster("5", ["mistralai:new", "offline"]).check()
    with pytest.raises(InvalidSetting, match="openai:gpt-9"):
        open_roster("openai:gpt-9=5").check()
    open_roster("5").check()


def test_resting_model_is_passed_over(open_roster, thread, caplog):
    caplog.set_level(logging.WARNING)
    roster = open_roster()
    roster.take(Call(FLASH, 30_000.0, Usage(), Fault(Kind.TIMED_OUT)), thread, "x")

    assert roster.may_be_asked(CHAIN) == CHAIN[1:]
    assert "model_rests model=google_genai:gemini-2.5-flash fault=timed_out" in caplog.text


def test_somebody_is_always_asked(open_roster, thread):
    roster = open_roster(chain=[FLASH])
    roster.take(Call(FLASH, 30_000.0, Usage(), Fault(Kind.TIMED_OUT)), thread, "x")

    assert roster.may_be_asked([FLASH]) == [FLASH]


def test_operator_is_told_by_metrics(open_roster, thread):
    roster = open_roster("0.0001")
    spend(roster, thread)
    roster.may_be_asked(CHAIN)
    registry = CollectorRegistry()
    registry.register(roster)

    told = generate_latest(registry).decode()

    assert f'sales_model_cost_micros_total{{model="{FLASH}"}} {COST}.0' in told
    assert f'sales_model_budget_spent{{model="{FLASH}"}} 1.0' in told
    assert 'sales_model_resting{model="offline"} 0.0' in told


def test_day_is_told_in_words(open_roster, thread):
    roster = open_roster("0.001,google_genai:gemini-2.5-flash-lite=0.5")
    spend(roster, thread, 2)
    spend(roster, thread, 1, LITE)
    day = roster.clock().date().isoformat()

    told = dict(spending_words(roster.ledger, roster.budget, roster.registry, day))

    assert told[FLASH].startswith("2 calls, 2,000 tokens in and 200 out, $0.0011, ")
    assert told[FLASH].endswith("; its budget of today is spent, and the next model is asked")
    assert list(told) == [FLASH, LITE]


def test_ledger_waits_for_a_redis_that_is_away(client, open_roster, thread):
    class Flaky:
        """A client whose server is away until it is told otherwise."""

        is_away = True

        def __getattr__(self, name):
            if self.is_away:
                raise redis.ConnectionError("away")
            return getattr(client, name)

    flaky = Flaky()
    roster = open_roster()
    away = Roster(CHAIN, roster.registry, Ledger(flaky), Budget.of("1"), clock=roster.clock)
    spend(away, thread, 2)
    assert away.may_be_asked(CHAIN) == CHAIN
    flaky.is_away = False
    spend(away, thread)

    assert today(roster)[FLASH].calls == 3
