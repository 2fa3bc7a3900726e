# Bounces are recorded, and are gone then. After any other exit code than 0 the mail stays in INBOX.
# Never ":try": that loses the mail.
require ["envelope", "vnd.dovecot.pipe"];

if envelope :is "from" "" {
  pipe "retour" ["ingest", "--db", "/var/lib/retour/ledger.db", "--spool", "/var/lib/retour/spool",
                 "--log", "syslog", "-"];
}
