"""Run the command: `python -m agents.recommendation.pictures`."""

import sys

from agents.recommendation.pictures.command import main

sys.exit(main(sys.argv[1:]))
