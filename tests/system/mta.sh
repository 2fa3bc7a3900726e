# mta.sh: what tests with a mail server share: private instances, the answering server, what it is told
# to answer, and what we have to make of that. Read behind aid.sh.
# shellcheck shell=sh disable=SC2034,SC2154 # used by those who read this, set by aid.sh
base=$((20000 + $$ % 20000))
sink_port=$base mta_port=$((base + 1))

# recipient, stage, answer, and what `retour` has to say of the report: class, reason, status, reply
answers () {
  cat <<'END'
no.such.user@example.com	rcpt	550 5.1.1 <no.such.user@example.com>: Recipient address rejected: User unknown	hard	user_unknown	5.1.1	550
packrat@example.com	rcpt	552 5.2.2 mailbox is over quota	soft	mailbox_full	5.2.2	552
spamtrap@example.com	data	554-5.7.1 Message refused\n554 5.7.1 as spam	soft	spam_content	5.7.1	554
listed@example.com	rcpt	554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org	soft	ip_blocklisted	5.7.1	554
disabled@example.com	rcpt	550-5.2.1 The email account that you tried to reach is disabled.\n550-5.2.1 Please try contacting the person\n550 5.2.1 by other means	hard	mailbox_disabled	5.2.1	550
nospace@example.com	rcpt	452 4.2.2 The recipient's mailbox is full, try again later	soft	mailbox_full	4.2.2	452
shutdown@example.com	rcpt	421 4.3.2 Service shutting down	soft	not_accepting system_error network_error rate_limited	-	-
dropped@example.com	data	@drop	soft	network_error expired	-	-
slow@example.com	rcpt	@slow	-	-	-	-
END
}

start_sink () {
  answers | cut -f 1-3 >"$work/answers"
  : >"$work/answered"
  start "$aids/smtp" serve "$sink_port" "$work/answers" "$work/answered"
}

# send FROM TO COUNT <MAIL
send () {
  "$aids/smtp" send "$mta_port" "$@"
}

# A mailing to everybody above; each mail has its own sender.
send_mailing () {
  answers | cut -f 1 | while read -r recipient; do
    printf 'From: Dana <dana@example.net>\nTo: <%s>\nSubject: Minutes\nMessage-ID: <%s.1@app.example.net>\n\nHello\n' \
      "$recipient" "${recipient%@*}" |
      send "bounces+${recipient%@*}=example.com@bounces.example.net" "$recipient" 1 || return 1
  done
}

n_reports () {
  answers | cut -f 4 | grep -vc -e -
}

has_all_reports () {
  [ "$(find "$1" -type f | wc -l)" -ge "$(n_reports)" ]
}

# judge FOLDER: what `retour` says of each report there, beside what the server answered
judge () {
  "$retour" classify --only bounce --format csv --fields recipient,class,reason,status,reply_code "$1" |
    tr -d '\r' >"$work/said"
  answers | grep -v '	-	-	-	-$' | while IFS='	' read -r recipient _ reply class reasons status code; do
    said=$(grep "^$recipient," "$work/said" | head -n 1)
    reason=$(echo "$said" | cut -d , -f 3)
    for wanted in $reasons; do [ "$wanted" != "$reason" ] || break; done
    [ "$status" != - ] || status=$(echo "$said" | cut -d , -f 4)
    [ "$code" != - ] || code=$(echo "$said" | cut -d , -f 5)
    [ "$said" = "$recipient,$class,$wanted,$status,$code" ] || echo "$reply: $said"
  done
}

# "check" calls it: fails with what differs
reports_are_read () {
  judge "$1" >"$work/wrong"
  [ ! -s "$work/wrong" ] || { cat "$work/wrong"; return 1; }
}

answered_all () {
  answers | cut -f 1 | while read -r recipient; do
    grep -q "^$recipient	" "$work/answered" || return 1
  done
}

# a bounce for somebody of ours, each time another one
numbered_bounce () {
  sed -e 's/^Message-Id: .*/Message-Id: <%d.report@mx1.example.net>/' "$bounce"
}
