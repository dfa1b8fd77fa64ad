"""The widget as a shopper handles it: what she sees and presses, by name and role."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page


@dataclass(frozen=True)
class Panel:
    """The widget on a page."""

    page: Page

    @property
    def launcher(self) -> Locator:
        return self.page.locator("sales-assistant .launcher")

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def box(self) -> Locator:
        return self.page.locator("sales-assistant textarea")

    @property
    def messages(self) -> Locator:
        return self.page.locator("sales-assistant .message .words:visible")

    @property
    def spoken(self) -> list[str]:
        """What a screen reader was given to say."""
        return self.page.locator("sales-assistant [role=log] p").all_text_contents()

    def open(self) -> "Panel":
        """Open it, and wait until it says something and lies where it will lie."""
        self.launcher.click()
        self.page.locator("sales-assistant .message").first.wait_for()
        self.dialog.evaluate("e => Promise.all(e.getAnimations().map((one) => one.finished))")
        return self

    def say(self, text: str) -> None:
        self.box.fill(text)
        self.box.press("Enter")

    def answered(self, text: str) -> Locator:
        """Wait for the assistant's words."""
        words = self.page.locator("sales-assistant .them .words").get_by_text(text)
        words.last.wait_for()
        return words.last

    def ask(self, text: str, answer: str) -> None:
        self.say(text)
        self.answered(answer)

    def button(self, name: str) -> Locator:
        return self.dialog.get_by_role("button", name=name, exact=True)

    def call(self, method: str, *given: Any) -> Any:
        """Call the page's own `SalesAssistant`."""
        script = "([name, given]) => SalesAssistant[name](...given)"
        return self.page.evaluate(script, [method, list(given)])

    def focused(self) -> str:
        """The element that has the focus inside the widget, or BODY."""
        return str(
            self.page.evaluate(
                """() => {
                  let at = document.activeElement;
                  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
                  return at.getAttribute("aria-label") ?? at.textContent.trim() ?? at.tagName;
                }"""
            )
        )
