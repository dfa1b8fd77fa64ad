"""docker-compose.yml and the Dockerfile: they fit the contracts, and their commands sell."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from contracts.contract import load_contracts
from tests.deploy.containers import (
    Engine,
    NotSet,
    dockerfile,
    image_environment,
    load_compose,
    running,
)
from tests.deploy.variables import ROOT, SHIPPED, read_in_code

VARIABLES = {"SALES_SECRET": "0123456789abcdef0123456789abcdef"}
PINNED = re.compile(r".+:\d+\.\d+\.\d+[\w.-]*")
SERVICES = load_compose(VARIABLES)["services"]
CHANNELS = ("terminal", "web")
PRODUCT = {name: each for name, each in SERVICES.items() if "build" in each}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with running(tmp_path_factory.mktemp("compose"), VARIABLES) as engine:
        yield engine


@pytest.mark.parametrize("name", SHIPPED)
def test_every_agent_has_its_service(name: str) -> None:
    port, service = load_contracts()[name].port, SERVICES[name]
    assert service["command"][-1] == f'agents.__main__:create_app("{name}")'
    assert f"--bind=0.0.0.0:{port}" in service["command"]
    assert service["healthcheck"]["test"][-1] == f"http://127.0.0.1:{port}/health"
    variable = f"{name.upper().replace('-', '_')}_URL"
    for each in PRODUCT.values():
        assert each["environment"][variable] == f"http://{name}:{port}"


def test_there_are_no_other_services() -> None:
    assert SERVICES.keys() - set(SHIPPED) == {"redis", "terminal", "web"}


def test_images_are_pinned() -> None:
    foreign = [each["image"] for each in SERVICES.values() if "build" not in each]
    base = [rest for name, rest in dockerfile() if name == "FROM"]
    assert len(base) == 1
    assert [image for image in foreign + base if not PINNED.fullmatch(image)] == []
    assert len({each["image"] for each in PRODUCT.values()}) == 1


def test_packages_of_the_image_are_pinned() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    packages = [line for line in lines if line and not line.startswith("#")]
    assert [line for line in packages if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []


def test_the_image_runs_as_an_account_without_rights() -> None:
    assert [rest for name, rest in dockerfile() if name == "USER"][-1] not in ("root", "0")
    for each in PRODUCT.values():
        assert each["read_only"] is True
        assert each["cap_drop"] == ["ALL"]


def test_what_is_kept_lies_on_a_volume_of_its_own() -> None:
    kept = load_compose(VARIABLES)["volumes"].keys()
    assert kept == SERVICES.keys()
    for name, service in SERVICES.items():
        assert service["volumes"] == [f"{name}:{image_environment()['SALES_DATA_DIR']}"]


def test_what_dies_is_started_again_and_watched() -> None:
    for name, service in SERVICES.items():
        if name != "terminal":
            assert service["restart"] == "unless-stopped"
            assert service["healthcheck"]["test"][0] == "CMD"


@pytest.mark.parametrize("name", CHANNELS)
def test_a_channel_waits_for_all_it_needs(name: str) -> None:
    waited = SERVICES[name]["depends_on"]
    assert waited.keys() == SERVICES.keys() - set(CHANNELS)
    assert {how["condition"] for how in waited.values()} == {"service_healthy"}


def test_the_terminal_reads_keys() -> None:
    assert SERVICES["terminal"]["tty"] is SERVICES["terminal"]["stdin_open"] is True


def test_the_web_channel_is_published_on_this_machine_only() -> None:
    published = {name: each["ports"] for name, each in SERVICES.items() if "ports" in each}
    assert published == {"web": ["127.0.0.1:8000:8000"]}


def test_every_setting_reaches_who_reads_it() -> None:
    of_the_web = {name for name in read_in_code() if name.startswith("SALES_WEB_")}
    assert SERVICES["web"]["environment"].keys() == read_in_code()
    assert SERVICES["terminal"]["environment"].keys() == read_in_code() - of_the_web
    for name in SHIPPED:
        assert SERVICES[name]["environment"].keys() == read_in_code("agents", "contracts")


def test_compose_insists_on_a_secret() -> None:
    with pytest.raises(NotSet, match=r"SALES_SECRET: set it in \.env"):
        load_compose({})


def test_all_services_become_healthy(shop: Engine) -> None:
    assert all(shop.is_healthy(name) for name in SERVICES.keys() - {"terminal"})


def test_a_shopper_buys_in_the_terminal(shop: Engine) -> None:
    lines = [
        "show me running shoes under 5000",
        "add the second one in size 9 to my cart",
        "checkout",
        "4242",
        "yes",
    ]
    done = shop.run("terminal", "--customer", "C-1001", "--json", lines=lines)
    assert done.returncode == 0, done.stderr
    turns = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(turns) == len(lines)
    assert [turn["error"] for turn in turns] == [None] * len(turns)
    assert turns[1]["cart"]["lines"], turns[1]["reply"]
    assert turns[3]["confirm"]["kind"] == "checkout"
    order_id = turns[4]["order"]["orderId"]
    later = shop.run("terminal", "--customer", "C-1001", "--json", lines=["where is my order?"])
    assert order_id in json.loads(later.stdout)["reply"]


def test_a_shopper_is_answered_over_the_web(shop: Engine) -> None:
    api = f"{shop.address('web')}/api/v1"
    token = requests.post(f"{api}/sessions", json={}, timeout=180).json()["token"]
    turn = requests.post(
        f"{api}/chat",
        json={"message": "show me running shoes under 5000"},
        headers={"Authorization": f"Bearer {token}"},
        timeout=180,
    ).json()
    assert turn["products"], turn["reply"]


def test_each_keeps_its_files_on_its_volume(shop: Engine) -> None:
    for name in SHIPPED:
        kept = {path.name for path in (shop.volume(name) / "agents").glob("*.sqlite")}
        assert kept == {f"{name.replace('-', '_')}.sqlite"}
    assert (shop.volume("redis") / "appendonlydir").is_dir()
    assert not (shop.volume("terminal") / "redis").exists()


def test_nothing_is_written_into_the_image(shop: Engine, tmp_path: Path) -> None:
    untouched = Engine(tmp_path, VARIABLES).image
    assert _files(shop.image) == _files(untouched)


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
