"""Every way a transfer to an expert can go, played in virtual time."""
