#!/bin/sh
# Makes the database at the first start, as the entry point of the official image does.
set -eu

as_postgres() { setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; }

chown postgres:postgres "$PGDATA"
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    as_postgres initdb -D "$PGDATA" -U "$POSTGRES_USER" -A "$POSTGRES_HOST_AUTH_METHOD" -E UTF8 --locale=C.UTF-8
    echo "host all all all $POSTGRES_HOST_AUTH_METHOD" >> "$PGDATA/pg_hba.conf"
    as_postgres pg_ctl -D "$PGDATA" -w -o "-c listen_addresses= -k /tmp" start
    as_postgres createdb -h /tmp -U "$POSTGRES_USER" "$POSTGRES_USER"
    as_postgres pg_ctl -D "$PGDATA" -w stop
fi
exec setpriv --reuid=postgres --regid=postgres --clear-groups \
    postgres -D "$PGDATA" -c "listen_addresses=*" -k /tmp
