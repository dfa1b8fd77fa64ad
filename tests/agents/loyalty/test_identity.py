import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from sqlalchemy import func, select

from agents.loyalty.policy import POLICY
from agents.loyalty.service import operations
from agents.loyalty.tables import WrongTries
from tests.agents.conftest import AgentUnderTest, FrozenClock

ANON, EMAIL = "anon-7f3k", "ananya.iyer@example.com"
SECRET = "a secret of the shop's own site, 32+"
RULES = POLICY.identity
Start = Callable[..., AgentUnderTest]


def ask(agent: AgentUnderTest, shopper: str = ANON, **given: str) -> dict[str, Any]:
    reply: dict[str, Any] = agent.call(
        "identifyCustomer", given, shopper=shopper, service="sales-agent"
    )
    return reply


def guess(agent: AgentUnderTest, number: int, shopper: str = ANON) -> dict[str, Any]:
    return ask(agent, shopper, email=f"guess{number}@example.com")


def exhaust(agent: AgentUnderTest, shopper: str = ANON) -> None:
    for number in range(RULES.by_shopper.free_tries):
        assert guess(agent, number, shopper)["status"] == "unknown"


def token(clock: FrozenClock, key: Any = SECRET, alg: str = "HS256", **claims: Any) -> str:
    until = int((clock.now + timedelta(hours=1)).timestamp())
    named = {"sub": "C-1001", "exp": until, **claims}
    return jwt.encode({k: v for k, v in named.items() if v is not None}, key, algorithm=alg)


def test_wrong_tries_wait_longer_and_longer(agent: AgentUnderTest, clock: FrozenClock) -> None:
    exhaust(agent)
    waits = []
    for number in range(10, 17):
        slowed = guess(agent, number)
        assert slowed["status"] == "slow_down"
        waits.append(slowed["retryAfterSeconds"])
        clock.now += timedelta(seconds=waits[-1])
        assert guess(agent, number)["status"] == "unknown"
    assert waits == [30, 60, 300, 900, 3600, 3600, 3600]


def test_a_wait_is_told_and_not_made_longer_by_asking(
    agent: AgentUnderTest, clock: FrozenClock
) -> None:
    exhaust(agent)
    clock.now += timedelta(seconds=10)
    for _ in range(5):
        slowed = ask(agent, email=EMAIL)
        assert (slowed["status"], slowed["retryAfterSeconds"]) == ("slow_down", 20)
        assert (slowed["customerId"], slowed["firstName"]) == (None, None)
        assert slowed["suggestions"] == ["Try again in 20 seconds"]
    clock.now += timedelta(seconds=20)
    assert ask(agent, email=EMAIL)["status"] == "identified"


def test_a_right_answer_begins_anew(agent: AgentUnderTest) -> None:
    guess(agent, 1)
    guess(agent, 2)
    assert ask(agent, email=EMAIL)["status"] == "identified"
    exhaust(agent)
    assert guess(agent, 9)["status"] == "slow_down"


def test_tries_survive_a_restart(start_agent: Start, agent: AgentUnderTest) -> None:
    exhaust(agent)
    again = start_agent(operations)
    assert guess(again, 9)["status"] == "slow_down"


def test_tries_are_forgotten_after_a_while(agent: AgentUnderTest, clock: FrozenClock) -> None:
    exhaust(agent)
    clock.now += timedelta(hours=RULES.forget_after_hours, seconds=1)
    exhaust(agent)
    clock.now += timedelta(hours=RULES.forget_after_hours, seconds=1)
    agent.app.extensions["tidying"].run_once()
    with agent.app.extensions["store"].read() as session:
        assert session.scalar(select(func.count()).select_from(WrongTries)) == 0


def test_one_shopper_does_not_slow_down_another(agent: AgentUnderTest) -> None:
    exhaust(agent)
    assert ask(agent, "anon-other", email=EMAIL)["status"] == "identified"


def test_a_name_is_slowed_down_for_all_who_try_postcodes(agent: AgentUnderTest) -> None:
    """Each try by a shopper of its own: the name counts, whatever the postcode."""
    named = {"firstName": "Ananya", "lastName": "Iyer"}
    for number in range(RULES.by_name.free_tries):
        found = ask(agent, f"anon-{number}", **named, postcode=f"56000{number}")
        assert found["status"] == "unknown"
    assert ask(agent, "anon-x", **named, postcode="560038")["status"] == "slow_down"
    other = {"firstName": "Rohan", "lastName": "Mehta", "postcode": "400050"}
    assert ask(agent, "anon-x", **other)["status"] == "identified"


@pytest.mark.parametrize(
    ("real", "made_up"),
    [
        (
            {"firstName": "Ananya", "lastName": "Iyer", "postcode": "000000"},
            {"firstName": "Nobody", "lastName": "Atall", "postcode": "000000"},
        ),
    ],
)
def test_a_wrong_postcode_tells_nothing_of_the_name(
    agent: AgentUnderTest, real: dict[str, str], made_up: dict[str, str]
) -> None:
    for number in range(RULES.by_name.free_tries + 2):
        assert ask(agent, f"a-{number}", **real) == ask(agent, f"b-{number}", **made_up)


def test_waiting_answers_alike_for_known_and_unknown(agent: AgentUnderTest) -> None:
    exhaust(agent)
    assert ask(agent, email=EMAIL) == ask(agent, email="nobody@example.com")


def test_unfinished_names_and_the_shops_own_ids_do_not_count(agent: AgentUnderTest) -> None:
    for _ in range(9):
        assert ask(agent, firstName="Ananya")["status"] == "unknown"
        assert ask(agent, customerId="C-9999")["status"] == "unknown"
    assert ask(agent, email=EMAIL)["status"] == "identified"


