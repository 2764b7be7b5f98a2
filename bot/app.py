"""The Flask application: the webhooks, guarded by the signature and by a way out of every failure."""

from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from bot.channels.documents import documents_blueprint
from bot.channels.sms.routes import sms_blueprint
from bot.channels.spoken_way_out import SpokenWayOut
from bot.channels.twilio_signature import BehindPath, TwilioSignature
from bot.channels.unsaved import Unsaved
from bot.channels.voice.routes import XML, voice_blueprint
from bot.errors import BadRequest, BadSignature
from bot.health import health_blueprint
from bot.logs import configure_logs
from bot.settings import Settings
from bot.staff.faults_shown import shown
from bot.staff.local_paths import is_staff_path
from bot.understanding.warm_up import warm_up
from bot.wiring import Hotline, build

log = structlog.get_logger(__name__)

# Several times what the carrier ever sends.
LARGEST_REQUEST = 256 * 1024


def create_app(settings: Settings, hotline: Hotline | None = None, work: bool = True) -> Flask:
    """The application for these settings; a simulation brings its own parts and lets them `work` itself."""
    configure_logs(settings.log_format)
    parts = hotline or build(settings)
    app = Flask("hotline", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.register_blueprint(voice_blueprint(parts.calls, parts.statuses))
    for pages in (*parts.experts.blueprints, parts.callbacks.blueprint, *parts.pages):
        app.register_blueprint(pages)
    app.register_blueprint(sms_blueprint(parts.threads, parts.outbox))
    app.register_blueprint(documents_blueprint(parts.ordering))
    app.register_blueprint(health_blueprint(parts.checks, parts.metrics))
    parts.staff.on(app)
    _guard(app, settings, parts)
    _way_out(app, settings, parts)
    _simulated_phone(app, settings)
    app.wsgi_app = BehindPath(app.wsgi_app, urlsplit(settings.public_base_url).path)  # type: ignore[method-assign]
    warm_up()
    if work:
        _start_workers(parts)
    return app


def _start_workers(parts: Hotline) -> None:
    people = (parts.experts.worker, parts.callbacks.worker, parts.desk.worker, parts.promises)
    for worker in (parts.outbox.worker, parts.confirmations.worker, *people, *parts.console_workers):
        worker.start()


def _guard(app: Flask, settings: Settings, parts: Hotline) -> None:
    """Nothing under /twilio is read before its signature is checked."""
    signature = TwilioSignature(settings.twilio_auth_token, settings.public_base_url)

    @app.before_request
    def check_signature() -> None:
        if request.path.startswith("/twilio/") and request.url_rule is not None:
            signature.check(request)

    @app.errorhandler(BadSignature)
    def refuse(error: BadSignature) -> Response:
        parts.metrics.refused.labels(str(error)).inc()
        log.warning("webhook_refused", why=str(error), path=request.path)
        return Response("not signed by the carrier\n", 403, content_type="text/plain; charset=utf-8")

    @app.errorhandler(BadRequest)
    def reject(error: BadRequest) -> Response:
        parts.metrics.refused.labels("malformed").inc()
        return Response(f"{error}\n", 400, content_type="text/plain; charset=utf-8")


def _way_out(app: Flask, settings: Settings, parts: Hotline) -> None:
    """Whatever breaks, the caller hears a sentence and not the carrier's error."""
    way_out = SpokenWayOut(parts.phrases, settings.public_base_url)

    @app.errorhandler(Exception)
    def speak(error: Exception) -> AnyResponse | HTTPException:
        if is_staff_path(request.path):
            return shown(error)
        if isinstance(error, HTTPException):
            return error
        log.error("request_failed", fault=type(error).__name__, path=request.path)
        if not request.path.startswith("/twilio/") or request.path.endswith("/status"):
            return Response("out of order\n", 503, content_type="text/plain; charset=utf-8")
        _keep(parts.unsaved)
        answer = way_out.sms(request) if request.path.startswith("/twilio/sms") else way_out.voice(request)
        return Response(answer, content_type=XML)


def _keep(unsaved: Unsaved) -> None:
    """Keep the words; where even that fails, the apology still has to be spoken."""
    try:
        unsaved.keep(request.form)
    except OSError as error:
        log.error("words_lost", fault=type(error).__name__)


def _simulated_phone(app: Flask, settings: Settings) -> None:
    """With the simulated carrier, /phone leads to its phone in the browser."""
    address = settings.carrier_phone_url
    if address is None:
        return

    @app.get("/")
    @app.get("/phone")
    def phone() -> Response:
        return redirect(address)  # type: ignore[return-value]
