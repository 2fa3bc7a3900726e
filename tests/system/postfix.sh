# postfix.sh: a private Postfix. No user or file outside of $work is made; daemon and games lend their
# ids. Read behind aid.sh and mta.sh.
# shellcheck shell=sh disable=SC2154 # set by those
root=$PWD/build/mta/postfix

has_postfix () {
  [ -x "$root/usr/lib/postfix/sbin/master" ]
}

# Makes the folders and the configuration: local, pipe(8) and a Maildir, by the examples.
make_postfix () {
LD_LIBRARY_PATH=$root/usr/lib/postfix
export LD_LIBRARY_PATH
etc=$work/etc queue=$work/queue
mkdir -p "$etc" "$queue/pid" "$work/data" "$work/lib" "$work/mail"
(cd "$queue" && mkdir active bounce corrupt defer deferred flush hold incoming private maildrop public saved trace)
chown daemon "$queue"/* "$work/data"
chown root "$queue/pid"
chgrp games "$queue/maildrop" "$queue/public"
chmod 700 "$queue"/*
chmod 1730 "$queue/maildrop"
chmod 710 "$queue/public"
chmod 755 "$queue/pid" "$work" "$queue"
chown nobody "$work/lib" "$work/mail"

example postfix-main.cf "$work/main.cf"
example postfix-master.cf "$work/master.cf"
example aliases "$etc/aliases"
cat >>"$etc/aliases" <<END
trouble: "|$retour ingest --db /etc/passwd -"
END
cat >"$etc/main.cf" <<END
compatibility_level = 3.6
queue_directory = $queue
data_directory = $work/data
daemon_directory = $root/usr/lib/postfix/sbin
command_directory = $root/usr/sbin
shlib_directory = $root/usr/lib/postfix
meta_directory = $etc
import_environment = MAIL_CONFIG TZ LANG=C LD_LIBRARY_PATH=$LD_LIBRARY_PATH
mail_owner = daemon
setgid_group = games
maillog_file = $work/mail.log
maillog_file_prefixes = $work
myhostname = mx1.example.net
mydestination = lists.example.net
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtpd_relay_restrictions = permit_mynetworks, reject
disable_dns_lookups = yes
smtp_host_lookup = native
relayhost = [127.0.0.1]:$sink_port
smtp_destination_concurrency_failed_cohort_limit = 0
alias_maps = hash:$etc/aliases
alias_database =
local_recipient_maps =
minimal_backoff_time = 1s
maximal_backoff_time = 1s
queue_run_delay = 1s
maximal_queue_lifetime = 4s
bounce_queue_lifetime = 1h
smtp_tls_security_level = none
notify_classes =
$(grep -v '^#' "$work/main.cf" | sed 's/bounces.example.net/pipe.example.net/')
$(grep -v '^#' "$examples/postfix-maildir" | sed "s#/var/mail#$work/mail#")
END
: >"$etc/dynamicmaps.cf"
cat >"$etc/master.cf" <<END
127.0.0.1:$mta_port inet n - n - - smtpd
cleanup   unix  n       -       n       -       0       cleanup
qmgr      unix  n       -       n       300     1       qmgr
rewrite   unix  -       -       n       -       -       trivial-rewrite
bounce    unix  -       -       n       -       0       bounce
defer     unix  -       -       n       -       0       bounce
trace     unix  -       -       n       -       0       bounce
proxymap  unix  -       -       n       -       -       proxymap
smtp      unix  -       -       n       -       -       smtp
relay     unix  -       -       n       -       -       smtp
error     unix  -       -       n       -       -       error
retry     unix  -       -       n       -       -       error
discard   unix  -       -       n       -       -       discard
local     unix  -       n       n       -       -       local
virtual   unix  -       n       n       -       -       virtual
anvil     unix  -       -       n       -       1       anvil
scache    unix  -       -       n       -       1       scache
postlog   unix-dgram n  -       n       -       1       postlogd
$(grep -v '^#' "$work/master.cf")
END
}

postalias () {
  "$root/usr/sbin/postalias" -c "$etc" "hash:$etc/aliases"
}
is_up () {
  "$aids/smtp" send "$mta_port" '' 'nobody@discard.invalid' 0 </dev/zero
}
start_postfix () {
  start env "LD_LIBRARY_PATH=$LD_LIBRARY_PATH" "$root/usr/lib/postfix/sbin/master" -c "$etc" -d
}
