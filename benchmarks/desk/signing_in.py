"""Signs people in as their browser does: the page, its token, name and password; and posts for them."""

import re
from urllib.parse import urlencode

import urllib3

SIGN_IN, SETTINGS = "/staff/sign-in", "/staff/settings"
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Visitor:
    """One browser without a page: keeps cookies and the token of the last page."""

    def __init__(self, base_url: str, http: urllib3.PoolManager) -> None:
        self._base_url = base_url
        self._http = http
        self._cookies: dict[str, str] = {}
        self._token = ""

    @property
    def cookie(self) -> str:
        """The header that says who they are."""
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def sign_in(self, name: str, password: str) -> None:
        """With a password that is their own already; raises AssertionError when they are not let in."""
        self.get(SIGN_IN)
        status = self.post(SIGN_IN, name=name, password=password)
        assert status in (302, 303), f"{name} was not let in: {status}"
        # With a new session comes a new token.
        self.get(SETTINGS)

    def get(self, path: str) -> str:
        """A page's HTML."""
        answer = self._asked("GET", path, None)
        return answer.data.decode()

    def post(self, path: str, **fields: str) -> int:
        """The status a form sent there is answered with."""
        return self._asked("POST", path, urlencode({**fields, "csrf_token": self._token})).status

    def _asked(self, method: str, path: str, body: str | None) -> urllib3.BaseHTTPResponse:
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        answer = self._http.request(method, self._base_url + path, body=body, headers=headers, redirect=False)
        for line in answer.headers.getlist("Set-Cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            self._cookies[name] = value
        if found := _TOKEN.search(answer.data.decode("utf-8", "replace")):
            self._token = found[1]
        return answer
