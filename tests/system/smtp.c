/* smtp serve PORT ANSWERS LOG: a server on 127.0.0.1 that answers each recipient as told. A line of
 *   ANSWERS is a recipient, a stage (rcpt or data) and a reply, with a tab between; "\n" in a reply
 *   starts its next line. Instead of a reply: @drop closes the connection, @slow waits a second and
 *   then accepts. Who is not listed is accepted. Each answer is a line of LOG.
 * smtp send PORT FROM TO COUNT <MAIL: sends it COUNT times over one connection; "%d" in TO and in
 *   the mail is the number, from 1. */
#include "loopback.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LINE = 4096, MAIL = 1024 * 1024 };

typedef struct {
  FILE *in, *out;
  const char *answers, *log;
  char rcpt[LINE]; /* the last one that was accepted */
} Session;

/* The reply for @rcpt at @stage; false if none is told. */
static int
find_answer (const Session *self, const char *rcpt, const char *stage, char *reply)
{
  char line[LINE];
  FILE *file = fopen (self->answers, "r");
  int found = 0;

  while (file != NULL && !found && fgets (line, sizeof (line), file) != NULL) {
    char *who = strtok (line, "\t"), *when = strtok (NULL, "\t"), *what = strtok (NULL, "\n");

    found = what != NULL && strcasecmp (who, rcpt) == 0 && strcmp (when, stage) == 0;
    if (found)
      snprintf (reply, LINE, "%s", what);
  }
  if (file != NULL)
    fclose (file);
  return found;
}

static void
say (Session *self, const char *reply)
{
  for (const char *p = reply; *p != '\0'; p++) {
    if (p[0] == '\\' && p[1] == 'n') {
      fputs ("\r\n", self->out);
      p++;
    } else {
      fputc (*p, self->out);
    }
  }
  fputs ("\r\n", self->out);
  fflush (self->out);
}

static void
note (const Session *self, const char *rcpt, const char *stage, const char *reply)
{
  FILE *file = fopen (self->log, "a");

  if (file == NULL)
    return;
  fprintf (file, "%s\t%s\t%s\n", rcpt, stage, reply);
  fclose (file);
}

/* Answers as told, or with @fallback. Returns the first digit of the reply. */
static int
answer (Session *self, const char *rcpt, const char *stage, const char *fallback)
{
  char reply[LINE];

  if (!find_answer (self, rcpt, stage, reply)) {
    say (self, fallback);
    return *fallback;
  }
  note (self, rcpt, stage, reply);
  if (strcmp (reply, "@drop") == 0)
    exit (EXIT_SUCCESS);
  if (strcmp (reply, "@slow") == 0) {
    sleep (1);
    say (self, fallback);
    return *fallback;
  }
  say (self, reply);
  return *reply;
}

static void
take_rcpt (Session *self, const char *line)
{
  const char *start = strchr (line, '<');
  const char *end = start != NULL ? strchr (start, '>') : NULL;
  char rcpt[LINE];

  if (end == NULL) {
    say (self, "501 5.1.3 Bad recipient address syntax");
    return;
  }
  snprintf (rcpt, sizeof (rcpt), "%.*s", (int) (end - start - 1), start + 1);
  if (answer (self, rcpt, "rcpt", "250 2.1.5 Ok") == '2')
    memcpy (self->rcpt, rcpt, sizeof (rcpt));
}

static void
take_data (Session *self)
{
  char line[LINE];

  say (self, "354 End data with <CR><LF>.<CR><LF>");
  while (fgets (line, sizeof (line), self->in) != NULL && strcmp (line, ".\r\n") != 0)
    continue;
  answer (self, self->rcpt, "data", "250 2.0.0 Ok: queued");
}

static void
talk (Session *self)
{
  char line[LINE];

  say (self, "220 mx.example.com ESMTP");
  while (fgets (line, sizeof (line), self->in) != NULL) {
    if (strncasecmp (line, "RCPT", 4) == 0) {
      take_rcpt (self, line);
    } else if (strncasecmp (line, "DATA", 4) == 0) {
      take_data (self);
    } else if (strncasecmp (line, "QUIT", 4) == 0) {
      say (self, "221 2.0.0 Bye");
      return;
    } else if (strncasecmp (line, "EHLO", 4) == 0) {
      say (self, "250-mx.example.com\\n250-8BITMIME\\n250 ENHANCEDSTATUSCODES");
    } else {
      say (self, "250 2.0.0 Ok");
    }
  }
}

static void
serve_client (FILE *in, FILE *out, void *data)
{
  Session self = *(const Session *) data;

  self.in = in;
  self.out = out;
  talk (&self);
}

static int
serve (const char *port, const char *answers, const char *log)
{
  Session self = { .answers = answers, .log = log };

  return loopback_serve (port, serve_client, &self);
}

/* Sends a line; ends the process unless the answer starts with @want. */
static void
command (Session *self, char want, const char *format, ...)
{
  char line[LINE] = "";
  va_list arguments;

  va_start (arguments, format);
  vfprintf (self->out, format, arguments);
  va_end (arguments);
  fflush (self->out);
  do
    if (fgets (line, sizeof (line), self->in) == NULL)
      exit (EXIT_FAILURE);
  while (line[3] == '-');
  if (*line == want)
    return;
  fprintf (stderr, "smtp: %s", line);
  exit (EXIT_FAILURE);
}

/* @text with the number @n in place of "%d". */
static void
print_numbered (FILE *out, const char *text, int n)
{
  for (; *text != '\0'; text++) {
    if (text[0] == '%' && text[1] == 'd') {
      fprintf (out, "%d", n);
      text++;
    } else if (*text == '\n') {
      fputs (text[1] == '.' ? "\r\n." : "\r\n", out);
    } else {
      fputc (*text, out);
    }
  }
}

static void
send_one (Session *self, const char *mail, char **argv, int n)
{
  command (self, '2', "MAIL FROM:<%s>\r\n", argv[0]);
  fputs ("RCPT TO:<", self->out);
  print_numbered (self->out, argv[1], n);
  command (self, '2', ">\r\n");
  command (self, '3', "DATA\r\n");
  print_numbered (self->out, mail, n);
  command (self, '2', "\r\n.\r\n");
}

static int
send_all (const char *port, char **argv)
{
  struct sockaddr_in address = loopback_address (port);
  int fd = socket (AF_INET, SOCK_STREAM, 0), count = atoi (argv[2]);
  Session self = { .rcpt = "" };
  char *mail = calloc (1, MAIL);

  if (mail == NULL || fread (mail, 1, MAIL - 1, stdin) == 0 ||
      connect (fd, (struct sockaddr *) &address, sizeof (address)) != 0) {
    perror ("smtp");
    return EXIT_FAILURE;
  }
  self.in = fdopen (fd, "r");
  self.out = fdopen (dup (fd), "w");
  command (&self, '2', "%s", "");
  command (&self, '2', "EHLO app.example.net\r\n");
  for (int n = 1; n <= count; n++)
    send_one (&self, mail, argv, n);
  command (&self, '2', "QUIT\r\n");
  free (mail);
  return EXIT_SUCCESS;
}

int
main (int argc, char **argv)
{
  signal (SIGPIPE, SIG_IGN);
  if (argc == 5 && strcmp (argv[1], "serve") == 0)
    return serve (argv[2], argv[3], argv[4]);
  if (argc == 6 && strcmp (argv[1], "send") == 0)
    return send_all (argv[2], argv + 3);
  return EXIT_FAILURE;
}
