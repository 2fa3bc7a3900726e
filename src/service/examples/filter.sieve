# The verdict as header fields. If the program does not exit with 0, the mail goes on as it came.
require ["vnd.dovecot.filter", "fileinto", "mailbox"];

filter "retour" ["filter", "--log", "syslog"];
if header :is "X-Retour-Class" "hard" {
  fileinto :create "Hard";
}
