"""Signs requests as Twilio does, over the URL as configured and the form parameters."""

from urllib.parse import urlsplit, urlunsplit

from twilio.request_validator import RequestValidator


def sign(auth_token: str, url: str, params: dict[str, str], purpose: str) -> str:
    """The X-Twilio-Signature; `params` are the form's (none for GET, whose values are in the URL)."""
    return str(RequestValidator(auth_token).compute_signature(signed_url(url, purpose), params))


def signed_url(url: str, purpose: str) -> str:
    """The URL that is signed: no fragment, no user and password, and for voice over HTTPS no port."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    if parts.scheme == "https" and purpose != "sms" and parts.port:
        host = host.removesuffix(f":{parts.port}")
    return urlunsplit((parts.scheme, host, parts.path, parts.query, ""))
