"""Ask an agent how it is: `python deploy/check_health.py URL`; 1 when it is not well."""

import json
import sys
from urllib.request import urlopen

TIMEOUT_S = 3


def main(url: str) -> str | None:
    """Ask; returns what is wrong."""
    try:
        with urlopen(url, timeout=TIMEOUT_S) as reply:
            checks = json.load(reply)["checks"]
    except (OSError, ValueError, KeyError) as error:
        return f"{url} does not say how it is: {error}"
    if failing := [name for name, state in checks.items() if state != "ok"]:
        return f"{url} is not well: {', '.join(failing)}"
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
