# The parts of src/bench/run. Only processes started here are ended, by their ids.

WORK=$(mktemp -d)
JAVA=${JAVA_HOME:+$JAVA_HOME/bin/}java
# The programs at both ends collect rarely and little, so that their own pauses are not taken for the relay's.
ENDS=("$JAVA" -XX:+UseSerialGC -Xms512m -Xmx512m -Xmn400m)
STARTED=()
RELAY=

stop_all() {
  for pid in ${RELAY:+"$RELAY"} ${STARTED[@]+"${STARTED[@]}"}; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$WORK"
}

# Below those that the system gives to outgoing connections.
free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)) && (exec 3<> "/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}

on_core() { local core=$1; shift; taskset -c "$core" "$@" & STARTED+=($!); LAST=$!; }

# Milliseconds of CPU that a process and its children have used.
cpu_ms() {
  local sum=0 pid fields
  for pid in "$1" $(pgrep -P "$1" || true); do
    fields=($(sed 's/.*) //' "/proc/$pid/stat"))
    sum=$((sum + fields[11] + fields[12]))
  done
  echo $((sum * 1000 / $(getconf CLK_TCK)))
}

calculate() { awk "BEGIN { printf \"%.${2:-1}f\", $1 }"; }
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
sum() { awk '{ all += $1 } END { print all }'; }
field() { awk -v name="$1" '{ for (i = 1; i < NF; i++) if ($i == name) print $(i + 1) }'; }

prepare() {
  ulimit -n 40000 2>/dev/null || ulimit -n "$(ulimit -Hn)"
  mkdir -p "$WORK/classes"
  "${JAVA}c" -d "$WORK/classes" src/bench/java/*.java
  local answer
  answer='{"model":"m","usage":{"prompt_tokens":200,"completion_tokens":200},"text":"'
  answer="$answer$(printf 'x%.0s' $(seq 1 $((1022 - ${#answer}))))\"}"
  printf 'wrk.method = "POST"\nwrk.body = [[{"model":"m","messages":[{"role":"user","content":"%s"}]}]]\n' \
    "$(printf 'y%.0s' $(seq 1 968))" > "$WORK/post.lua"
  printf 'wrk.headers["Content-Type"] = "application/json"\nwrk.headers["Authorization"] = "Bearer sk-or-v1-%032d"\n' 7 \
    >> "$WORK/post.lua"
  PLAIN=$(free_port) STREAMS=$(free_port) NGINX_PLAIN=$(free_port) NGINX_STREAMS=$(free_port)
  sed "s|@DIR@|$WORK|g; s|@PORT@|$PLAIN|; s|@ANSWER@|$answer|" src/bench/conf/upstream.conf > "$WORK/upstream.conf"
  sed "s|@DIR@|$WORK|g; s|@PLAIN@|$PLAIN|; s|@STREAMS@|$STREAMS|; s|@PORT@|$NGINX_PLAIN|; s|@PORT2@|$NGINX_STREAMS|" \
    src/bench/conf/proxy.conf > "$WORK/proxy.conf"
  on_core 1 nginx -c "$WORK/upstream.conf"
  on_core 0 nginx -c "$WORK/proxy.conf"
  NGINX=$LAST
  on_core 1 "${ENDS[@]}" -cp "$WORK/classes" BenchUpstream "$STREAMS"
  sleep 1
}

# Milliseconds of CPU that Java's compilers have used.
compiler_ms() {
  local sum=0 thread fields
  for thread in "/proc/$1/task/"*; do
    case $(cat "$thread/comm" 2> /dev/null) in
      "C1 Compiler"* | "C2 Compiler"*)
        fields=($(sed 's/.*) //' "$thread/stat"))
        sum=$((sum + (fields[11] + fields[12]) * 1000 / $(getconf CLK_TCK)))
        ;;
    esac
  done
  echo "$sum"
}

# Records that the index has still to take, as far as it counts them.
behind() { curl -sf "http://127.0.0.1:$PORT/metrics" | awk '$1 == "openrouter_proxy_index_behind" { print $2 }'; }

# Starts the relay in front of an upstream, warms it on all cores, leaves it one and warms it there until what Java has
# still to compile takes less than a twentieth of that core, or for two minutes. What the index owes from the warming is
# worked off on all cores, or for three minutes.
start_relay() {
  local upstream=$1 options=$2 warm=$3
  stop_relay
  PORT=$(free_port)
  DATA=$(mktemp -d -p "$WORK")
  OPENAI_API_BASE="http://127.0.0.1:$upstream/v1" PROXY_PORT=$PORT WEB_PORT=$(free_port) MAX_REQUESTS_HISTORY=0 \
    DATABASE_PATH="$DATA/bench.db" CATALINA_OPTS="$options ${BENCH_OPTS:-}" \
    target/openrouter-proxy/bin/catalina.sh run > "$WORK/relay.log" 2>&1 &
  RELAY=$!
  for _ in $(seq 200); do curl -sf "http://127.0.0.1:$PORT/health/ready" > /dev/null && break; sleep 0.2; done
  "$warm" 45
  taskset -acp 0 "$RELAY" > /dev/null
  local before after
  after=$(compiler_ms "$RELAY")
  for _ in 1 2 3 4 5 6; do
    before=$after
    "$warm" 20
    after=$(compiler_ms "$RELAY")
    [ $((after - before)) -ge 1000 ] || break
  done
  if ! kill -0 "$RELAY"; then tail -40 "$WORK/relay.log" >&2; return 1; fi
  taskset -acp 0,1 "$RELAY" > /dev/null
  for _ in $(seq 90); do [ "$(behind)" -gt 0 ] || break; sleep 2; done
  taskset -acp 0 "$RELAY" > /dev/null
  sleep 2
}

stop_relay() {
  if [ -n "$RELAY" ]; then kill "$RELAY" 2>/dev/null; wait "$RELAY" 2>/dev/null || true; RELAY=; rm -rf "$DATA"; fi
}

load() { taskset -c 1 "${ENDS[@]}" -cp "$WORK/classes" BenchLoad "$@"; }
# For about so many seconds.
warm_plain() { wrk -t1 -c64 "-d${1}s" -s "$WORK/post.lua" "http://127.0.0.1:$PORT/v1/chat/completions" > /dev/null; }
warm_paced() { load "$PORT" paced 1000 $(($1 / 2)) > /dev/null; }
warm_streams() { load "$PORT" streams 400 50 20 $((360 * $1)) > /dev/null; }
warm_many() { load "$PORT" streams 2000 20 500 $((200 * $1)) > /dev/null; }
warm_most() { load "$PORT" streams 5000 20 1000 $((250 * $1)) > /dev/null; }
warm_large() { load "$PORT" large 20 31457280 > /dev/null; }
recorded() { sleep 3; sqlite3 "$DATA/bench.db" "SELECT count(*) FROM exchanges WHERE state = 'finished' AND error IS NULL"; }

# name seconds pid port: appends "calls/s cpu" to a file of that name
plain_round() {
  local before after out
  before=$(cpu_ms "$3")
  out=$(taskset -c 1 wrk -t1 -c64 "-d${2}s" -s "$WORK/post.lua" "http://127.0.0.1:$4/v1/chat/completions")
  after=$(cpu_ms "$3")
  calculate "($after - $before) * 1000 / $(awk '/requests in/ { print $1 }' <<< "$out")" >> "$WORK/$1.cpu"
  echo >> "$WORK/$1.cpu"
  awk '/Requests\/sec/ { print $2 }' <<< "$out" >> "$WORK/$1.rate"
  grep -E 'Non-2xx|Socket errors' <<< "$out" >> "$WORK/$1.errors" || true
}

measure_plain() {
  start_relay "$PLAIN" "" warm_plain
  for _ in 1 2 3 4 5; do
    plain_round nginx 4 "$NGINX" "$NGINX_PLAIN"
    plain_round relay 8 "$RELAY" "$PORT"
  done
  local relay nginx
  relay=$(median < "$WORK/relay.cpu") nginx=$(median < "$WORK/nginx.cpu")
  echo "| CPU per 1,000 plain calls, ms (64 connections) | $relay ($(calculate "$relay / $nginx") ×) | $nginx | |"
  relay=$(median < "$WORK/relay.rate") nginx=$(median < "$WORK/nginx.rate")
  echo "| calls per second | $relay ($(calculate "100 * $relay / $nginx") %) | $nginx | |"
  echo "| failed of these | $(sort "$WORK/relay.errors" | tail -1 | xargs || true) | $(sort "$WORK/nginx.errors" | tail -1 | xargs || true) | |"
}

measure_latency() {
  start_relay "$STREAMS" "" warm_paced
  local round
  for round in 1 2 3; do
    load "$STREAMS" paced 300 10 >> "$WORK/direct.paced"
    load "$NGINX_STREAMS" paced 300 10 >> "$WORK/nginx.paced"
    load "$PORT" paced 300 10 >> "$WORK/relay.paced"
  done
  local share name row
  for share in p50 p99; do
    row="| whole call at 300 calls/s, $share, ms |"
    for name in relay nginx direct; do row="$row $(field $share < "$WORK/$name.paced" | median) |"; done
    echo "$row"
  done
}

# name port pid count pieces millis total: appends its figures to files of that name
stream_round() {
  local before out
  before=$(cpu_ms "$3")
  out=$(load "$2" streams "$4" "$5" "$6" "$7")
  calculate "($(cpu_ms "$3") - $before) * 1000 / $(field pieces <<< "$out")" >> "$WORK/$1.cpu"
  echo >> "$WORK/$1.cpu"
  local figure
  for figure in p50 p99 calls errors; do field $figure <<< "$out" >> "$WORK/$1.$figure"; done
}

# title rounds count pieces millis total
stream_rows() {
  local title=$1 rounds=$2 name lag= cpu= whole=
  shift 2
  rm -f "$WORK"/{relay,nginx,direct}.{cpu,p50,p99,calls,errors}
  for _ in $(seq "$rounds"); do
    stream_round direct "$STREAMS" $$ "$@"
    stream_round nginx "$NGINX_STREAMS" "$NGINX" "$@"
    stream_round relay "$PORT" "$RELAY" "$@"
  done
  for name in relay nginx direct; do
    lag="$lag $(median < "$WORK/$name.p50") / $(median < "$WORK/$name.p99") |"
    whole="$whole $(sum < "$WORK/$name.calls"), $(sum < "$WORK/$name.errors") |"
  done
  cpu=$(median < "$WORK/relay.cpu")
  name=$(median < "$WORK/nginx.cpu")
  echo "| $title: lag of a piece p50 / p99, ms |$lag"
  echo "| … CPU of a piece, µs | $cpu ($(calculate "$cpu / $name") ×) | $name | |"
  echo "| … whole streams, errors |$whole"
}

measure_streams() {
  start_relay "$STREAMS" "" warm_streams
  stream_rows "200 streams × 50 pieces × 20 ms" 5 200 50 20 2000
}

measure_many() {
  start_relay "$STREAMS" "-XX:+UseZGC" warm_many
  stream_rows "2,000 streams × 20 pieces × 500 ms, ZGC" 3 2000 20 500 4000
}

measure_most() {
  start_relay "$STREAMS" "-Xmx1g" warm_most
  local before
  before=$(recorded)
  stream_rows "5,000 streams × 20 pieces × 1 s, -Xmx1g" 1 5000 20 1000 7500
  echo "| … of them on record, with 1,000 for warming up | $(($(recorded) - before)) | | |"
}

measure_large() {
  start_relay "$STREAMS" "-Xmx512m" warm_large
  local relay
  relay=$(load "$PORT" large 100 31457280)
  echo "| 100 answers of 30 MB at once, -Xmx512m: whole, errors; peak memory of the process, MB | $(field calls <<< "$relay"), $(field errors <<< "$relay"); $(awk '/VmHWM/ { print int($2 / 1024) }' "/proc/$RELAY/status") | | |"
}
