"""One turn at a time per conversation: in memory for one Rasa process, in Redis for several."""

import asyncio
import os
from contextlib import asynccontextmanager
from typing import Any, AsyncIterator, Dict, Mapping, Optional

from rasa.core.lock_store import LockError, LockStore
from rasa.shared.exceptions import RasaException
from redis import asyncio as redis
from redis.exceptions import LockError as RedisLockError

PATIENCE_S = 8.0
# Longer than any turn may take: a process that died must not block its conversations for long.
LIFETIME_S = 20.0
POLL_S = 0.02


class ConversationLocks(LockStore):
    """Rasa's lock store. Rasa's own polls once a second, and in Redis can give two turns one ticket."""

    def __init__(self, endpoint_config: Any = None, environ: Mapping[str, str] = os.environ) -> None:
        self._url = environ.get("REDIS_URL", "")
        if not self._url and int(environ.get("SANIC_WORKERS") or 1) > 1:
            raise RasaException("several Rasa workers share their locks through Redis: set REDIS_URL")
        self._redis: Optional[Any] = None
        self._waiting: Dict[str, "_Turns"] = {}

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = LIFETIME_S, wait_time_in_seconds: float = POLL_S
    ) -> AsyncIterator[None]:
        """Raises LockError when the turn before does not end within PATIENCE_S seconds."""
        chosen = self._in_redis(conversation_id) if self._url else self._in_memory(conversation_id)
        async with chosen:
            yield

    @asynccontextmanager
    async def _in_memory(self, conversation_id: str) -> AsyncIterator[None]:
        turns = self._waiting.setdefault(conversation_id, _Turns())
        turns.count += 1
        try:
            await _within_patience(turns.lock)
            try:
                yield
            finally:
                turns.lock.release()
        finally:
            turns.count -= 1
            if not turns.count:
                del self._waiting[conversation_id]

    @asynccontextmanager
    async def _in_redis(self, conversation_id: str) -> AsyncIterator[None]:
        # Made here and not at the start, because its connections belong to the running event loop.
        self._redis = self._redis or redis.Redis.from_url(self._url, socket_timeout=3)
        lock = self._redis.lock(
            f"hotline:turn:{conversation_id}", timeout=LIFETIME_S, blocking_timeout=PATIENCE_S, sleep=POLL_S
        )
        try:
            async with lock:
                yield
        except RedisLockError as error:
            raise LockError(f"lock in Redis: {error}") from error


class _Turns:
    """The turns of one conversation, running and waiting."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.count = 0


async def _within_patience(lock: asyncio.Lock) -> None:
    try:
        await asyncio.wait_for(lock.acquire(), PATIENCE_S)
    except asyncio.TimeoutError:
        raise LockError("the conversation's turn before has not ended") from None
