#!/usr/bin/env bash
# Chromium and its driver for the browser tests. Where they cannot be installed, the tests say so by failing.
set -euo pipefail

present() { command -v chromium >/dev/null && command -v chromedriver >/dev/null; }

if present; then exit 0; fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "set-up: no Chromium here; the browser tests will fail until: apt-get install chromium chromium-driver"
  exit 0
fi
echo "set-up: Chromium for the browser tests (apt-get) ..."
{
  apt-get update -q
  DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends chromium chromium-driver
} >/dev/null
