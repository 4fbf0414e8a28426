"""The address of something on a web server, and the login that goes with it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit, urlunsplit

_READABLE = "/?%:@!$&'()*+,;=~"  # what an address may hold beside letters and digits


@dataclass(frozen=True, slots=True)
class Place:
    """An address, with its login kept apart from what may be shown.

    Attributes:
        url: without user name, password and fragment, fit to be sent.
        user: as the server is to get it; None for no login.
        password: the same; empty if not given.
    """

    url: str
    user: str | None
    password: str

    @classmethod
    def of(cls, url: str) -> Place:
        """Take an address apart."""
        parts = urlsplit(url)
        sent = parts._replace(
            netloc=parts.netloc.rpartition("@")[2],
            path=quote(parts.path, _READABLE) or "/",
            query=quote(parts.query, _READABLE),
            fragment="",
        )
        user = None if parts.username is None else unquote(parts.username)
        return cls(urlunsplit(sent), user, unquote(parts.password or ""))

    @property
    def server(self) -> tuple[str, str]:
        """Scheme, host and port."""
        parts = urlsplit(self.url)
        return parts.scheme, parts.netloc

    def moved(self, url: str) -> Place:
        """Return another place, with the same login if it is on the same server."""
        there = Place(url, None, "")
        return Place(url, self.user, self.password) if there.server == self.server else there
