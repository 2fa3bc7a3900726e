# The verdict as text. "execute" hands over text only if the program exits with 0, as --print does.
require ["vnd.dovecot.execute", "variables", "fileinto", "mailbox"];

if execute :pipe :output "verdict" "retour" ["match", "--print", "--log", "syslog"] {
  if string :matches "${verdict}" "hard *" {
    fileinto :create "Hard";
  } elsif string :matches "${verdict}" ["soft *", "delayed *"] {
    fileinto :create "Soft";
  }
}
