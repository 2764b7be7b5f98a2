"""The entry point for a WSGI server: `gunicorn server:app`, or `make run` for everything."""

import os

from bot.app import create_app
from bot.settings import Settings

app = create_app(Settings.from_environ(os.environ))
