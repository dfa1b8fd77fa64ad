"""Who may use the API: tokens, limits, other sites' pages, large bodies."""

from datetime import timedelta

import jwt
import pytest

from sales_agent.channels.access.tokens import (
    REFRESH_S,
    TTL_S,
    BadSession,
    SessionClaims,
    SessionExpired,
    SessionTokens,
)
from sales_agent.channels.web.settings import WebSettings
from sales_agent.channels.web.widget import widget_blueprint
from sales_agent.settings import InvalidSetting
from sales_agent.shoppers.sessions import utc_now
from tests.sales_agent.channels.web.scripted import SECRET, bearer, client_of, gateway_of

CLAIMS = SessionClaims("s-1", "web")


def tokens_at(seconds=0):
    return SessionTokens(SECRET, lambda: utc_now() + timedelta(seconds=seconds))


@pytest.fixture
def api(redis_client, redis_url):
    def served(*steps, **settings):
        return client_of(gateway_of(redis_client, redis_url, *steps, **settings))

    redis_client.flushall()
    return served


def test_a_token_binds_its_session():
    token, _ = tokens_at().issue(SessionClaims("s-1", "web", "C-1001", "Ananya"))

    assert tokens_at().read(token) == SessionClaims("s-1", "web", "C-1001", "Ananya")


def test_an_ended_token_still_gets_a_new_one_for_days():
    token, _ = tokens_at().issue(CLAIMS)

    with pytest.raises(SessionExpired):
        tokens_at(TTL_S + 1).read(token)
    assert tokens_at(TTL_S + 1).read(token, is_late=True) == CLAIMS
    with pytest.raises(SessionExpired):
        tokens_at(TTL_S + REFRESH_S + 1).read(token, is_late=True)


@pytest.mark.parametrize(
    ("claims", "key", "algorithm"),
    [
        ({"sid": "s-1"}, "", "none"),
        ({"sid": "s-1"}, b"another secret of another shop, say", "HS256"),
        ({"sid": "s-1"}, SECRET, "HS256"),
        ({"sub": "C-1001"}, SECRET, "HS256"),
    ],
    ids=["unsigned", "another key", "the shop's own key", "an agent's token"],
)
def test_a_forged_token_is_refused(claims, key, algorithm):
    whole = {"aud": "sales-web", "chn": "web", "iat": 0, "exp": 2**33, **claims}

    with pytest.raises(BadSession):
        tokens_at().read(jwt.encode(whole, key, algorithm=algorithm))


def test_requests_without_a_token_are_refused(api):
    refused = api().get("/api/v1/cart")

    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"] == "Bearer"
    assert "POST /api/v1/sessions" in refused.json["detail"]


def test_a_site_token_that_nobody_signed_begins_nothing(api):
    refused = api().post("/api/v1/sessions", json={"token": "eyJhbGciOiJub25lIn0.e30."})

    assert refused.status_code == 401
    assert refused.json["code"] == "token_refused"


def test_too_many_messages_wait_and_others_do_not_feel_it(api):
    client = api("One.", "Two.", "Three.", shopper_limit="2/minute")
    mine, others = bearer(client), bearer(client)
    said = [client.post("/api/v1/chat", json={"message": "hi"}, headers=mine) for _ in range(3)]

    assert [answer.status_code for answer in said] == [200, 200, 429]
    assert said[2].json["code"] == "rate_limited"
    assert 0 < int(said[2].headers["Retry-After"]) <= 61  # a moment of grace
    assert client.post("/api/v1/chat", json={"message": "hi"}, headers=others).status_code == 200


def test_one_address_is_limited_and_others_are_not(api):
    client = api(address_limit="3/minute", proxies=1)

    def ask(address):
        return client.get("/api/v1/products", headers={"X-Forwarded-For": address}).status_code

    assert [ask("10.0.0.1") for _ in range(4)] == [200, 200, 200, 429]
    assert ask("10.0.0.2") == 200


def test_pages_have_a_limit_of_their_own(redis_client, redis_url):
    redis_client.flushall()
    limits = {"pages_limit": "2/minute", "address_limit": "3/minute"}
    gateway = gateway_of(redis_client, redis_url, **limits)
    client = client_of(gateway, widget_blueprint())

    scripts = [client.get("/widget.js") for _ in range(3)]
    asked = [client.get("/api/v1/products").status_code for _ in range(4)]

    assert [answer.status_code for answer in scripts] == [200, 200, 429]
    assert int(scripts[-1].headers["Retry-After"]) > 0
    assert asked == [200, 200, 200, 429]


