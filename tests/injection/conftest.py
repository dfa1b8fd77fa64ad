"""The shop that the built-in model leads, for all that is said to it here."""

import pytest

from benchmarks.injection.corpus import read_attacks
from sales_agent.models.offline.model import OfflineModel
from tests.injection.stage import stage_of


@pytest.fixture(scope="package")
def clerk(tmp_path_factory):
    with stage_of(OfflineModel(), tmp_path_factory.mktemp("clerk"), read_attacks()) as stage:
        yield stage
