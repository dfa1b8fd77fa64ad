"""A retailer changes a rule and restarts the loyalty agent alone: real files, real processes."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
ASK = """
import json, sys
from pathlib import Path
from agents.kit.app import create_app
from agents.kit.settings import AgentSettings
from agents.loyalty.service import operations
from contracts.tokens import Claims, sign
key = b"a key for tests that is long enough to sign"
app = create_app(operations, AgentSettings(Path(sys.argv[1]), key))
who = {"Authorization": f"Bearer {sign(Claims('C-1005'), key)}"}
client = app.test_client()
offers = client.post("/applicable-offers", json={"lines": []}, headers=who).get_json()["offers"]
account = client.get("/account", headers=who).get_json()["account"]
print(json.dumps({"titles": [each["title"] for each in offers], "earning": account["perHundred"]}))
"""


def copy_agent(house: Path) -> Path:
    """Copy what the agent is made of, so that its files can be changed."""
    unwanted = shutil.ignore_patterns("__pycache__")
    for part in ("contracts", "agents/kit", "agents/loyalty"):
        shutil.copytree(ROOT / part, house / part, ignore=unwanted)
    shutil.copy(ROOT / "agents/__init__.py", house / "agents")
    return house / "agents/loyalty"


def ask_anew(house: Path) -> Any:
    """Start the agent on the same data, ask it, stop it."""
    command = [sys.executable, "-c", ASK, str(house / "data")]
    ran = subprocess.run(command, cwd=house, capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)


def test_changed_rules_show_after_a_restart(tmp_path: Path) -> None:
    agent = copy_agent(tmp_path)
    before = ask_anew(tmp_path)
    offers = json.loads((agent / "data/offers.json").read_text(encoding="utf-8"))
    offers[2]["title"] = "Free standard delivery for a week"
    (agent / "data/offers.json").write_text(json.dumps(offers), encoding="utf-8")
    policy = json.loads((agent / "policy.json").read_text(encoding="utf-8"))
    policy["points"]["earn"]["points"] = 2
    (agent / "policy.json").write_text(json.dumps(policy), encoding="utf-8")
    after = ask_anew(tmp_path)
    assert "Free standard delivery for a week" not in before["titles"]
    assert "Free standard delivery for a week" in after["titles"]
    assert before["earning"].startswith("1 point for")
    assert after["earning"].startswith("2 points for")
