"""The way to the action server: one kept connection, a short deadline, never a second try."""

import asyncio
import json
from typing import Any, Dict, Optional

import aiohttp
import ujson
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from bot.errors import DialogueUnavailable

# Below the action server's own keep-alive (rasa-sdk: 120 s): a POST must not meet a connection being closed.
IDLE_S = 45


class ActionUnavailable(DialogueUnavailable):
    """The action server is down, too slow, or answered with something that is not a result.

    Deliberately no RasaException: Rasa swallows those, and the dialogue would go on as if the action had run.
    """


class BoundedActions(EndpointConfig):
    """Rasa's action endpoint with a time limit in seconds; of the domain only forms and slots are sent."""

    def __init__(self, url: str, timeout_s: float, domain: Optional[Domain]) -> None:
        # Selective: Rasa would otherwise copy the whole domain, every response included, into each request.
        super().__init__(webhook_url(url), enable_selective_domain=True)
        self.domain = domain
        self._domain_sent = _forms_and_slots(domain)
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)
        self._session: Optional[aiohttp.ClientSession] = None

    async def request(self, method: str = "post", subpath: Optional[str] = None, **kwargs: Any) -> Any:
        """The action's result; ClientResponseError for a rejection (400), else ActionUnavailable."""
        body = {**kwargs["json"], "domain": self._domain_sent}
        try:
            async with self._connection().post(self.url, data=ujson.dumps(body)) as response:
                return _result(response.status, await response.read())
        except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError, asyncio.TimeoutError) as error:
            raise ActionUnavailable(type(error).__name__) from error

    async def close(self) -> None:
        """Drop the kept connections."""
        if self._session is not None:
            await self._session.close()

    def _connection(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=IDLE_S),
                headers={"Content-Type": "application/json"},
                timeout=self._timeout,
            )
        return self._session


def webhook_url(url: str) -> str:
    """The action server's address with rasa-sdk's path, whether it was given or not."""
    return url if url.rstrip("/").endswith("/webhook") else url.rstrip("/") + "/webhook"


def _forms_and_slots(domain: Optional[Domain]) -> Dict[str, Any]:
    if domain is None:
        return {}
    return {"forms": domain.forms, "slots": domain.as_dict().get("slots", {})}


def _result(status: int, body: bytes) -> Dict[str, Any]:
    if status == 400 and _is_rejection(body):
        raise ClientResponseError(status, "rejected", body.decode())
    result = _json(body)
    if status != 200 or not isinstance(result, dict):
        raise ActionUnavailable(f"status {status}")
    return result


def _is_rejection(body: bytes) -> bool:
    answer = _json(body)
    return isinstance(answer, dict) and "action_name" in answer


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None