def test_a_forwarded_address_counts_only_from_a_proxy(api):
    client = api(address_limit="2/minute")

    asked = [
        client.get("/api/v1/products", headers={"X-Forwarded-For": f"10.0.0.{number}"})
        for number in range(3)
    ]

    assert [answer.status_code for answer in asked] == [200, 200, 429]


def test_the_whole_shop_has_its_limit(api):
    client = api("One.", shop_limit="1/minute")

    said = [
        client.post("/api/v1/chat", json={"message": "hi"}, headers=bearer(client))
        for _ in range(2)
    ]

    assert [answer.status_code for answer in said] == [200, 429]


def test_card_numbers_cannot_be_tried_by_the_dozen(api):
    client = api(cards_limit="2/minute")
    tries = [
        client.post("/api/v1/cards", json={"number": "4000000000004242"}, headers=bearer(client))
        for _ in range(3)
    ]

    assert [answer.status_code for answer in tries] == [200, 200, 429]


def test_limits_are_counted_for_all_processes_alike(api):
    one, other = api(sessions_limit="1/minute"), api(sessions_limit="1/minute")

    assert one.post("/api/v1/sessions", json={}).status_code == 201
    assert other.post("/api/v1/sessions", json={}).status_code == 429


def test_health_is_told_without_a_limit(api):
    client = api(address_limit="1/minute")

    assert [client.get("/healthz").status_code for _ in range(3)] == [200, 200, 200]


def test_a_large_body_is_refused(api):
    client = api()
    mine = bearer(client)

    refused = client.post("/api/v1/chat", json={"message": "x" * 70_000}, headers=mine)

    assert refused.status_code == 413
    assert refused.json["code"] == "body_too_large"
    assert "65,536" in refused.json["detail"]


def test_only_listed_pages_may_read_the_answers(api):
    client = api(origins=("https://shop.example",))

    listed = client.get("/api/v1/products", headers={"Origin": "https://shop.example"})
    other = client.get("/api/v1/products", headers={"Origin": "https://evil.example"})

    assert listed.headers["Access-Control-Allow-Origin"] == "https://shop.example"
    assert "Access-Control-Allow-Origin" not in other.headers
    assert "Origin" in other.headers["Vary"]
    assert "Access-Control-Allow-Credentials" not in listed.headers


def test_a_browser_that_asks_beforehand_is_told_what_it_may(api):
    client = api(origins=("https://shop.example",))

    told = client.options(
        "/api/v1/chat",
        headers={"Origin": "https://shop.example", "Access-Control-Request-Method": "POST"},
    )

    assert told.status_code == 204
    assert "Last-Event-ID" in told.headers["Access-Control-Allow-Headers"]


def test_answers_carry_what_browsers_need_to_be_careful(api):
    headers = api().get("/docs").headers

    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


def test_a_card_number_reaches_no_log(api, caplog):
    client = api("Noted.")
    mine = bearer(client)

    with caplog.at_level("DEBUG"):
        client.post("/api/v1/cards", json={"number": "4000000000004242"}, headers=mine)
        client.post("/api/v1/cards", json={"number": 4000000000004242}, headers=mine)
        turn = client.post(
            "/api/v1/chat", json={"message": "use 4000 0000 0000 4242"}, headers=mine
        )

    assert turn.json["message"] == "use [card ending 4242]"
    assert "400000000000" not in caplog.text.replace(" ", "")


def test_a_mistyped_card_number_goes_nowhere(api, caplog):
    client = api("Noted.")
    mine = bearer(client)

    with caplog.at_level("DEBUG"):
        answer = client.post(
            "/api/v1/chat", json={"message": "my card is 4111-1111-1111-1112"}, headers=mine
        )

    assert (answer.status_code, answer.json["code"]) == (400, "mistyped_card")
    assert client.get("/api/v1/messages", headers=mine).json["messages"] == []
    assert "4111" not in caplog.text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SALES_WEB_ORIGINS", "shop.example"),
        ("SALES_WEB_ORIGINS", "https://shop.example/page"),
        ("SALES_WEB_PROXIES", "many"),
        ("SALES_WEB_SHOPPER_LIMIT", "a few"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(monkeypatch, name, value):
    monkeypatch.setenv(name, value)

    with pytest.raises(InvalidSetting, match=name):
        WebSettings.from_env()
