"""Mint a token for one of the shop's own services: `python -m agents token --service NAME`."""

import argparse
import sys

from contracts.settings import SettingError, data_dir, given_secret, signing_key
from contracts.tokens import Claims, sign

DEFAULT_S = 900
LONGEST_S = 86_400


def main(arguments: list[str]) -> int:
    """Print a token that the shop's secret signs; without that secret there is none."""
    parser = argparse.ArgumentParser(prog="python -m agents token", description=__doc__)
    parser.add_argument("--service", required=True, help="who calls, such as warehouse or store")
    parser.add_argument("--shopper", help="for whom; without it the service speaks for itself")
    parser.add_argument(
        "--seconds", type=int, default=DEFAULT_S, help=f"how long it holds, {DEFAULT_S} by default"
    )
    options = parser.parse_args(arguments)
    if not options.service.strip() or options.shopper == "":
        parser.error("--service and --shopper are names, and not empty")
    if not 1 <= options.seconds <= LONGEST_S:
        parser.error(f"--seconds is 1 to {LONGEST_S}, and {options.seconds} was given")
    try:
        key = _secret()
    except (SettingError, OSError) as error:
        sys.stderr.write(f"no token: {error}\n")
        return 1
    claims = Claims(options.shopper or options.service, options.service)
    sys.stdout.write(f"{sign(claims, key, ttl_s=options.seconds)}\n")
    return 0


def _secret() -> bytes:
    """The shop's secret; a shop that has none yet gets none here.

    Raises:
        FileNotFoundError: there is no shop in the data directory.
        SettingError: `SALES_SECRET` is too short to sign with.
    """
    directory = data_dir()
    if given_secret() is None and not (directory / "secret").exists():
        raise FileNotFoundError(
            f"there is no secret of a shop in {directory}; set SALES_DATA_DIR to the shop's "
            "directory, or SALES_SECRET"
        )
    return signing_key(directory)
