# Read by the other scripts: the project's folder, its interpreter and its settings.
# Containers, systemd units, the stack test and hands all start the same scripts.

cd "$(dirname "$0")/../.."
export PYTHONPATH="$PWD:$PWD/site"
export DJANGO_SETTINGS_MODULE="${DJANGO_SETTINGS_MODULE:-portal.settings.production}"
export PYTHONUNBUFFERED=1
# Gunicorn's own name for it: every script, and so the checks of `migrate`, knows how many there are.
export WEB_CONCURRENCY="${GONGKAI_WEB_WORKERS:-$((2 * $(getconf _NPROCESSORS_ONLN)))}"
if [ -z "${GONGKAI_PYTHON:-}" ]; then
	if [ -x .venv/bin/python ]; then GONGKAI_PYTHON=.venv/bin/python; else GONGKAI_PYTHON=python3; fi
fi
