"""The JSON of the REST interface against Twilio's published schema, where that is at hand."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from urllib3 import make_headers

from carrier import Network
from carrier.serving import create_app
from tests.carrier.scripted import ACCOUNT, CALLER, HOTLINE, TOKEN

SCHEMA = Path(__file__).resolve().parents[3] / "shared/telephony/twilio_api_v2010.json"
ROOT = f"/2010-04-01/Accounts/{ACCOUNT}"
LEAST = {
    "message": {"sid", "status", "body", "from", "to", "error_code"},
    "call": {"sid", "status", "from", "to"},
}


def published(kind: str) -> dict[str, Any]:
    if not SCHEMA.exists():
        return {}
    found = json.loads(SCHEMA.read_text())["components"]["schemas"][f"api.v2010.account.{kind}"]["properties"]
    return dict(found)


@pytest.fixture
def rest(net: Network, hotline: object, app: Any) -> FlaskClient:
    app.answers["/voice"] = "<Gather/>"
    net.call(CALLER, HOTLINE)
    client = create_app(net).test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = make_headers(basic_auth=f"{ACCOUNT}:{TOKEN}")["authorization"]
    client.post(f"{ROOT}/Messages.json", data={"To": CALLER, "From": HOTLINE, "Body": "Hallo"})
    return client


@pytest.mark.parametrize("kind", ["message", "call"])
def test_a_resource_has_the_published_fields(rest, kind):
    resource = rest.get(f"{ROOT}/{kind.title()}s.json").get_json()[f"{kind}s"][0]
    assert LEAST[kind] <= set(resource)
    if properties := published(kind):
        assert set(properties) - set(resource) - {"annotation"} == set()


@pytest.mark.parametrize("kind", ["message", "call"])
def test_a_state_is_one_of_the_published_ones(rest, kind):
    status = rest.get(f"{ROOT}/{kind.title()}s.json").get_json()[f"{kind}s"][0]["status"]
    assert status in {"queued", "in-progress"}
    values = published(kind).get("status", {}).get("enum")
    assert values is None or status in values
