#include "classify/classify.h"

#include "base/limits.h"
#include "classify/case.h"
#include "classify/decide.h"

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

/* The words as they stand in the text, each run of blanks as one. */
static const char *
quote_text (const RetourCase *self, RetourSpan span)
{
  RetourSlice text = retour_case_text (self, span.first, span.last);
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
take_rule (RetourCase *self, const RetourRule *rule, RetourSpan span)
{
  self->out->reason = &retour_builtin_reasons.rows[rule->reason];
  self->out->decided_by = RETOUR_DECIDED_BY_RULE;
  self->out->rule =
      g_string_chunk_insert (self->pool, retour_ruleset_text (self->rules, rule->name));
  if (rule->says)
    self->out->evidence = quote_text (self, span);
  else
    self->out->evidence = self->out->status != NULL ? self->out->status : self->out->reply;
}

/* The first token of @kind from @first on, as far as @last; or -1. */
static int
find_kind (const RetourCase *self, RetourTokenKind kind, guint first, guint last)
{
  for (guint i = first; i <= last && i < self->n_tokens; i++)
    if (self->tokens[i].kind == kind)
      return (int) i;
  return -1;
}

static void
read_delay (RetourCase *self, const RetourMatches *found)
{
  int at = found->delay == 0 ? -1
                             : find_kind (self, RETOUR_TOKEN_NUMBER, found->delay_span.first,
                                          found->delay_span.last);
  char seconds[24];
  guint64 n = 0;
  RetourSlice number;

  if (at < 0)
    return;
  number = retour_case_text (self, (guint) at, (guint) at);
  for (gsize i = 0; i < number.len && i < 7 && g_ascii_isdigit (number.data[i]); i++)
    n = n * 10 + (guint64) (number.data[i] - '0');
  g_snprintf (seconds, sizeof seconds, "%" G_GUINT64_FORMAT, n * found->delay);
  self->out->retry_after = g_string_chunk_insert (self->pool, seconds);
}

/* Who is blamed: a list that we know, else the host in words like "blocked using …". */
static void
read_blocklist (RetourCase *self, const RetourMatches *found)
{
  const char *blame = retour_reason_get_blame (self->out->reason);
  int at = found->has_zone
               ? find_kind (self, RETOUR_TOKEN_HOST, found->zone.first, found->zone.last)
               : -1;

  if (!g_str_equal (blame, "reputation") && !g_str_equal (blame, "content"))
    return;
  if (found->blocklist != RETOUR_NO_LABEL)
    self->out->blocklist =
        retour_ruleset_text (self->rules, self->rules->labels[found->blocklist].name);
  else if (at >= 0)
    self->out->blocklist =
        retour_slice_keep (retour_case_text (self, (guint) at, (guint) at), self->pool);
}

/* The first address behind the start of the evidence that is not the recipient's own. */
static void
read_new_address (RetourCase *self, RetourSpan span)
{
  const char *own = self->symptoms->recipient;
  int at = (int) span.first - 1;

  while ((at = find_kind (self, RETOUR_TOKEN_ADDRESS, (guint) (at + 1), G_MAXUINT)) >= 0) {
    RetourSlice address = retour_case_text (self, (guint) at, (guint) at);

    if (own != NULL && retour_slice_equal (address, own))
      continue;
    self->out->new_address = retour_slice_keep (address, self->pool);
    return;
  }
}

static void
take_matches (RetourCase *self, const RetourRule *rule, const RetourMatches *found)
{
  RetourSpan span = { 0, 0 };

  if (rule->says)
    span = retour_match_quote (found, (guint) (rule - self->rules->rules));
  take_rule (self, rule, span);
  read_blocklist (self, found);
  if (g_str_equal (retour_reason_get_id (self->out->reason), "moved") && rule->says)
    read_new_address (self, span);
}

/* What stands in the innermost reply (0) or, where that is only a part, in the whole text (1). */
static RetourMatches *
look_at (RetourCase *self, guint part)
{
  RetourMatches *found = &self->found[part];

  if (part < self->n_found)
    return found;
  retour_match (found, self->rules, self->tokens, part == 0 ? self->inner : 0, self->n_tokens);
  if (self->out->retry_after == NULL)
    read_delay (self, found); /* a fact, whoever decides */
  for (guint i = 0; i < self->rules->n_bare_rules; i++)
    retour_bit_set (found->likely, self->rules->bare_rules[i]);
  self->n_found = part + 1;
  if (self->scope == 0 && found->scope != 0)
    self->out->provider =
        retour_ruleset_text (self->rules, self->rules->scopes[found->scope].provider);
  return found;
}

static gboolean
decide_by_rules (RetourCase *self, RetourAsked asked)
{
  guint n_parts = self->inner > 0 ? 2 : 1;

  for (guint part = 0; part < n_parts; part++) {
    const RetourMatches *found = look_at (self, part);
    const RetourRule *rule = retour_case_choose (self, found, asked);

    if (rule != NULL) {
      take_matches (self, rule, found);
      return TRUE;
    }
  }
  return FALSE;
}

/* What calls an address dead counts for nothing where the words around it say that it is not the
 * recipient's: "sender verification failed: 550 user unknown". */
static void
doubt_by_frame (RetourCase *self)
{
  RetourMatches *frame = &self->found[1]; /* the whole text has been looked at */
  const RetourRule *rule;

  if (self->inner == 0 || !retour_reason_is_hard (self->out->reason))
    return;
  retour_match (frame, self->rules, self->tokens, 0, self->inner);
  rule = retour_case_choose (self, frame, RETOUR_ASKED_FRAMES);
  if (rule == NULL)
    return;
  self->out->new_address = NULL;
  take_matches (self, rule, frame);
}

void
retour_classify_with (const RetourRuleset *rules, const RetourSymptoms *symptoms,
                      GStringChunk *pool, RetourDiagnosis *out)
{
  RetourToken tokens[RETOUR_LIMIT_TOKENS];
  RetourMatches found[2];
  RetourCase self = { .symptoms = symptoms, .rules = rules, .pool = pool, .out = out };
  gboolean own_status;

  self.tokens = tokens;
  self.found = found;
  *out = (RetourDiagnosis) { .decided_by = RETOUR_DECIDED_BY_DEFAULT, .rule = "default" };
  retour_case_read (&self);
  out->provider = retour_ruleset_text (rules, rules->scopes[self.scope].provider);
  own_status = self.codes.status[0] != '\0';
  if (!decide_by_rules (&self, RETOUR_ASKED_ALWAYS) &&
      !retour_decide_by_status (out, own_status, pool) &&
      !decide_by_rules (&self, RETOUR_ASKED_WEAKLY))
    retour_decide_by_codes (out, own_status, pool);
  doubt_by_frame (&self);
  retour_decide_class (out);
}

void
retour_doubt_with (const RetourRuleset *rules, const RetourSymptoms *symptoms, GStringChunk *pool,
                   RetourDiagnosis *out)
{
  RetourToken tokens[RETOUR_LIMIT_TOKENS];
  RetourMatches found[2];
  RetourCase self = { .symptoms = symptoms, .rules = rules, .pool = pool, .out = out };

  if (!retour_reason_is_hard (out->reason))
    return;
  self.tokens = tokens;
  self.found = found;
  retour_case_read (&self);
  doubt_by_frame (&self);
  retour_decide_class (out);
}

void
retour_classify (const RetourSymptoms *symptoms, GStringChunk *pool, RetourDiagnosis *out)
{
  retour_classify_with (&retour_builtin_rules, symptoms, pool, out);
}
