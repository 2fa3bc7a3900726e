#!/bin/sh
# Fails when a file includes something from a layer that it may not use. One line a layer: its
# name, then the layers whose headers it may include besides its own.
layers='
base
input     base
message   base
extract   base message
classify  base extract
report    base input message extract classify
policy    base classify report
output    base report
ledger    base report policy
clean     base report policy ledger
summary   base report policy output ledger clean
cli
'
bad=0

complain () {
  echo "$1" >&2
  bad=1
}

# may_use LAYER DEPENDENCY
may_use () {
  echo "$layers" | grep -Eq "^$1( .*)? $2( |\$)" || [ "$1" = "$2" ]
}

for f in src/*/*.[ch]; do
  [ -e "$f" ] || continue
  own=${f#src/}
  own=${own%%/*}
  echo "$layers" | grep -Eq "^$own( |\$)" || complain "$f: '$own' is no layer"

  for dep in $(sed -n 's/^ *# *include *"\(.*\)"/\1/p' "$f"); do
    case $dep in
      */*) may_use "$own" "${dep%%/*}" || complain "$f: layer '$own' may not include '$dep'" ;;
      *) complain "$f: include '$dep' as 'LAYER/$dep'" ;;
    esac
  done

  for dep in $(sed -n 's/^ *# *include *<\(.*\)>/\1/p' "$f"); do
    case $dep in
      gmime/*) [ "$own" = message ] || complain "$f: only message/ may include GMime" ;;
      libsmartcols*) [ "$own" = output ] || complain "$f: only output/ may include libsmartcols" ;;
      sqlite3*) [ "$own" = ledger ] || complain "$f: only ledger/ may include SQLite" ;;
      gio/*) [ "$own" = input ] || complain "$f: only input/ may include GIO" ;;
      retour/retour.h) ;;
      retour/*) complain "$f: include <retour/retour.h>, not <$dep>" ;;
    esac
  done
done
exit $bad
