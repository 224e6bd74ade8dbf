#!/bin/sh
# Makes the secrets that docker-compose.yml asks for, where they are missing: sh docker/secrets.sh [FOLDER]
#
# The containers run as other users, so the files are readable for all and their folder for its owner alone.
set -eu
folder=${1:-secrets}

missing() {
  [ -s "$folder/$1" ] || echo "$folder/$1"
}

random() {
  head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n'
}

mkdir -p "$folder/receivers"
chmod 700 "$folder"
chmod 755 "$folder/receivers"
umask 022
for name in redis_password endpoint_token grafana_password; do
  file=$(missing "$name")
  [ -z "$file" ] || random > "$file"
done
file=$(missing receivers/demo)
[ -z "$file" ] || echo "whsec_$(head -c 32 /dev/urandom | base64 -w 0)" > "$file"
