"""Keys for one purpose each, all drawn from the one secret the operator keeps."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

COOKIES = "staff cookies"
SECOND_FACTORS = "staff second factors"
RECOVERY_CODES = "staff recovery codes"


def key_for(purpose: str, secret: str) -> bytes:
    """32 bytes; who learns one of them learns nothing of the others."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret.encode())
