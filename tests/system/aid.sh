# aid.sh: what the tests of this folder share. Each is a program that prints what check prints, so
# that tools/run-tests can add it up:
#
#   . tests/system/aid.sh
#   begin NAME
#   need COMMAND...            end here, loudly, if one of them is not installed
#   check "what holds" COMMAND...
#   skip "what was not tried" WHY
#   finish
#
# $work is a folder of the test's own that everybody may enter, $retour the program in it. Whatever is
# started with "start NAME COMMAND..." is ended by its process id.
# shellcheck shell=sh disable=SC2034 # used by those who read this
set -u
export LC_ALL=C.UTF-8
unset MAIL MAILDIR HOME_MAILDIR RETOUR_RULES 2>/dev/null || true
export RETOUR_RULES=
B=${B:-build}
aids=$PWD/$B/tests/system
examples=$PWD/src/service/examples
checks=0 failures=0 skips=0 pids=

begin () {
  name=$1
  work=$(mktemp -d "/tmp/retour-$name.XXXXXX") || exit 1
  chmod 755 "$work"
  trap stop_all EXIT
  trap 'exit 1' INT TERM HUP
  mkdir "$work/bin" "$work/home"
  cp "${RETOUR:-$B/retour}" "$work/bin/retour"
  # as they stand in a mailbox
  bounce=$work/bin/bounce soft=$work/bin/soft personal=$work/bin/personal
  tr -d '\r' <corpus/postfix/user-unknown.eml >"$bounce"
  tr -d '\r' <corpus/qmail/disk-full-eod.eml >"$soft"
  tr -d '\r' <corpus/_none/personal.eml >"$personal"
  chmod -R a+rX "$work/bin"
  retour=$work/bin/retour
  echo "Running suite(s): $name"
}

# Sanitizers are not asked to find leaks of a program that is killed.
stop_all () {
  for pid in $pids; do
    kill "$pid" 2>/dev/null
  done
  for pid in $pids; do
    wait "$pid" 2>/dev/null
  done
  for disk in "$work/lib" "$work/small"; do
    ! mountpoint -q "$disk" 2>/dev/null || umount "$disk"
  done
  if [ -n "${KEEP-}" ]; then echo "kept: $work"; else rm -rf "$work"; fi
}

# start COMMAND...: in the background; its process id is in $started
start () {
  "$@" </dev/null >>"$work/started.log" 2>&1 &
  started=$!
  pids="$pids $started"
}

check () {
  what=$1
  shift
  checks=$((checks + 1))
  if "$@" >"$work/check.log" 2>&1; then
    return 0
  fi
  failures=$((failures + 1))
  echo "tests/system/$name: FAILED: $what: $*"
  head -n 20 "$work/check.log"
}

skip () {
  skips=$((skips + 1))
  echo "tests/system/$name: SKIPPED: $1: $2"
}

finish () {
  good=100
  [ "$checks" -eq 0 ] || good=$((100 * (checks - failures) / checks))
  echo "$good%: Checks: $checks, Failures: $failures, Errors: 0"
  [ "$skips" -eq 0 ] || echo "Skipped: $skips"
  [ "$failures" -eq 0 ]
  exit
}

need () {
  for command in "$@"; do
    command -v "$command" >/dev/null 2>&1 && continue
    skip "all of it" "$command is not installed"
    finish
  done
}

need_root () {
  [ "$(id -u)" -eq 0 ] && return
  skip "all of it" "it needs root, to be other users"
  finish
}

# as_user COMMAND...: as nobody, with $work/home as home
as_user () {
  setpriv --reuid nobody --regid nogroup --clear-groups \
    env -i "PATH=$PATH" "HOME=$work/home" USER=nobody LOGNAME=nobody "$@"
}

# example NAME TARGET: an example with the paths of this test
example () {
  sed -e "s#/usr/local/bin/retour#$retour#g" -e "s#/usr/local/lib/sieve#$work/sieve-bin#g" \
    -e "s#/var/lib/retour#$work/lib#g" -e "s#/var/mail/bounces#$work/bounces#g" \
    -e "s#user=retour#user=nobody#; s#user = retour#user = nobody\n  group = nogroup#" \
    "$examples/$1" >"$2"
  chmod 644 "$2"
}

# wait_for SECONDS COMMAND...
wait_for () {
  tries=$(($1 * 10))
  shift
  while [ "$tries" -gt 0 ]; do
    "$@" >/dev/null 2>&1 && return 0
    sleep 0.1
    tries=$((tries - 1))
  done
  return 1
}

# events LEDGER: how many are recorded
events () {
  "$aids/events" count "$1"
}

# equals WANT COMMAND...: what the command prints
equals () {
  want=$1
  shift
  got=$("$@")
  [ "$got" = "$want" ] || { echo "want: $want"; echo "got:  $got"; return 1; }
}

# exits CODE COMMAND...
exits () {
  want=$1
  shift
  "$@"
  code=$?
  [ "$code" -eq "$want" ] || { echo "exit $code, not $want"; return 1; }
}

