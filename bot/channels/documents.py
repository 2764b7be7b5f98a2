"""Contracts that can be opened with a link: whoever has it may read it, nobody can guess it."""

from flask import Blueprint, Response

from bot.errors import BackendError, ContractNotFound
from bot.shop.ordering.models import Contract
from bot.shop.ordering.port import Ordering

# A page that shows personal data is kept nowhere, found by nobody and framed by nobody.
HEADERS = {
    "Cache-Control": "no-store, private",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}
LONGEST_TOKEN = 64


def documents_blueprint(ordering: Ordering) -> Blueprint:
    """GET /documents/<token>: the PDF, byte for byte as it was made; 404 for everything else."""
    routes = Blueprint("documents", __name__)

    @routes.get("/documents/<token>")
    def document(token: str) -> Response:
        # Handled here to the end: elsewhere the path, which is the secret, would be logged.
        try:
            return _shown(ordering.contract(token[:LONGEST_TOKEN]))
        except ContractNotFound:
            return _plain("not found\n", 404)
        except BackendError:
            return _plain("not available, please try again later\n", 503)

    return routes


def _shown(contract: Contract) -> Response:
    disposition = {"Content-Disposition": f'inline; filename="{contract.filename}"'}
    return Response(contract.content, 200, {**HEADERS, **disposition}, content_type="application/pdf")


def _plain(text: str, status: int) -> Response:
    return Response(text, status, HEADERS, content_type="text/plain; charset=utf-8")
