#include "extract/transcript.h"

#include "base/limits.h"

enum { max_time = 40 };

/* A run of client lines and the server's replies to them, in the order of the report. */
typedef struct {
  const char *client;
  const char *server;
  GArray *out;
  GArray *commands; /* of RetourSlice: not answered yet */
  GArray *replies;  /* of GString *: since the last command */
  gboolean open;    /* the last reply goes on: "550-…" */
} Session;

static void
clear_exchange (gpointer data)
{
  RetourExchange *self = data;

  g_string_free (self->reply, TRUE);
}

/* Behind the time that some logs start a line with: "Tue 2026-03-10 08:15:29: ". */
static RetourSlice
skip_time (RetourSlice line)
{
  gsize colons = 0;

  for (gsize i = 0; i < line.len && i < max_time; i++) {
    if (line.data[i] == ':')
      colons++;
    else if (line.data[i] == ' ' && colons >= 2 && i > 0 && line.data[i - 1] == ':')
      return retour_slice_from (line, i + 1);
    else if (!g_ascii_isalnum (line.data[i]) && strchr (" -/.[]", line.data[i]) == NULL)
      return line;
  }
  return line;
}

/* The line behind @prefix; %FALSE if it does not start with it. Leading blanks and the time do not
 * count. */
static gboolean
cut_prefix (RetourSlice line, const char *prefix, RetourSlice *rest)
{
  while (line.len > 0 && (*line.data == ' ' || *line.data == '\t'))
    line = retour_slice_from (line, 1);
  if (!retour_slice_starts (line, prefix))
    line = skip_time (line);
  if (!retour_slice_starts (line, prefix))
    return FALSE;
  *rest = retour_slice_strip (retour_slice_from (line, strlen (prefix)));
  return TRUE;
}

static void
append_reply (GString *reply, RetourSlice text)
{
  gsize room = reply->len < RETOUR_LIMIT_DIAGNOSTIC ? RETOUR_LIMIT_DIAGNOSTIC - reply->len : 0;

  if (reply->len > 0 && text.len > 0 && room > 0)
    g_string_append_c (reply, ' ');
  if (text.len > room) /* cut at a character's start */
    for (text.len = room; text.len > 0 && (text.data[text.len] & 0xc0) == 0x80;)
      text.len--;
  g_string_append_len (reply, text.data, (gssize) text.len);
}

static RetourSlice
command_at (const GArray *commands, guint i)
{
  if (commands->len == 0)
    return retour_slice (NULL, 0);
  return g_array_index (commands, RetourSlice, MIN (i, commands->len - 1));
}

/* Pairs what was collected. A report that shows fewer replies than commands shows those of the
 * last commands; a reply more than there are commands is a second one to the last, and behind a
 * 354 the one to the message itself. */
static void
pair (Session *self)
{
  guint commands = self->commands->len;
  guint skip = commands > self->replies->len ? commands - self->replies->len : 0;
  gboolean goes_on = FALSE;

  for (guint i = 0; i < self->replies->len; i++) {
    RetourExchange exchange = { .reply = g_array_index (self->replies, GString *, i) };

    exchange.command = goes_on && skip + i >= commands ? RETOUR_SLICE (".")
                                                       : command_at (self->commands, skip + i);
    goes_on = goes_on || g_str_has_prefix (exchange.reply->str, "354");
    g_array_append_val (self->out, exchange);
  }
  if (self->replies->len > 0)
    g_array_set_size (self->commands, 0);
  g_array_set_size (self->replies, 0);
  self->open = FALSE;
}

static void
take_reply (Session *self, RetourSlice text)
{
  GString *reply;

  if (self->open) {
    append_reply (g_array_index (self->replies, GString *, self->replies->len - 1), text);
  } else {
    reply = g_string_new (NULL);
    append_reply (reply, text);
    g_array_append_val (self->replies, reply);
  }
  self->open = text.len > 3 && text.data[3] == '-' && g_ascii_isdigit (*text.data);
}

static void
take_line (Session *self, RetourSlice line)
{
  RetourSlice rest;

  if (cut_prefix (line, self->client, &rest)) {
    if (self->replies->len > 0)
      pair (self);
    g_array_append_val (self->commands, rest);
  } else if (cut_prefix (line, self->server, &rest)) {
    take_reply (self, rest);
  } else if (self->replies->len > 0 && line.len > 0 && (*line.data == ' ' || *line.data == '\t')) {
    /* folded by the report */
    append_reply (g_array_index (self->replies, GString *, self->replies->len - 1),
                  retour_slice_strip (line));
  }
}

