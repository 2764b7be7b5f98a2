#!/usr/bin/env bash
# Builds the two Python environments from their lock files. Asks nothing; does nothing when nothing changed.
set -euo pipefail
cd "$(dirname "$0")/.."

SERVER_PYTHON_MINIMUM=3.11

# Runs "$@" quietly and says in one line what happened and how long it took; shows everything on failure.
step() {
  local title=$1 started=$EPOCHREALTIME output status=0
  shift
  printf 'set-up: %-46s ' "$title ..."
  output=$("$@" 2>&1) || status=$?
  if ((status != 0)); then
    printf 'FAILED\n%s\n' "$output" >&2
    exit "$status"
  fi
  printf '%6.1f s\n' "$(seconds_since "$started")"
}

# Seconds since $1 (an EPOCHREALTIME), in plain bash: Debian brings no bc.
seconds_since() {
  local now=$EPOCHREALTIME microseconds
  microseconds=$((${now/[.,]/} - ${1/[.,]/}))
  printf '%d.%06d' $((microseconds / 1000000)) $((microseconds % 1000000))
}

# pyenv's shims are on PATH even for versions that are switched off: only running one tells.
runs() { "$1" -c 'pass' >/dev/null 2>&1; }
at_least() { runs "$1" && "$1" -c "import sys; sys.exit(sys.version_info < (${2/./, }))"; }

pyenv_pythons() {
  local root
  for root in "${PYENV_ROOT:-}" "$HOME/.pyenv"; do
    [ -d "$root/versions" ] && ls -d "$root"/versions/"$1"*/bin/python3 2>/dev/null | sort --version-sort --reverse
  done
  return 0
}

# Rasa 3.6 runs on Python 3.10 only; a bare version lets uv fetch its own.
rasa_python() {
  local candidate
  for candidate in "$(command -v python3.10 || true)" $(pyenv_pythons 3.10.); do
    [ -n "$candidate" ] && runs "$candidate" && { real_path "$candidate"; return; }
  done
  echo 3.10
}

server_python() {
  local candidate
  for candidate in "$(command -v python3 || true)" $(pyenv_pythons 3.); do
    [ -n "$candidate" ] && at_least "$candidate" "$SERVER_PYTHON_MINIMUM" && { real_path "$candidate"; return; }
  done
  echo "$SERVER_PYTHON_MINIMUM"
}

real_path() { "$1" -c 'import os, sys; print(os.path.realpath(sys.executable))'; }

find_uv() {
  local candidate
  for candidate in "$(command -v uv || true)" .uv/bin/uv .uv/lib/bin/uv; do
    [ -n "$candidate" ] && "$candidate" --version >/dev/null 2>&1 && { echo "$candidate"; return; }
  done
  return 1
}

# Debian's python3 comes without venv unless python3-venv is installed; pip alone will do.
install_uv() {
  rm -rf .uv
  if python3 -m venv .uv; then
    .uv/bin/python -m pip install --quiet uv
  elif rm -rf .uv && python3 -m pip --version; then
    python3 -m pip install --quiet --target .uv/lib uv
  elif [ "$(id -u)" = 0 ] && command -v apt-get; then
    apt-get update -q
    DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends python3-venv
    python3 -m venv .uv && .uv/bin/python -m pip install --quiet uv
  else
    echo "python3 has neither venv nor pip here. Once, as root: apt-get install python3-venv (or put uv on PATH)."
    return 1
  fi
}

# What an environment was built from: its lock, its project file and where it stands.
fingerprint() { { cat "$@"; pwd; } | sha256sum; }

build() { # title, environment, project folder, function that names its python
  local title=$1 environment=$2 project=$3 python wanted
  wanted=$(fingerprint "$project/uv.lock" "$project/pyproject.toml")
  if [ "$(cat "$environment/built-from" 2>/dev/null)" = "$wanted" ] && runs "$environment/bin/python"; then
    return
  fi
  python=$("$4")
  step "$title" env UV_PROJECT_ENVIRONMENT="$PWD/$environment" \
    "$UV" sync --project "$project" --frozen --no-progress --python "$python"
  echo "$wanted" >"$environment/built-from"
}

UV=$(find_uv) || { step "uv (from PyPI)" install_uv; UV=$(find_uv); }
# A foreign virtual environment that happens to be active is not ours to touch.
unset VIRTUAL_ENV
build "server environment (.venv)" .venv . server_python
build "Rasa environment (.venv-rasa, Python 3.10)" .venv-rasa bot/nlu rasa_python
