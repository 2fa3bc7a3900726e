#include "classify/classify.h"

#include "base/limits.h"
#include "base/reply.h"
#include "classify/decide.h"
#include "classify/match.h"

/* A text that is being classified. */
typedef struct {
  const RetourSymptoms *symptoms;
  RetourSlice text; /* what is looked at of the symptoms' text, valid UTF-8 */
  const RetourRuleset *rules;
  GStringChunk *pool;
  RetourDiagnosis *out;
  RetourReply codes;  /* of the innermost reply in the text */
  const char *status; /* what conditions look at: of the text, else of the reporter */
  const char *reply;
  guint inner; /* first token of the innermost reply */
  guint n_tokens;
  gboolean opens;       /* the next token that is kept starts a sentence */
  guint16 scope;        /* by host names */
  RetourToken *tokens;  /* room for RETOUR_LIMIT_TOKENS */
  RetourMatches *found; /* in the innermost reply, in the whole text */
  guint n_found;        /* how many of the two have been looked at */
} Case;

/* clang-format off */
static const char *const decided_by[RETOUR_DECIDED_BY_N] = {
  [RETOUR_DECIDED_BY_RULE] = "rule",
  [RETOUR_DECIDED_BY_STATUS] = "status",
  [RETOUR_DECIDED_BY_REPLY] = "reply",
  [RETOUR_DECIDED_BY_DEFAULT] = "default",
};
/* clang-format on */

const char *
retour_decided_by_name (RetourDecidedBy by)
{
  return decided_by[by];
}

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
  if (text.len == 0 || g_utf8_validate_len (text.data, text.len, NULL))
    return text;
  valid = g_utf8_make_valid (text.data, (gssize) text.len);
  text = retour_slice_of (g_string_chunk_insert (pool, valid));
  return retour_slice_cut (text, RETOUR_LIMIT_DIAGNOSTIC);
}

/* The codes of the reply are no words: "550-5.1.1 " stands before every line of a long one. */
static void
take_token (const RetourToken *token, RetourSlice folded, gpointer data)
{
  Case *self = data;
  RetourToken kept = *token;

  kept.value = retour_ruleset_lookup (self->rules, (RetourTokenKind) token->kind, folded);
  self->opens |= token->opens;
  if (kept.value == RETOUR_TOKEN_NUMBER && (retour_slice_equal (folded, self->codes.reply) ||
                                            retour_slice_equal (folded, self->codes.status)))
    return;
  if (self->n_tokens >= RETOUR_LIMIT_TOKENS)
    return;
  if (self->codes.quoted && token->start < self->codes.start)
    self->inner = self->n_tokens + 1;
  kept.opens = (guint8) self->opens;
  self->opens = FALSE;
  self->tokens[self->n_tokens++] = kept;
}

static RetourSlice
text_of (const Case *self, guint first, guint last)
{
  gsize start = self->tokens[first].start;

  return retour_slice (self->text.data + start, self->tokens[last].end - start);
}

/* The provider by the host that refused or, in the text, that is said to have answered. */
static guint16
find_scope (const Case *self)
{
  guint16 scope = retour_ruleset_find_host (self->rules, self->symptoms->remote_host);

  for (guint i = 0; scope == 0 && i < self->inner; i++) {
    g_autofree char *host = NULL;
    RetourSlice text = text_of (self, i, i);

    if (self->tokens[i].kind != RETOUR_TOKEN_HOST)
      continue;
    host = g_strndup (text.data, text.len);
    scope = retour_ruleset_find_host (self->rules, host);
  }
  return scope;
}

/* 'x' in the pattern: any digits. */
static gboolean
code_fits (const char *pattern, const char *code)
{
  for (; *pattern != '\0'; pattern++) {
    if (*pattern == 'x') {
      if (!g_ascii_isdigit (*code))
        return FALSE;
      code++;
      while (pattern[1] != 'x' && !g_ascii_isdigit (pattern[1]) && g_ascii_isdigit (*code))
        code++;
    } else if (*pattern != *code++) {
      return FALSE;
    }
  }
  return *code == '\0';
}

