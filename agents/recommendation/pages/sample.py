"""The sample store's own pages, which a shop's own take the place of."""

from pathlib import Path

from sqlalchemy.orm import Session

from agents.recommendation.pages.files import read_folder
from agents.recommendation.pages.page import Page
from agents.recommendation.pages.shelf import SAMPLE, put

FOLDER = Path(__file__).parents[1] / "data" / "pages"


def load_pages(session: Session) -> None:
    """Load the sample store's pages."""
    pages = [page for page in read_folder(FOLDER) if isinstance(page, Page)]
    put(session, SAMPLE, pages, SAMPLE)
