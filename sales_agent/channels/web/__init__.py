"""The web channel: an API that streams, and the widget that a shop puts on its pages."""
