"""Lengths of time as people write them. Pure."""


def spelt(seconds: float) -> str:
    """Minutes and seconds, with hours where there are any: "2:07", "1:02:07"."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
