"""The input channel `hotline`: /parse, /turn, /warm and /ready for the server, JSON over loopback."""

import hmac
import logging
import os
from typing import Any, Awaitable, Callable, Dict, Optional

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.exceptions import RasaException
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.nlu.action_endpoint import BoundedActions
from bot.nlu.bodies import ParseBody, TurnBody, WarmBody
from bot.nlu.fields import BodyRefused
from bot.nlu.models import Models, name_of
from bot.nlu.parses import parses
from bot.nlu.turn import Turn

logger = logging.getLogger(__name__)

Answer = Callable[[Agent, bytes], Awaitable[Dict[str, Any]]]
# However long it takes: who asks for it asks for nothing else.
WARM_S = 120.0


class HotlineChannel(InputChannel):
    """Answers whoever knows the token; a wrong body is a 4xx, a broken part behind it a 503, both as JSON."""

    def __init__(self, token: str, action_timeout_s: float) -> None:
        self._authorization = f"Bearer {token}".encode()
        self._action_timeout_s = action_timeout_s
        self._models = Models()

    @classmethod
    def name(cls) -> str:
        """The path below /webhooks."""
        return "hotline"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[str, Any]]) -> "HotlineChannel":
        """Raises RasaException without a token, because everybody could then talk to any conversation."""
        token = str((credentials or {}).get("token") or "")
        if not token:
            raise RasaException("credentials.yml: the hotline channel needs a token (RASA_TOKEN)")
        return cls(token, float(os.environ.get("ACTION_TIMEOUT_S", "3.5")))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes; `on_new_message` is not used, since a turn answers in one piece."""
        routes = Blueprint("hotline")
        routes.add_route(self._guarded(self._parse), "/parse", methods=["POST"])
        routes.add_route(self._guarded(self._turn), "/turn", methods=["POST"])
        routes.add_route(self._guarded(self._warm), "/warm", methods=["POST"])
        routes.add_route(self._guarded(self._ready), "/ready", methods=["GET"])
        routes.listener(self._close_actions, "before_server_stop")
        return routes

    def _guarded(self, answer: Answer) -> Callable[[Request], Awaitable[HTTPResponse]]:
        async def handle(request: Request) -> HTTPResponse:
            if not self._knows_token(request):
                return _error("the token is missing or wrong", 401)
            try:
                return json(await answer(request.app.ctx.agent, request.body))
            except BodyRefused as refusal:
                return _error(str(refusal), refusal.status)
            except Exception as error:
                logger.exception("%s failed: %s", request.path, type(error).__name__)
                return _error("the dialogue is not available", 503)

        handle.__name__ = answer.__name__
        return handle

    def _knows_token(self, request: Request) -> bool:
        given = request.headers.get("authorization", "").encode("utf-8", "surrogateescape")
        return hmac.compare_digest(given, self._authorization)

    async def _parse(self, main: Agent, body: bytes) -> Dict[str, Any]:
        asked = ParseBody.read(body)
        async with self._models.using(main, asked.model) as agent:
            return {**_told(agent), "parses": parses(agent.processor, asked.texts, asked.language)}

    async def _turn(self, main: Agent, body: bytes) -> Dict[str, Any]:
        asked = TurnBody.read(body)
        async with self._models.using(main, asked.model) as agent:
            _told(agent)
            self._bound_actions(agent)
            return await Turn(agent, asked).run()

    async def _warm(self, main: Agent, body: bytes) -> Dict[str, Any]:
        async with self._models.using(main, WarmBody.read(body).model, WARM_S) as agent:
            return {**_told(agent), "loaded": self._models.names(main)}

    async def _ready(self, main: Agent, _body: bytes) -> Dict[str, Any]:
        return {**_told(main), "name": name_of(main), "loaded": self._models.names(main)}

    async def _close_actions(self, app: Any, _loop: Any) -> None:
        agent = getattr(app.ctx, "agent", None)
        if agent and isinstance(agent.action_endpoint, BoundedActions):
            await agent.action_endpoint.close()
        await self._models.close()

    def _bound_actions(self, agent: Agent) -> None:
        # Asked on every request, because Rasa replaces agent or processor when it loads another model.
        present = agent.processor.action_endpoint
        if isinstance(present, BoundedActions) and present.domain is agent.domain:
            return
        url = present.url if present else "http://127.0.0.1:5055"
        bounded = BoundedActions(url, self._action_timeout_s, agent.domain)
        agent.action_endpoint = agent.processor.action_endpoint = bounded


def _told(agent: Agent) -> Dict[str, Any]:
    if agent.processor is None:
        raise RasaException("no model is loaded")
    return {"model": agent.model_id}


def _error(reason: str, status: int) -> HTTPResponse:
    return json({"error": reason}, status=status)
