# Finds a JDK 25 or later and exports JAVA_HOME; sourced by ./signalbox and ./mvnw (POSIX sh).
# Order: $SIGNALBOX_JAVA_HOME, $JAVA_HOME, the usual places, then the java on the PATH.

signalbox_jdk_version() {
  # Prints the feature version of the JDK in folder $1, or 0 when there is none (or only a JRE).
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || { echo 0; return; }
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" | head -n 1
}

signalbox_find_jdk() {
  for home in "${SIGNALBOX_JAVA_HOME:-}" "${JAVA_HOME:-}" \
    /usr/lib/jvm/*25* /usr/lib/jvm/* /opt/*jdk*25* /opt/java/* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/25* "${HOME:-/nonexistent}"/.jdks/*25* \
    /Library/Java/JavaVirtualMachines/*25*/Contents/Home; do
    [ -n "$home" ] || continue
    version=$(signalbox_jdk_version "$home")
    if [ "${version:-0}" -ge 25 ]; then
      JAVA_HOME=$home
      export JAVA_HOME
      return 0
    fi
  done
  on_path=$(command -v javac 2>/dev/null) && on_path=$(readlink -f "$on_path" 2>/dev/null) &&
    version=$(signalbox_jdk_version "${on_path%/bin/javac}") && [ "${version:-0}" -ge 25 ] && {
    JAVA_HOME=${on_path%/bin/javac}
    export JAVA_HOME
    return 0
  }
  echo "signalbox: needs a JDK 25 or later and found none; install one (Temurin, or your system's" \
    "openjdk-25-jdk) or set JAVA_HOME to its folder." >&2
  return 1
}
