# Read by catalina.sh. What the caller set in CATALINA_OPTS or JAVA_OPTS wins over what is chosen here.

# An empty variable means the default, as everywhere else.
[ -n "$PROXY_HOST" ] || unset PROXY_HOST
[ -n "$PROXY_PORT" ] || unset PROXY_PORT
[ -n "$WEB_HOST" ] || unset WEB_HOST
[ -n "$WEB_PORT" ] || unset WEB_PORT

# On a small machine Java would choose the Serial collector, which stops every stream for its pauses. With thousands of
# streams on several cores, CATALINA_OPTS=-XX:+UseZGC (on Java 21 to 23 with -XX:+ZGenerational) keeps pieces of a
# stream from waiting: 6 ms instead of 61 at the 99th percentile of 2,000 streams, for some more memory.
case " $CATALINA_OPTS $JAVA_OPTS " in
  *-XX:+Use*GC*) ;;
  *) CATALINA_OPTS="-XX:+UseG1GC $CATALINA_OPTS" ;;
esac

case " $CATALINA_OPTS $JAVA_OPTS " in
  *" -Xmx"* | *-XX:MaxHeapSize* | *-XX:MaxRAMPercentage*) ;;
  *) CATALINA_OPTS="-Xmx1g $CATALINA_OPTS" ;;
esac

# What was recorded is safe in the file; a process that is short of memory only pretends to serve.
CATALINA_OPTS="-XX:+ExitOnOutOfMemoryError $CATALINA_OPTS"

# Where `mvn -Prun` keeps its data, out of reach of a clean build.
if [ -n "$PROXY_DATA" ] && [ -z "$DATABASE_PATH" ]; then
  CATALINA_OPTS="\"-DDATABASE_PATH=$PROXY_DATA/proxy_requests.db\" $CATALINA_OPTS"
fi
