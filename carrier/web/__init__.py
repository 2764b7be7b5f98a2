"""Webhooks as the carrier sends them: signed, timed, retried, redirected."""
