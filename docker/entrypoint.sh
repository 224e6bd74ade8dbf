#!/bin/sh
# Makes REDIS_URL of a password in a file, so that the password stands neither in the compose file nor in `docker inspect`.
set -eu
if [ -n "${REDIS_PASSWORD_FILE:-}" ]; then
  REDIS_URL="redis://:$(cat "$REDIS_PASSWORD_FILE")@${REDIS_HOST:-redis}:6379/0"
  export REDIS_URL
fi
exec "$@"
