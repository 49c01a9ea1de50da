#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A PostgreSQL server for tests: new, on the loopback interface and a free port, without fsync.
#
#   private_postgres.sh start FOLDER   makes it in FOLDER (or goes on with the one that was stopped
#                                      there) and writes its URL into FOLDER/url
#   private_postgres.sh halt FOLDER    stops it, so that it can be started again
#   private_postgres.sh stop FOLDER    stops it and removes FOLDER
#
# Its superuser is "vlm", who needs no password; the role "locked" needs "open sesame:@/%41". Where
# PostgreSQL is not installed, start says so, makes no url, and succeeds.
set -eu
action=$1
folder=$2
# Debian puts the server's programs outside of the path.
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
PATH="$PATH${bin:+:$bin}"

# PostgreSQL refuses to be run by root.
owner=$(id -un)
if [ "$(id -u)" = 0 ]; then
  owner=nobody
  id postgres >/dev/null 2>&1 && owner=postgres
fi
as_owner() {
  if [ "$(id -un)" = "$owner" ]; then
    "$@"
  else
    (cd / && setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups env HOME=/ "$@")
  fi
}

make_cluster() {
  rm -rf "$folder"
  mkdir -p "$folder/data"
  chown "$owner" "$folder" "$folder/data"
  if ! as_owner test -x "$folder/data"; then
    echo "The user $owner cannot enter $folder; build elsewhere, or let others in (chmod o+x)." >&2
    exit 1
  fi
  as_owner initdb --pgdata="$folder/data" --username=vlm --auth=trust --encoding=UTF8 \
    --locale=C.UTF-8 --no-sync --no-instructions >"$folder/initdb.log"
  cat >"$folder/data/pg_hba.conf" <<'HBA'
host all locked 127.0.0.1/32 scram-sha-256
host all all 127.0.0.1/32 trust
HBA
  cat >>"$folder/data/postgresql.conf" <<'CONF'
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 200
shared_buffers = 32MB
autovacuum = off
timezone = 'Asia/Tokyo'
lc_messages = 'C'
password_encryption = 'scram-sha-256'
CONF
}

launch() { # PORT
  as_owner pg_ctl --pgdata="$folder/data" --log="$folder/data/server.log" --silent --wait \
    --timeout=60 --options="-p $1" start >/dev/null 2>&1
}

run_sql() { # PORT STATEMENT
  psql --quiet --no-psqlrc --host=127.0.0.1 --port="$1" --username=vlm --dbname=postgres \
    --command="$2"
}

start() {
  if ! command -v initdb >/dev/null || ! command -v psql >/dev/null; then
    echo "PostgreSQL is not installed (Debian: postgresql); the tests on it are skipped."
    return
  fi
  if [ -s "$folder/port" ]; then
    port=$(cat "$folder/port")
    run_sql "$port" "SELECT 1" >/dev/null 2>&1 && return # left by a run that was cut off
    launch "$port" && return
  fi
  make_cluster
  for attempt in 1 2 3 4 5 6 7 8 9 10; do
    # Of the ports that are not handed out to clients; another one if somebody listens there.
    port=$((10000 + ($(od -An -N2 -tu2 /dev/urandom) + attempt) % 20000))
    if launch "$port"; then
      run_sql "$port" "CREATE ROLE locked LOGIN PASSWORD 'open sesame:@/%41'"
      echo "$port" >"$folder/port"
      echo "postgresql://vlm@127.0.0.1:$port/postgres" >"$folder/url"
      return
    fi
  done
  cat "$folder/data/server.log" >&2
  exit 1
}

halt() {
  if [ -f "$folder/data/postmaster.pid" ]; then
    as_owner pg_ctl --pgdata="$folder/data" --silent --wait --mode=immediate stop >/dev/null 2>&1
  fi
}

case $action in
start) start ;;
halt) halt ;;
stop)
  halt || true
  rm -rf "$folder"
  ;;
*)
  echo "$0: start, halt or stop" >&2
  exit 2
  ;;
esac
