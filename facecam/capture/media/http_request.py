"""One request to a web server, answered within an allowance.

Only http and https are spoken, also where the server redirects. The server's
certificate is not checked: cameras sign their own.
"""

from __future__ import annotations

import ssl
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.client import HTTPException, HTTPMessage, HTTPResponse
from typing import IO, TypeVar

from facecam.capture.media.allowance import Allowance
from facecam.capture.media.http_connection import connections_within
from facecam.capture.media.http_place import Place

_WANTS_A_LOGIN = (401, 403, 407)

T = TypeVar("T")


class LoginError(OSError):
    """The server wants another user name or password; trying on might lock the account."""


def request(place: Place, allowance: Allowance, position: int = 0) -> HTTPResponse:
    """Ask for what is at an address, from a byte on; return when the answer's head is there.

    Raises:
        LoginError: the server wants another user name or password.
        OSError: no server is there, or it does not give what was asked for.
        AllowanceError: it did not answer in time.
    """
    headers = {"User-Agent": "Facecam"} | ({"Range": f"bytes={position}-"} if position else {})
    asked = urllib.request.Request(place.url, headers=headers)
    opener = _opener(place, allowance)
    response: HTTPResponse = understood(lambda: opener.open(asked, None, allowance.remaining_s()))
    if position and response.status != 206:
        response.close()
        raise ConnectionError("the server does not give the part that was asked for")
    return response


def understood(call: Callable[[], T]) -> T:
    """Call what talks to a server; let it raise nothing but what ``request`` says."""
    try:
        return call()
    except urllib.error.HTTPError as error:
        error.close()
        kind = LoginError if error.code in _WANTS_A_LOGIN else ConnectionError
        raise kind(f"the server answers {error.code}{_meaning(error.code)}") from None
    except urllib.error.URLError as error:
        raise _plain(error.reason) from None
    except OSError as error:
        raise _plain(error) from None
    except (HTTPException, ValueError):
        raise ConnectionError("the server's answer is not understood") from None


def _meaning(code: int) -> str:
    """Return what a status means; the server's own words are not shown: they may be anything."""
    try:
        return f" {HTTPStatus(code).phrase}"
    except ValueError:
        return ""


def _plain(reason: object) -> OSError:
    """Return a fault whose text stands after a colon; it may come as an exception or as text."""
    if isinstance(reason, TimeoutError):
        return TimeoutError("the server does not answer")
    text = getattr(reason, "strerror", None) or str(reason)
    return ConnectionError(text[:1].lower() + text[1:])


def _opener(place: Place, allowance: Allowance) -> urllib.request.OpenerDirector:
    """Return urllib's parts that speak http, and none of those for files and ftp."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPRedirectHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        _Errors(),
        _Web(allowance),
    ):
        opener.add_handler(handler)
    if place.user is not None:
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, "://".join(place.server), place.user, place.password)
        opener.add_handler(_Login(passwords))
    return opener


class _Login(urllib.request.BaseHandler):
    """Gives name and password in whichever way the server asks for them, of the two there are."""

    def __init__(self, passwords: urllib.request.HTTPPasswordMgr) -> None:
        self._ways = (
            urllib.request.HTTPDigestAuthHandler(passwords),
            urllib.request.HTTPBasicAuthHandler(passwords),
        )

    def add_parent(self, parent: urllib.request.OpenerDirector) -> None:
        super().add_parent(parent)
        for way in self._ways:
            way.add_parent(parent)

    def http_error_401(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
    ) -> HTTPResponse | None:
        for way in self._ways:
            with suppress(ValueError):  # it is asked for in another way
                answer: HTTPResponse | None = way.http_error_401(req, fp, code, msg, headers)
                if answer is not None:
                    return answer
        return None


class _Errors(urllib.request.HTTPErrorProcessor):
    """Reads no page that comes with an error or a redirection: it may have no end."""

    def http_response(
        self, request: urllib.request.Request, response: HTTPResponse
    ) -> HTTPResponse:
        if not 200 <= response.status < 300:
            response.close()
        answer: HTTPResponse = super().http_response(request, response)
        return answer

    https_response = http_response


class _Web(urllib.request.AbstractHTTPHandler):
    """Opens connections whose answers are waited for within the allowance."""

    http_request = https_request = urllib.request.AbstractHTTPHandler.do_request_

    def __init__(self, allowance: Allowance) -> None:
        super().__init__()
        self._plain, self._secure = connections_within(allowance)

    def http_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self.do_open(self._plain, req)

    def https_open(self, req: urllib.request.Request) -> HTTPResponse:
        trusting = ssl.create_default_context()
        trusting.check_hostname = False
        trusting.verify_mode = ssl.CERT_NONE
        return self.do_open(self._secure, req, context=trusting)
