/* pop3 PORT FOLDER: a mailbox on 127.0.0.1; who logs in sees one mail for each file of FOLDER. What
 * is deleted is removed at QUIT, as RFC 1939 has it: a connection that breaks off deletes nothing.
 */
#include "loopback.h"

#include <dirent.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { LINE = 1024, MAILS = 100 };

typedef struct {
  FILE *in, *out;
  struct dirent **files; /* in the order of their names, which serve as unique ids */
  int n_files;
  int deleted[MAILS];
} Session;

/* Writes a mail, at most @lines of its body, with line ends and dots as the wire wants them.
 * Returns its size, without the dots. */
static long
put_mail (const char *path, FILE *out, long lines)
{
  FILE *file = fopen (path, "r");
  char *line = NULL;
  size_t room = 0;
  ssize_t got;
  long size = 0;
  int body = 0;

  while (file != NULL && (got = getline (&line, &room, file)) >= 0 && (!body || lines-- > 0)) {
    size_t len = (size_t) got;

    while (len > 0 && (line[len - 1] == '\n' || line[len - 1] == '\r'))
      len--;
    body = body || len == 0;
    size += (long) len + 2;
    if (out == NULL)
      continue;
    if (*line == '.')
      fputc ('.', out);
    fwrite (line, 1, len, out);
    fputs ("\r\n", out);
  }
  free (line);
  if (file != NULL)
    fclose (file);
  return size;
}

static long
size_of (const Session *self, int n)
{
  return put_mail (self->files[n]->d_name, NULL, LONG_MAX);
}

static void
say_stat (const Session *self)
{
  long size = 0;
  int count = 0;

  for (int i = 0; i < self->n_files; i++) {
    if (self->deleted[i])
      continue;
    size += size_of (self, i);
    count++;
  }
  fprintf (self->out, "+OK %d %ld\r\n", count, size);
}

static void
say_entry (const Session *self, int n, int uidl)
{
  if (uidl)
    fprintf (self->out, "%d %s\r\n", n + 1, self->files[n]->d_name);
  else
    fprintf (self->out, "%d %ld\r\n", n + 1, size_of (self, n));
}

static void
say_list (const Session *self, int n, int uidl)
{
  fputs (n >= 0 ? "+OK " : "+OK\r\n", self->out);
  if (n >= 0) {
    say_entry (self, n, uidl);
    return;
  }
  for (int i = 0; i < self->n_files; i++)
    if (!self->deleted[i])
      say_entry (self, i, uidl);
  fputs (".\r\n", self->out);
}

static void
say_mail (const Session *self, int n, long lines)
{
  fputs ("+OK\r\n", self->out);
  put_mail (self->files[n]->d_name, self->out, lines);
  fputs (".\r\n", self->out);
}

static void
quit (const Session *self)
{
  for (int i = 0; i < self->n_files; i++)
    if (self->deleted[i])
      unlink (self->files[i]->d_name);
  fputs ("+OK bye\r\n", self->out);
}

/* @n is the mail that is meant, from 0; -1 if none is named. */
static void
answer (Session *self, const char *verb, int n, long lines)
{
  int named = n >= 0 && n < self->n_files && !self->deleted[n];

  if (strcasecmp (verb, "STAT") == 0)
    say_stat (self);
  else if (strcasecmp (verb, "CAPA") == 0)
    fputs ("+OK\r\nUSER\r\nUIDL\r\nTOP\r\n.\r\n", self->out);
  else if (strcasecmp (verb, "LIST") == 0 && (named || n < 0))
    say_list (self, n, 0);
  else if (strcasecmp (verb, "UIDL") == 0 && (named || n < 0))
    say_list (self, n, 1);
  else if (strcasecmp (verb, "RETR") == 0 && named)
    say_mail (self, n, LONG_MAX);
  else if (strcasecmp (verb, "TOP") == 0 && named)
    say_mail (self, n, lines);
  else if (strcasecmp (verb, "DELE") == 0 && named)
    fprintf (self->out, "+OK %d\r\n", self->deleted[n] = 1);
  else if (strcasecmp (verb, "USER") == 0 || strcasecmp (verb, "PASS") == 0 ||
           strcasecmp (verb, "NOOP") == 0)
    fputs ("+OK\r\n", self->out);
  else
    fputs ("-ERR\r\n", self->out);
}

static int
is_mail (const struct dirent *entry)
{
  return *entry->d_name != '.';
}

static void
talk (Session *self)
{
  char line[LINE], verb[LINE];

  self->n_files = scandir (".", &self->files, is_mail, alphasort);
  if (self->n_files < 0 || self->n_files > MAILS)
    return;
  fputs ("+OK pop.example.net\r\n", self->out);
  fflush (self->out);
  while (fgets (line, sizeof (line), self->in) != NULL) {
    int n = 0;
    long lines = 0;

    if (sscanf (line, "%s %d %ld", verb, &n, &lines) < 1)
      continue;
    if (strcasecmp (verb, "QUIT") == 0) {
      quit (self);
      fflush (self->out);
      return;
    }
    answer (self, verb, n - 1, lines);
    fflush (self->out);
  }
}

static void
serve_client (FILE *in, FILE *out, void *data)
{
  Session self = { .in = in, .out = out };

  (void) data;
  talk (&self);
}

int
main (int argc, char **argv)
{
  signal (SIGPIPE, SIG_IGN);
  if (argc != 3)
    return EXIT_FAILURE;
  if (chdir (argv[2]) != 0) {
    perror (argv[2]);
    return EXIT_FAILURE;
  }
  return loopback_serve (argv[1], serve_client, NULL);
}
