#!/bin/sh
# Finds a Chromium for the tests of the pages, installs one where that needs no question, or says what to do.
set -eu
for name in chromium chromium-browser google-chrome google-chrome-stable; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
for app in "/Applications/Google Chrome.app" "/Applications/Chromium.app"; do
  [ -d "$app" ] && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing chromium and a Chinese font for the tests of the pages (once) ..."
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null
  exit 0
fi
echo "No Chromium was found, so the tests of the pages are skipped; install one with:" \
  "apt-get install chromium fonts-noto-cjk (Debian), brew install --cask chromium (macOS)" >&2
