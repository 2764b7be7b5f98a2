"""A change of the data as a patch to download, for a checkout that is elsewhere."""

from email.header import Header
from email.utils import format_datetime

from sqlalchemy import RowMapping


def mailbox(change: RowMapping) -> str:
    """One change of `data_changes` as `git am` and `git apply` take it."""
    subject, _, body = str(change["message"]).partition("\n")
    # A line that begins like a mail, or like a diff, would end the words.
    words = "".join(f" {line}\n" for line in body.strip().splitlines())
    if not subject.isascii():
        subject = Header(subject, "utf-8", maxlinelen=10_000).encode()
    author = f"{change['staff_id'] or 'hotline'} <{change['staff_id'] or 'hotline'}@staff.invalid>"
    return (
        f"From {'0' * 40} Mon Sep 17 00:00:00 2001\n"
        f"From: {author}\n"
        f"Date: {format_datetime(change['at'])}\n"
        f"Subject: [PATCH] {subject}\n"
        "MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n"
        f"\n{words}---\n\n{change['diff']}-- \nwertmanager\n\n"
    )