GArray *
retour_transcript_read (const RetourSlice *lines, guint n, const char *client, const char *server)
{
  Session session = { .client = client, .server = server };

  session.out = g_array_new (FALSE, FALSE, sizeof (RetourExchange));
  session.commands = g_array_new (FALSE, FALSE, sizeof (RetourSlice));
  session.replies = g_array_new (FALSE, FALSE, sizeof (GString *));
  g_array_set_clear_func (session.out, clear_exchange);
  for (guint i = 0; i < n; i++)
    take_line (&session, lines[i]);
  pair (&session);
  g_array_unref (session.commands);
  g_array_unref (session.replies);
  return session.out;
}

static const struct {
  const char *verb, *command;
} verbs[] = {
  { "RCPT", "RCPT" },         { "MAIL", "MAIL" }, { "DATA", "DATA" }, { ".", "EOM" },
  { "BDAT", "DATA" },         { "EHLO", "EHLO" }, { "HELO", "EHLO" }, { "LHLO", "EHLO" },
  { "STARTTLS", "STARTTLS" }, { "AUTH", "AUTH" }, { "QUIT", "QUIT" }, { "RSET", "RSET" },
  { "VRFY", "VRFY" },         { "NOOP", "NOOP" },
};

const char *
retour_transcript_command (RetourSlice line)
{
  line = retour_slice_strip (line);
  if (line.len == 0)
    return "CONN";
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++) {
    gsize n = strlen (verbs[i].verb);

    if (retour_slice_starts (line, verbs[i].verb) &&
        (line.len == n || !g_ascii_isalnum (line.data[n])))
      return verbs[i].command;
  }
  return NULL;
}

/* Words that say it all. Every row starts with one of LEADS. */
static const struct {
  const char *words, *command;
} stages[] = {
  /* qmail, documented in qmail-remote.c and QSBMF */
  { "does not like recipient", "RCPT" },
  { "but sender was rejected", "MAIL" },
  { "but my name was rejected", "EHLO" },
  { "but greeting failed", "CONN" },
  { "failed on data command", "DATA" },
  { "failed after i sent the message", "EOM" },
  { "wasn't able to establish an smtp connection", "CONN" },
  /* Postfix */
  { "refused to talk to me", "CONN" },
  { "while receiving the initial server greeting", "CONN" },
  { "while performing the ehlo handshake", "EHLO" },
  { "while performing the helo handshake", "EHLO" },
  { "while performing the lhlo handshake", "EHLO" },
  { "connect to ", "CONN" },
};

/* Words behind which a command stands. */
static const char *const leads_in[] = {
  "in reply to ", "in response to ", "response to ", "after ", "while sending ",
};

/* What may stand there before the command. */
static const char *const fillers[] = { "pipelined ", "sending ", "the ", "\"" };

static const struct {
  const char *words, *command;
} targets[] = {
  { "rcpt", "RCPT" },           { "mail from", "MAIL" },
  { "end of", "EOM" },          { "end-of-data", "EOM" },
  { "data", "DATA" },           { "bdat", "DATA" },
  { "ehlo", "EHLO" },           { "helo", "EHLO" },
  { "lhlo", "EHLO" },           { "initial connection", "CONN" },
  { "auth", "AUTH" },           { "starttls", "STARTTLS" },
  { "message content", "EOM" }, { "message body", "EOM" },
};

#define LEADS "airwdbfcAIRWDBFC" /* initials of all rows of @stages and @leads_in */

static const char *
target (RetourSlice text)
{
  for (guint i = 0; i < G_N_ELEMENTS (fillers); i++)
    if (retour_slice_starts (text, fillers[i]))
      text = retour_slice_from (text, strlen (fillers[i]));
  for (guint i = 0; i < G_N_ELEMENTS (targets); i++) {
    gsize n = strlen (targets[i].words);

    if (retour_slice_starts (text, targets[i].words) &&
        (text.len == n || !g_ascii_isalnum (text.data[n])))
      return targets[i].command;
  }
  return NULL;
}

static const char *
stage_at (RetourSlice text)
{
  for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
    if (retour_slice_starts (text, stages[i].words))
      return stages[i].command;
  for (guint i = 0; i < G_N_ELEMENTS (leads_in); i++) {
    const char *command = NULL;

    if (retour_slice_starts (text, leads_in[i]))
      command = target (retour_slice_from (text, strlen (leads_in[i])));
    if (command != NULL)
      return command;
  }
  return NULL;
}

const char *
retour_transcript_stage (RetourSlice text)
{
  gboolean inside = FALSE; /* a word */
  const char *command;

  for (gsize i = 0; i < text.len; i++) {
    gboolean starts = !inside;

    inside = g_ascii_isalnum (text.data[i]);
    if (!starts || !inside || memchr (LEADS, text.data[i], sizeof LEADS - 1) == NULL)
      continue;
    command = stage_at (retour_slice_from (text, i));
    if (command != NULL)
      return command;
  }
  return NULL;
}