static gboolean
condition_holds (const Case *self, const RetourCondition *condition)
{
  const char *const facts[RETOUR_CONDITION_N] = {
    [RETOUR_CONDITION_STATUS] = self->status,
    [RETOUR_CONDITION_REPLY] = self->reply,
    [RETOUR_CONDITION_COMMAND] = self->symptoms->command,
    [RETOUR_CONDITION_DIALECT] = self->symptoms->dialect,
  };
  const char *fact = facts[condition->kind];

  if (fact == NULL)
    return g_str_equal (condition->value, "-");
  if (condition->kind == RETOUR_CONDITION_STATUS || condition->kind == RETOUR_CONDITION_REPLY)
    return code_fits (condition->value, fact);
  return g_str_equal (condition->value, fact);
}

/* Of each kind of condition that a rule has, one must hold. */
static gboolean
conditions_hold (const Case *self, const RetourRule *rule)
{
  const RetourCondition *conditions = self->rules->conditions;
  guint i = rule->conditions, end = i + rule->n_conditions;

  while (i < end) {
    guint8 kind = conditions[i].kind;
    gboolean holds = FALSE;

    for (; i < end && conditions[i].kind == kind; i++)
      holds = holds || condition_holds (self, &conditions[i]);
    if (!holds)
      return FALSE;
  }
  return TRUE;
}

/* The first rule, weak or not, whose every condition holds; or %NULL. */
static const RetourRule *
choose_rule (const Case *self, const RetourMatches *found, gboolean weak)
{
  const RetourRuleset *rules = self->rules;
  guint16 scope = self->scope != 0 ? self->scope : found->scope;

  for (guint word = 0; word < (rules->n_rules + 63) / 64; word++) {
    guint64 bits = found->said[word] & ~found->forbidden[word];

    for (; bits != 0; bits &= bits - 1) {
      const RetourRule *rule = &rules->rules[word * 64 + (guint) __builtin_ctzll (bits)];

      if (rule->weak == weak && (rule->scope == 0 || rule->scope == scope) &&
          conditions_hold (self, rule))
        return rule;
    }
  }
  return NULL;
}

/* The words as they stand in the text, each run of blanks as one. */
static const char *
quote_text (const Case *self, RetourSpan span)
{
  RetourSlice text = text_of (self, span.first, span.last);
  char *words = g_string_chunk_insert_len (self->pool, text.data, (gssize) text.len);
  gsize n = 0;

  for (gsize i = 0; i < text.len; i++)
    if (!g_ascii_isspace (words[i]))
      words[n++] = words[i];
    else if (n > 0 && words[n - 1] != ' ')
      words[n++] = ' ';
  words[n] = '\0';
  return words;
}

static void
take_rule (Case *self, const RetourRule *rule, const RetourMatches *found)
{
  guint id = (guint) (rule - self->rules->rules);

  self->out->reason = &retour_builtin_reasons.rows[rule->reason];
  self->out->decided_by = RETOUR_DECIDED_BY_RULE;
  self->out->rule = g_string_chunk_insert (self->pool, rule->name);
  if (rule->says)
    self->out->evidence = quote_text (self, found->spans[id]);
  else
    self->out->evidence = self->out->status != NULL ? self->out->status : self->out->reply;
}

/* The first token of @kind from @first on, as far as @last; or -1. */
static int
find_kind (const Case *self, RetourTokenKind kind, guint first, guint last)
{
  for (guint i = first; i <= last && i < self->n_tokens; i++)
    if (self->tokens[i].kind == kind)
      return (int) i;
  return -1;
}

static void
read_delay (Case *self, const RetourMatches *found)
{
  int at = found->delay == 0 ? -1
                             : find_kind (self, RETOUR_TOKEN_NUMBER, found->delay_span.first,
                                          found->delay_span.last);
  char seconds[24];
  guint64 n = 0;
  RetourSlice number;

  if (at < 0)
    return;
  number = text_of (self, (guint) at, (guint) at);
  for (gsize i = 0; i < number.len && i < 7 && g_ascii_isdigit (number.data[i]); i++)
    n = n * 10 + (guint64) (number.data[i] - '0');
  g_snprintf (seconds, sizeof seconds, "%" G_GUINT64_FORMAT, n * found->delay);
  self->out->retry_after = g_string_chunk_insert (self->pool, seconds);
}

/* Who is blamed: a list that we know, else the host in words like "blocked using …". */
static void
read_blocklist (Case *self, const RetourMatches *found)
{
  const char *blame = retour_reason_get_blame (self->out->reason);
  int at = found->has_zone
               ? find_kind (self, RETOUR_TOKEN_HOST, found->zone.first, found->zone.last)
               : -1;

  if (!g_str_equal (blame, "reputation") && !g_str_equal (blame, "content"))
    return;
  if (found->blocklist != RETOUR_NO_LABEL)
    self->out->blocklist = self->rules->labels[found->blocklist].name;
  else if (at >= 0)
    self->out->blocklist = retour_slice_keep (text_of (self, (guint) at, (guint) at), self->pool);
}

