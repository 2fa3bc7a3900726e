# soak.sh: deliveries while everything goes wrong now and then. Read behind aid.sh and mta.sh.
# shellcheck shell=sh disable=SC2154 # set by aid.sh
#
# The program is killed in one of ten runs; the disk of the ledger is full, and the ledger is locked,
# again and again. Each mail is about a user of its own, so that the ledger shows which were recorded.

# Mail number %d.
soak_mail () {
  sed -e 's/^Message-Id: .*/Message-Id: <%d.soak@mx1.example.net>/' \
    -e 's/no\.such\.user@example\.com/user%d@example.com/g' "$bounce"
}

# soak_disk: a small one of its own for the ledger, if that may be
soak_disk () {
  mkdir -p "$work/lib"
  mount -t tmpfs -o size=48m tmpfs "$work/lib" 2>/dev/null ||
    skip "a full disk" "no file system can be mounted here"
  mkdir "$work/spool"
  chown nobody "$work/lib" "$work/spool"
}

# The examples put the spool beside the ledger; here the disk of the spool is another one.
soak_program () {
  mv "$work/bin/retour" "$work/bin/real"
  cat >"$work/bin/retour" <<END
#!/bin/sh
[ -e $work/calm ] && exec $work/bin/real "\$@"
exec $work/bin/chaos 10 $work/bin/real "\$@"
END
  cp "$aids/chaos" "$work/bin/"
  chmod 755 "$work/bin/retour" "$work/bin/chaos"
}

soak_trouble () {
  while [ ! -e "$work/calm" ]; do
    sleep 2
    if mountpoint -q "$work/lib"; then
      head -c 100000000 /dev/zero >"$work/lib/filler" 2>/dev/null
      sleep 0.5
      rm -f "$work/lib/filler"
    fi
    sleep 2
    "$aids/events" lock "$work/lib/ledger.db" 1
  done
}

soak_begin () {
  soak_disk
  soak_program
  soak_mail >"$work/soak.eml"
  soak_go_on
}

soak_go_on () {
  rm -f "$work/calm"
  start soak_trouble
  troubler=$started
}

soak_calm () {
  touch "$work/calm"
  wait "$troubler"
}

# Every number from 1 to $1 is a user in the ledger, once.
soak_recorded () {
  "$aids/events" list "$work/lib/ledger.db" | sed 's/^user\([0-9]*\)@example.com$/\1/' | sort -n >"$work/recorded"
  seq "$1" | diff - "$work/recorded" | head -n 20 >"$work/missing"
  [ ! -s "$work/missing" ] || { cat "$work/missing"; return 1; }
}

soak_count () {
  echo "$name: $1: $(events "$work/lib/ledger.db") recorded, $(find "$work/spool" -name '*.mail' | wc -l) spooled, $2"
}

soak_take_spool () {
  as_user "$work/bin/real" ingest --db "$work/lib/ledger.db" --spool "$work/spool"
}

soak_end () {
  mountpoint -q "$work/lib" && umount "$work/lib"
  finish
}
