#include "classify/case.h"

#include "base/limits.h"
#include "classify/damage.h"

static const char *
keep (const char *text, GStringChunk *pool)
{
  return text != NULL && *text != '\0' ? g_string_chunk_insert (pool, text) : NULL;
}

/* What is quoted of the text must be UTF-8. */
static RetourSlice
valid_text (RetourSlice text, GStringChunk *pool)
{
  g_autofree char *valid = NULL;

  text = retour_slice (text.data, MIN (text.len, RETOUR_LIMIT_DIAGNOSTIC));
  if (retour_slice_is_ascii (text) || g_utf8_validate_len (text.data, text.len, NULL))
    return text;
  valid = g_utf8_make_valid (text.data, (gssize) text.len);
  text = retour_slice_of (g_string_chunk_insert (pool, valid));
  return retour_slice_cut (text, RETOUR_LIMIT_DIAGNOSTIC);
}

static gboolean
is_inside_character (RetourSlice text, gsize at)
{
  return at < text.len && ((guchar) text.data[at] & 0xc0) == 0x80;
}

/* A letter that was mended may end within a character that stood in its place. */
RetourSlice
retour_case_text (const RetourCase *self, guint first, guint last)
{
  gsize start = self->tokens[first].start, end = self->tokens[last].end;

  while (start > 0 && is_inside_character (self->text, start))
    start--;
  while (is_inside_character (self->text, end))
    end++;
  return retour_slice (self->text.data + start, end - start);
}

/* The provider by the host that refused or, in the text, that is said to have answered. */
static guint16
find_scope (const RetourCase *self)
{
  guint16 scope = retour_ruleset_find_host (self->rules, self->symptoms->remote_host);

  for (guint i = 0; scope == 0 && i < self->inner; i++) {
    g_autofree char *host = NULL;
    RetourSlice text = retour_case_text (self, i, i);

    if (self->tokens[i].kind != RETOUR_TOKEN_HOST)
      continue;
    host = g_strndup (text.data, text.len);
    scope = retour_ruleset_find_host (self->rules, host);
  }
  return scope;
}

static void
read_codes (RetourCase *self)
{
  const RetourSymptoms *symptoms = self->symptoms;
  const char *status, *reply;

  retour_reply_find (self->text, &self->codes);
  status = self->codes.status[0] != '\0' ? self->codes.status : symptoms->status;
  reply = self->codes.reply[0] != '\0' ? self->codes.reply : symptoms->reply;
  self->status = retour_code_key (status);
  self->reply = retour_code_key (reply);
  self->out->status = keep (status, self->pool);
  self->out->reply = keep (reply, self->pool);
}

/* Whether a number is a code of the reply: "550-5.1.1 " stands before every line of a long one. One
 * that rules name ("521 is blocked") is a word, but where the reply starts. */
static gboolean
is_code (const RetourCase *self, const RetourToken *token)
{
  RetourSlice text;

  if (token->value != RETOUR_TOKEN_NUMBER && token->start != self->codes.start)
    return FALSE;
  text = retour_slice (self->text.data + token->start, token->end - token->start);
  return retour_slice_equal (text, self->codes.reply) ||
         retour_slice_equal (text, self->codes.status);
}

/* What opens with a token behind @before: "<a@example.com>: not found" is a single clause. */
static inline guint8
opens_with (const RetourToken *token, const RetourToken *before, guint8 opens)
{
  if (token->kind == RETOUR_TOKEN_WORD && before->kind != RETOUR_TOKEN_ADDRESS)
    return opens;
  return opens & RETOUR_OPENS_SENTENCE;
}

/* Postfix says behind a reply at which command it came: "RCPT" is nobody who is unknown there. */
static RetourSlice
without_stage (RetourSlice text)
{
  static const char stage[] = "(in reply to RCPT TO command)";
  gsize n = sizeof stage - 1;

  while (text.len > 0 && g_ascii_isspace (text.data[text.len - 1]))
    text.len--;
  if (text.len > n && memcmp (text.data + text.len - n, stage, n) == 0)
    text.len -= n;
  return text;
}

/* Codes are no words. */
static void
read_tokens (RetourCase *self)
{
  RetourToken *tokens = self->tokens;
  RetourSlice text = without_stage (self->text);
  char mended[RETOUR_LIMIT_DIAGNOSTIC];
  RetourSlice words = retour_damage_mend (text, self->rules, mended);
  guint n = retour_tokens_read (words, self->rules, tokens), kept = 0, inner = 0;
  gsize border = self->codes.quoted ? self->codes.start : 0;
  guint8 opens = 0;

  for (guint i = 0; i < n; i++) {
    RetourToken token = tokens[i];

    opens |= token.opens;
    if (token.kind == RETOUR_TOKEN_NUMBER && is_code (self, &token))
      continue;
    if (token.start < border)
      inner = kept + 1;
    if (opens != 0 && kept > 0)
      token.opens = opens_with (&token, &tokens[kept - 1], opens);
    else
      token.opens = opens & RETOUR_OPENS_SENTENCE;
    opens = 0;
    tokens[kept++] = token;
  }
  self->n_tokens = kept;
  self->inner = inner;
  if (inner > 0 && inner < kept)
    tokens[inner].opens = RETOUR_OPENS_SENTENCE; /* no phrase runs on into "host said: 550 …" */
}

void
retour_case_read (RetourCase *self)
{
  self->text = valid_text (self->symptoms->text, self->pool);
  self->has_link = self->text.len > 0 && memchr (self->text.data, '/', self->text.len) != NULL;
  read_codes (self);
  read_tokens (self);
  self->scope = find_scope (self);
}
