#!/bin/sh
# Finds Node for the checks of the scripts, installs it where that needs no question, or says what to do.
set -eu
OLDEST=18
new_enough() {
  command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 &&
    node -e "process.exit(Number(parseInt(process.versions.node) < $OLDEST))"
}
new_enough && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Node for the tests of the scripts (once) ..."
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm >/dev/null
  new_enough && exit 0
fi
echo "Node $OLDEST or newer with npm was not found, so the scripts of the pages are not checked; install it with:" \
  "apt-get install nodejs npm (Debian), brew install node (macOS)" >&2
exit 1