/* The first address behind the start of the evidence that is not the recipient's own. */
static void
read_new_address (Case *self, RetourSpan span)
{
  const char *own = self->symptoms->recipient;
  int at = (int) span.first - 1;

  while ((at = find_kind (self, RETOUR_TOKEN_ADDRESS, (guint) (at + 1), G_MAXUINT)) >= 0) {
    RetourSlice address = text_of (self, (guint) at, (guint) at);

    if (own != NULL && retour_slice_equal (address, own))
      continue;
    self->out->new_address = retour_slice_keep (address, self->pool);
    return;
  }
}

static void
take_matches (Case *self, const RetourRule *rule, const RetourMatches *found)
{
  take_rule (self, rule, found);
  read_blocklist (self, found);
  if (g_str_equal (retour_reason_get_id (self->out->reason), "moved") && rule->says)
    read_new_address (self, found->spans[rule - self->rules->rules]);
}

/* What stands in the innermost reply (0) or, where that is only a part, in the whole text (1). */
static RetourMatches *
look_at (Case *self, guint part)
{
  RetourMatches *found = &self->found[part];

  if (part < self->n_found)
    return found;
  retour_match (found, self->rules, self->tokens, part == 0 ? self->inner : 0, self->n_tokens);
  if (self->out->retry_after == NULL)
    read_delay (self, found); /* a fact, whoever decides */
  for (guint i = 0; i < self->rules->n_bare_rules; i++)
    retour_bit_set (found->said, self->rules->bare_rules[i]);
  self->n_found = part + 1;
  if (self->scope == 0 && found->scope != 0)
    self->out->provider = self->rules->scopes[found->scope].provider;
  return found;
}

static gboolean
decide_by_rules (Case *self, gboolean weak)
{
  guint n_parts = self->inner > 0 ? 2 : 1;

  for (guint part = 0; part < n_parts; part++) {
    const RetourMatches *found = look_at (self, part);
    const RetourRule *rule = choose_rule (self, found, weak);

    if (rule != NULL) {
      take_matches (self, rule, found);
      return TRUE;
    }
  }
  return FALSE;
}

static void
read_codes (Case *self)
{
  const RetourSymptoms *symptoms = self->symptoms;

  retour_reply_find (self->text, &self->codes);
  self->status = self->codes.status[0] != '\0' ? self->codes.status : symptoms->status;
  self->reply = self->codes.reply[0] != '\0' ? self->codes.reply : symptoms->reply;
  self->out->status = keep (self->status, self->pool);
  self->out->reply = keep (self->reply, self->pool);
}

void
retour_classify_with (const RetourRuleset *rules, const RetourSymptoms *symptoms,
                      GStringChunk *pool, RetourDiagnosis *out)
{
  RetourToken tokens[RETOUR_LIMIT_TOKENS];
  RetourMatches found[2];
  Case self = { .symptoms = symptoms, .rules = rules, .pool = pool, .out = out };
  gboolean own_status;

  self.tokens = tokens;
  self.found = found;
  *out = (RetourDiagnosis) { .decided_by = RETOUR_DECIDED_BY_DEFAULT, .rule = "default" };
  self.text = valid_text (symptoms->text, pool);
  read_codes (&self);
  retour_tokens_each (self.text, take_token, &self);
  if (self.inner > 0 && self.inner < self.n_tokens)
    tokens[self.inner].opens = TRUE; /* no phrase runs on from "remote host said:" into the reply */
  self.scope = find_scope (&self);
  out->provider = self.scope != 0 ? rules->scopes[self.scope].provider : NULL;
  own_status = self.codes.status[0] != '\0';
  if (!decide_by_rules (&self, FALSE) && !retour_decide_by_status (out, own_status, pool) &&
      !decide_by_rules (&self, TRUE))
    retour_decide_by_codes (out, own_status, pool);
  retour_decide_class (out);
}

void
retour_classify (const RetourSymptoms *symptoms, GStringChunk *pool, RetourDiagnosis *out)
{
  retour_classify_with (&retour_builtin_rules, symptoms, pool, out);
}
