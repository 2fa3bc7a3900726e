#include "classify/classify.h"

#include "base/limits.h"
#include "base/reply.h"
#include "classify/damage.h"
#include "classify/decide.h"
#include "classify/host.h"
#include "classify/match.h"

/* A text that is being classified. */
typedef struct {
  const RetourSymptoms *symptoms;
  RetourSlice text; /* what is looked at of the symptoms' text, valid UTF-8 */
  const RetourRuleset *rules;
  GStringChunk *pool;
  RetourDiagnosis *out;
  RetourReply codes;           /* of the innermost reply in the text */
  RetourCodeKey status, reply; /* what conditions look at: of the text, else of the reporter */
  guint inner;                 /* first token of the innermost reply */
  guint n_tokens;
  guint16 scope;        /* by host names */
  RetourToken *tokens;  /* room for RETOUR_LIMIT_TOKENS */
  RetourMatches *found; /* in the innermost reply, in the whole text */
  guint n_found;        /* how many of the two have been looked at */
  gboolean has_link;
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
  if (retour_slice_is_ascii (text) || g_utf8_validate_len (text.data, text.len, NULL))
    return text;
  valid = g_utf8_make_valid (text.data, (gssize) text.len);
  text = retour_slice_of (g_string_chunk_insert (pool, valid));
  return retour_slice_cut (text, RETOUR_LIMIT_DIAGNOSTIC);
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

static inline gboolean
condition_holds (const Case *self, const RetourCondition *condition)
{
  const char *fact, *value;

  switch (condition->kind) {
  case RETOUR_CONDITION_STATUS:
    return retour_code_fits (self->status, condition->key);
  case RETOUR_CONDITION_REPLY:
    return retour_code_fits (self->reply, condition->key);
  case RETOUR_CONDITION_COMMAND:
    fact = self->symptoms->command;
    break;
  default:
    fact = self->symptoms->dialect;
  }
  value = retour_ruleset_text (self->rules, condition->value);
  return fact != NULL ? *fact == *value && g_str_equal (fact, value) : g_str_equal (value, "-");
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
      holds |= condition_holds (self, &conditions[i]);
    if (!holds)
      return FALSE;
  }
  return TRUE;
}

/* Whether none of the words that forbid the rule stands in the text. */
static gboolean
guards_agree (const Case *self, const RetourRule *rule, const RetourMatches *found)
{
  const RetourGuard *guards = self->rules->guards;

  for (guint i = 0; i < rule->n_guards; i++)
    if (found->noted[guards[rule->guards + i].set] != 0)
      return FALSE;
  return TRUE;
}

/* Whether everything holds. What is cheap comes first. */
static gboolean
rule_holds (const Case *self, const RetourRule *rule, const RetourMatches *found)
{
  guint id = (guint) (rule - self->rules->rules);

  return guards_agree (self, rule, found) && conditions_hold (self, rule) &&
         (!rule->says || retour_match_says (found, id)) && !retour_match_forbids (found, id);
}

/* Whether the words for @rule stand in a link behind its host: "https://example.com/no-user". */
static gboolean
is_linked (const Case *self, const RetourRule *rule, const RetourMatches *found)
{
  const RetourToken *first, *last;
  RetourSpan span;

  if (!self->has_link || !rule->says || rule->scope != 0)
    return FALSE;
  span = retour_match_quote (found, (guint) (rule - self->rules->rules));
  first = &self->tokens[span.first];
  last = &self->tokens[span.last];
  return first->kind != RETOUR_TOKEN_HOST &&
         retour_host_is_link (self->text, first->start, last->end);
}

static gboolean
is_hard (const RetourRule *rule)
{
  return retour_reason_is_hard (&retour_builtin_reasons.rows[rule->reason]);
}

/* The first rule that is asked so and whose every condition holds; or %NULL. The name of a page is
 * no verdict: what a general rule finds there calls no address dead, and does not keep the words of
 * the reply from doing so. */
static const RetourRule *
choose_rule (const Case *self, const RetourMatches *found, RetourAsked asked)
{
  const RetourRuleset *rules = self->rules;
  guint16 scope = self->scope != 0 ? self->scope : found->scope;
  const RetourRule *hint = NULL;

  for (guint word = 0; word < (rules->n_rules + 63) / 64; word++) {
    guint64 bits = found->likely[word];

    for (; bits != 0; bits &= bits - 1) {
      const RetourRule *rule = &rules->rules[word * 64 + (guint) __builtin_ctzll (bits)];

      if (rule->asked != asked || (rule->scope != 0 && rule->scope != scope) ||
          (hint != NULL && !is_hard (rule)) || !rule_holds (self, rule, found))
        continue;
      if (!is_linked (self, rule, found))
        return rule;
      if (!is_hard (rule))
        hint = rule;
    }
  }
  return hint;
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
take_rule (Case *self, const RetourRule *rule, RetourSpan span)
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
    self->out->blocklist =
        retour_ruleset_text (self->rules, self->rules->labels[found->blocklist].name);
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
look_at (Case *self, guint part)
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
decide_by_rules (Case *self, RetourAsked asked)
{
  guint n_parts = self->inner > 0 ? 2 : 1;

  for (guint part = 0; part < n_parts; part++) {
    const RetourMatches *found = look_at (self, part);
    const RetourRule *rule = choose_rule (self, found, asked);

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
doubt_by_frame (Case *self)
{
  RetourMatches *frame = &self->found[1]; /* the whole text has been looked at */
  const RetourRule *rule;

  if (self->inner == 0 || !retour_reason_is_hard (self->out->reason))
    return;
  retour_match (frame, self->rules, self->tokens, 0, self->inner);
  rule = choose_rule (self, frame, RETOUR_ASKED_FRAMES);
  if (rule == NULL)
    return;
  self->out->new_address = NULL;
  take_matches (self, rule, frame);
}

static void
read_codes (Case *self)
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
is_code (const Case *self, const RetourToken *token)
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
read_tokens (Case *self)
{
  RetourToken *tokens = self->tokens;
  RetourSlice text = without_stage (self->text);
  RetourSlice words = retour_damage_mend (text, self->rules, self->pool);
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

static void
read_text (Case *self)
{
  self->text = valid_text (self->symptoms->text, self->pool);
  self->has_link = retour_slice_find (self->text, "://", 0) >= 0;
  read_codes (self);
  read_tokens (self);
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
  read_text (&self);
  self.scope = find_scope (&self);
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
  Case self = { .symptoms = symptoms, .rules = rules, .pool = pool, .out = out };

  if (!retour_reason_is_hard (out->reason))
    return;
  self.tokens = tokens;
  self.found = found;
  read_text (&self);
  self.scope = find_scope (&self);
  doubt_by_frame (&self);
  retour_decide_class (out);
}

void
retour_classify (const RetourSymptoms *symptoms, GStringChunk *pool, RetourDiagnosis *out)
{
  retour_classify_with (&retour_builtin_rules, symptoms, pool, out);
}
