#!/bin/sh
# database.sh backup FILE: copies the database while the server records into it. database.sh restore FILE: puts a copy
# in its place while the server is stopped. database.sh reencrypt: brings all bodies under the first ENCRYPTION_KEY while
# the server is stopped. The same variables say which database as for the server.
home=${CATALINA_HOME:-$(cd "$(dirname "$0")/.." && pwd)}
if [ -n "$PROXY_DATA" ] && [ -z "$DATABASE_PATH" ]; then
  export DATABASE_PATH="$PROXY_DATA/proxy_requests.db"
fi
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Dcatalina.base="${CATALINA_BASE:-$home}" \
  -cp "$home/webapp/WEB-INF/classes:$home/webapp/WEB-INF/lib/*:$home/lib/*" \
  io.github.openrouterproxy.boot.DatabaseCommand "$@"
