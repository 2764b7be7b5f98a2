"""Contacts shortened so that the owner knows them and nobody else learns them."""


def masked(contact: str) -> str:
    """`m…r@gmx.de` for an e-mail, the last two digits for a number."""
    local, at, domain = contact.partition("@")
    if not at:
        return f"…{contact[-2:]}"
    # Two letters or fewer would be given away whole.
    return f"{local[0]}…{local[-1] if len(local) > 2 else ''}@{domain}"