def test_racing_guesses_are_all_counted(agent: AgentUnderTest) -> None:
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda number: guess(agent, number), range(16)))
    statuses = [reply["status"] for reply in replies]
    assert statuses.count("unknown") == RULES.by_shopper.free_tries


def test_no_name_and_no_token_is_logged(
    agent: AgentUnderTest, clock: FrozenClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    forged = token(clock)
    ask(agent, email=EMAIL)
    ask(agent, email="nobody@example.com")
    ask(agent, token=forged)
    ask(agent, firstName="Ananya", lastName="Iyer", postcode="000000")
    for secret in (EMAIL, "nobody@", "Ananya", "Iyer", "000000", forged):
        assert secret not in caplog.text
    with agent.app.extensions["store"].read() as session:
        digests = session.scalars(select(WrongTries.digest)).all()
    assert digests
    assert all(len(digest) == 64 for digest in digests)


@pytest.fixture
def with_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_SECRET", SECRET)


@pytest.mark.usefixtures("with_secret")
def test_a_token_of_the_site_signs_in(agent: AgentUnderTest, clock: FrozenClock) -> None:
    found = ask(agent, token=token(clock))
    assert (found["status"], found["customerId"]) == ("identified", "C-1001")


@pytest.mark.usefixtures("with_secret")
@pytest.mark.parametrize(
    "claims",
    [
        {"exp": None},
        {"exp": 1},
        {"exp": "tomorrow"},
        {"exp": True},
        {"sub": None},
        {"sub": "C-9999"},
        {"sub": ""},
        {"nbf": 4_000_000_000},
    ],
)
def test_a_token_that_does_not_hold_is_refused(
    agent: AgentUnderTest, clock: FrozenClock, claims: dict[str, Any]
) -> None:
    try:
        forged = token(clock, **claims)
    except (TypeError, ValueError):
        forged = jwt.api_jws.encode(json.dumps(claims).encode(), SECRET, algorithm="HS256")
    refused = ask(agent, token=forged)
    assert (refused["status"], refused["customerId"]) == ("unknown", None)
    assert refused["suggestions"][0] == "Sign in on the shop's site again"


@pytest.mark.usefixtures("with_secret")
def test_a_token_ends_on_the_second(agent: AgentUnderTest, clock: FrozenClock) -> None:
    shown = token(clock)
    clock.now += timedelta(hours=1)
    assert ask(agent, token=shown)["status"] == "unknown"


@pytest.mark.usefixtures("with_secret")
@pytest.mark.parametrize(
    "forged", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJDLTEwMDEifQ."]
)
def test_what_is_no_token_is_refused(agent: AgentUnderTest, forged: str) -> None:
    assert ask(agent, token=forged)["status"] == "unknown"


@pytest.mark.usefixtures("with_secret")
def test_another_key_or_algorithm_is_refused(agent: AgentUnderTest, clock: FrozenClock) -> None:
    other = "another secret, as long as the right one"
    assert ask(agent, token=token(clock, other))["status"] == "unknown"
    assert ask(agent, token=token(clock, SECRET * 2, "HS512"))["status"] == "unknown"
    unsigned = jwt.encode({"sub": "C-1001", "exp": 4_000_000_000}, None, algorithm="none")
    assert ask(agent, token=unsigned)["status"] == "unknown"


@pytest.mark.usefixtures("with_secret")
def test_wrong_tokens_are_counted_as_wrong_tries(agent: AgentUnderTest, clock: FrozenClock) -> None:
    for _ in range(RULES.by_shopper.free_tries):
        assert ask(agent, token="x")["status"] == "unknown"
    assert ask(agent, token=token(clock))["status"] == "slow_down"


def test_without_a_key_no_token_holds(
    agent: AgentUnderTest, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        assert ask(agent, token=token(clock))["status"] == "unknown"
    monkeypatch.setenv("SITE_SECRET", "short")
    assert ask(agent, token=token(clock))["status"] == "unknown"
    monkeypatch.setenv("SITE_SECRET", "")
    monkeypatch.setenv("SITE_JWKS", "/nowhere/keys.json")
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert ask(agent, token=token(clock, key, "RS256"))["status"] == "unknown"


@pytest.mark.parametrize("form", ["jwks", "pem"])
def test_a_site_with_a_public_key_signs_in(
    agent: AgentUnderTest,
    clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    form: str,
) -> None:
    key, other = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in "ab")
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    jwk = {**jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": "k1"}
    path = tmp_path / "keys"
    path.write_text(json.dumps({"keys": [jwk]}) if form == "jwks" else public.decode())
    monkeypatch.setenv("SITE_JWKS", str(path))
    assert ask(agent, token=token(clock, key, "RS256"))["status"] == "identified"
    assert ask(agent, token=token(clock, other, "RS256"))["status"] == "unknown"
    as_secret = jwt.api_jws.PyJWS(algorithms=["HS256"])
    with_public = _hmac_with(as_secret, public, clock)
    assert ask(agent, token=with_public)["status"] == "unknown"


def _hmac_with(signer: Any, public: bytes, clock: FrozenClock) -> str:
    """A token signed with the public key as if it were a secret, as an attacker does."""
    algorithm = signer._algorithms["HS256"]
    algorithm.prepare_key = lambda key: key
    until = int((clock.now + timedelta(hours=1)).timestamp())
    payload = json.dumps({"sub": "C-1001", "exp": until}).encode()
    return str(signer.encode(payload, public, algorithm="HS256"))
