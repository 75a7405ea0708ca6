# Starts and ends the brokers that the scripts of this folder load; for sourcing, from the folder
# above. Needs $work, a folder; sets $pid, $port and $ready_ms.
broker_core=0 load_core=1 started=0 pid=

# A broker that does not end when asked is killed: the next one needs its core.
end_broker() {
  [ -n "$pid" ] || return 0
  kill "$pid" 2>/dev/null || true
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.25
  done
  kill -9 "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  pid=
}

# Starts $1 with an empty data folder.
start() {
  data=$work/data
  rm -rf "$data"
  mkdir -p "$data"
  port=$((20000 + $$ % 20000 + started))
  started=$((started + 1))
  start_again "$1"
}

# Fetches $1, a broker in Java, and its libraries once; they never meet ours.
fetch() {
  [ ! -e "bench/others/$1/target/Peer.class" ] ||
    [ "bench/others/$1/Peer.java" -nt "bench/others/$1/target/Peer.class" ] || return 0
  echo "fetching $1" >&2
  ./mvnw -q -B -ntp -f "bench/others/$1/pom.xml" dependency:copy-dependencies >&2
  "$JAVA_HOME/bin/javac" -proc:none -cp "bench/others/$1/target/lib/*" \
    -d "bench/others/$1/target" "bench/others/$1/Peer.java"
}

# Starts $1 on what it has left in its data folder.
start_again() {
  : >"$work/out"
  case $1 in
  hub-*)
    SIGNALBOX_SERVER__DATA=$data SIGNALBOX_LISTEN__MQTT=127.0.0.1:$port \
      SIGNALBOX_LISTEN__HTTP=127.0.0.1:0 SIGNALBOX_DURABILITY__ACK=${1#hub-} \
      taskset -c "$broker_core" ./signalbox >"$work/out" 2>&1 &
    pid=$! ready='^ready'
    ;;
  mosquitto*)
    printf 'user %s\nlistener %s 127.0.0.1\nallow_anonymous true\nmax_queued_messages 100000\n' \
      "$(id -un)" "$port" >"$work/mosquitto.conf"
    case $1 in *-nodelay) echo "set_tcp_nodelay true" >>"$work/mosquitto.conf" ;; esac
    case $1 in *-persistent*) printf 'persistence true\npersistence_location %s/\n%s\n' "$data" \
      "autosave_interval 5" >>"$work/mosquitto.conf" ;; esac
    taskset -c "$broker_core" mosquitto -c "$work/mosquitto.conf" >"$work/out" 2>&1 &
    pid=$! ready=running
    ;;
  hivemq | moquette)
    fetch "$1"
    # The options of HiveMQ's own start script; Moquette needs none.
    taskset -c "$broker_core" "$JAVA_HOME/bin/java" --add-opens java.base/java.lang=ALL-UNNAMED \
      --add-opens java.base/java.nio=ALL-UNNAMED --add-opens java.base/sun.nio.ch=ALL-UNNAMED \
      --add-opens jdk.management/com.sun.management.internal=ALL-UNNAMED \
      --add-exports java.base/jdk.internal.misc=ALL-UNNAMED --enable-native-access=ALL-UNNAMED \
      -cp "bench/others/$1/target:bench/others/$1/target/lib/*" Peer "$port" "$data" \
      >"$work/out" 2>&1 &
    pid=$! ready=^ready
    ;;
  *)
    echo "$0: there is no broker '$1'" >&2
    exit 2
    ;;
  esac
  begun=$(date +%s%3N)
  until grep -q "$ready" "$work/out"; do
    if ! kill -0 "$pid" 2>/dev/null || [ $(($(date +%s%3N) - begun)) -gt 120000 ]; then
      tail -n 20 "$work/out" >&2
      echo "$0: $1 did not start" >&2
      exit 69
    fi
    sleep 0.01
  done
  ready_ms=$(($(date +%s%3N) - begun))
}

# Loads the broker: the options of signalbox bench but those of whom it speaks to.
bench() {
  taskset -c "$load_core" ./signalbox bench "$@" --url "mqtt://127.0.0.1:$port" --pid "$pid" --json
}

# One number of a line of JSON.
member() { sed -n "s/.*\"$1\":\([-0-9.eE]*\).*/\1/p"; }
