import pytest

from sales_agent.settings import InvalidSetting, MemorySettings, metrics_port

DAY_S = 86_400


def settings(monkeypatch, **given):
    for name in (
        "SALES_MEMORY_KEY",
        "SALES_MEMORY_DAYS",
        "SALES_ANONYMOUS_DAYS",
        "SALES_PROFILE_DAYS",
    ):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return MemorySettings.from_env()


def test_memory_is_kept_and_strangers_forgotten_by_default(monkeypatch):
    assert settings(monkeypatch) == MemorySettings((), None, 30 * DAY_S)


def test_keys_are_read_newest_first(monkeypatch):
    read = settings(monkeypatch, SALES_MEMORY_KEY=f"{'aB' * 32} {'0c' * 32}")

    assert read.keys == (b"\xab" * 32, b"\x0c" * 32)
    assert "xab" not in repr(read)


def test_days_of_none_are_forever(monkeypatch):
    read = settings(monkeypatch, SALES_MEMORY_DAYS="400", SALES_ANONYMOUS_DAYS="0")

    assert (read.conversation_ttl_s, read.anonymous_ttl_s) == (400 * DAY_S, None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SALES_MEMORY_KEY", "secret"),
        ("SALES_MEMORY_KEY", "ab" * 31),
        ("SALES_MEMORY_DAYS", "a week"),
        ("SALES_ANONYMOUS_DAYS", "-1"),
    ],
)
def test_setting_that_cannot_be_used_is_named(monkeypatch, name, value):
    with pytest.raises(InvalidSetting, match=name) as refused:
        settings(monkeypatch, **{name: value})
    assert "secret" not in str(refused.value)


def test_a_profile_lives_as_long_as_its_shoppers_policy_says(monkeypatch):
    read = settings(monkeypatch, SALES_ANONYMOUS_DAYS="2", SALES_PROFILE_DAYS="365")

    assert read.profile_ttl_min("anon-1") == 2 * 24 * 60
    assert read.profile_ttl_min("C-1001") == 365 * 24 * 60
    assert settings(monkeypatch, SALES_PROFILE_DAYS="0").profile_ttl_min("C-1001") is None


@pytest.mark.parametrize(("given", "port"), [("", None), ("9100", 9100)])
def test_the_port_for_prometheus_is_none_unless_given(monkeypatch, given, port):
    monkeypatch.setenv("SALES_METRICS_PORT", given)
    assert metrics_port() == port


@pytest.mark.parametrize("given", ["nine", "0", "70000", "-1"])
def test_a_port_that_is_none_is_named(monkeypatch, given):
    monkeypatch.setenv("SALES_METRICS_PORT", given)
    with pytest.raises(InvalidSetting, match=f"SALES_METRICS_PORT is '{given}'"):
        metrics_port()
