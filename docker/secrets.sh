#!/bin/sh
# Makes the secrets that docker-compose.yml asks for, where they are missing: sh docker/secrets.sh [FOLDER]
#
# The containers run as other users, so the files are readable for all and their folder for its owner alone.
set -eu
folder=${1:-secrets}

umask 022
mkdir -p "$folder/receivers"
chmod 700 "$folder"
for name in redis_password endpoint_token grafana_password; do
  [ -s "$folder/$name" ] || head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n' > "$folder/$name"
done
[ -s "$folder/receivers/demo" ] || echo "whsec_$(head -c 32 /dev/urandom | base64 -w 0)" > "$folder/receivers/demo"
