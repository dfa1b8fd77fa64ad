"""What every agent tells of itself."""

from tests.agents.kit.conftest import DOCUMENT, Notes


def test_health_tells_version_and_checks(notes: Notes) -> None:
    health = notes.send("GET", "/health").get_json()
    assert health["status"] == "ok"
    assert (health["agent"], health["version"]) == ("notes", "1.2.3")
    assert health["checks"] == {"store": "ok"}


def test_two_shops_tell_themselves_apart(notes: Notes) -> None:
    shop = notes.send("GET", "/health").get_json()["shop"]
    assert len(shop) == 12
    assert "key for tests" not in shop


def test_the_version_is_the_contracts(notes: Notes) -> None:
    assert notes.send("GET", "/version").get_json() == {"agent": "notes", "version": "1.2.3"}


def test_the_contract_is_served_as_it_is(notes: Notes) -> None:
    assert notes.send("GET", "/openapi.json").get_json() == DOCUMENT


def test_the_page_for_people_lists_every_operation(notes: Notes) -> None:
    page = notes.send("GET", "/docs")
    assert page.mimetype == "text/html"
    text = page.get_data(as_text=True)
    for operation_id in ("countNotes", "addNote", "getNote", "sweepNotes"):
        assert operation_id in text


def test_metrics_count_by_operation_and_status(notes: Notes) -> None:
    notes.add()
    notes.add()
    notes.send("GET", "/notes/9")
    response = notes.send("GET", "/metrics")
    assert response.mimetype == "text/plain"
    lines = response.get_data(as_text=True).splitlines()
    assert 'agent_requests_total{agent="notes",operation="addNote",status="200"} 2' in lines
    assert 'agent_requests_total{agent="notes",operation="getNote",status="404"} 1' in lines
    assert any(
        line.startswith('agent_request_seconds_total{agent="notes",operation="addNote"} ')
        for line in lines
    )
