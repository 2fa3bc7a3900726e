#include "output/explanation.h"

#include "output/display.h"

#define COLUMN(text)                                                                               \
  {                                                                                                \
    text, NULL, RETOUR_FIELD_TYPE_STRING, 0                                                        \
  }

/* clang-format off */
const RetourColumn retour_explanation_columns[RETOUR_EXPLANATION_N] = {
  [RETOUR_EXPLANATION_REASON]     = COLUMN ("reason"),
  [RETOUR_EXPLANATION_CLASS]      = COLUMN ("class"),
  [RETOUR_EXPLANATION_BLAME]      = COLUMN ("blame"),
  [RETOUR_EXPLANATION_ACTION]     = COLUMN ("action"),
  [RETOUR_EXPLANATION_STATUS]     = COLUMN ("status"),
  [RETOUR_EXPLANATION_REPLY_CODE] = COLUMN ("reply_code"),
  [RETOUR_EXPLANATION_RULE]       = COLUMN ("rule"),
  [RETOUR_EXPLANATION_EVIDENCE]   = COLUMN ("evidence"),
  [RETOUR_EXPLANATION_DECIDED_BY] = COLUMN ("decided_by"),
  [RETOUR_EXPLANATION_PROVIDER]   = COLUMN ("provider"),
};

/* What people want to know behind a word of the vocabulary. */
static const struct {
  guint column;
  const char *word;
  const char *meaning;
} meanings[] = {
  { RETOUR_EXPLANATION_CLASS, "hard", "the address will not take mail again" },
  { RETOUR_EXPLANATION_CLASS, "soft", "this says nothing final about the address" },
  { RETOUR_EXPLANATION_BLAME, "address", "there is no such address, or nobody behind it" },
  { RETOUR_EXPLANATION_BLAME, "mailbox", "the recipient's mailbox" },
  { RETOUR_EXPLANATION_BLAME, "reputation", "the name that the sending server or domain has" },
  { RETOUR_EXPLANATION_BLAME, "authentication", "how the sender proves who it is" },
  { RETOUR_EXPLANATION_BLAME, "content", "what the message says or carries" },
  { RETOUR_EXPLANATION_BLAME, "remote", "the receiving server" },
  { RETOUR_EXPLANATION_BLAME, "local", "our own server" },
  { RETOUR_EXPLANATION_BLAME, "none", "nobody's" },
  { RETOUR_EXPLANATION_ACTION, "suppress", "send nothing to this address any more" },
  { RETOUR_EXPLANATION_ACTION, "count", "suppress only when it fails again and again" },
  { RETOUR_EXPLANATION_ACTION, "retry", "send again later" },
  { RETOUR_EXPLANATION_ACTION, "fix_sender", "repair the sending side, keep the address" },
  { RETOUR_EXPLANATION_ACTION, "fix_content", "change the message, keep the address" },
  { RETOUR_EXPLANATION_ACTION, "review", "have a person look at it, keep the address" },
  { RETOUR_EXPLANATION_ACTION, "keep", "nothing to do" },
};

static const struct {
  const char *title;
  guint column;
} lines[] = {
  { "reason", RETOUR_EXPLANATION_REASON },
  { "class", RETOUR_EXPLANATION_CLASS },
  { "fault", RETOUR_EXPLANATION_BLAME },
  { "action", RETOUR_EXPLANATION_ACTION },
  { "reply", RETOUR_EXPLANATION_REPLY_CODE },
  { "status", RETOUR_EXPLANATION_STATUS },
  { "provider", RETOUR_EXPLANATION_PROVIDER },
  { "rule", RETOUR_EXPLANATION_RULE },
  { "evidence", RETOUR_EXPLANATION_EVIDENCE },
};
/* clang-format on */

void
retour_explanation_fill (const RetourExplanation *explanation, const char **values)
{
  const RetourReason *reason = retour_explanation_get_reason (explanation);

  values[RETOUR_EXPLANATION_REASON] = reason != NULL ? retour_reason_get_id (reason) : NULL;
  values[RETOUR_EXPLANATION_CLASS] = retour_explanation_get_class (explanation);
  values[RETOUR_EXPLANATION_BLAME] = reason != NULL ? retour_reason_get_blame (reason) : NULL;
  values[RETOUR_EXPLANATION_ACTION] = retour_explanation_get_action (explanation);
  values[RETOUR_EXPLANATION_STATUS] = retour_explanation_get_status (explanation);
  values[RETOUR_EXPLANATION_REPLY_CODE] = retour_explanation_get_reply_code (explanation);
  values[RETOUR_EXPLANATION_RULE] = retour_explanation_get_rule (explanation);
  values[RETOUR_EXPLANATION_EVIDENCE] = retour_explanation_get_evidence (explanation);
  values[RETOUR_EXPLANATION_DECIDED_BY] = retour_explanation_get_decided_by (explanation);
  values[RETOUR_EXPLANATION_PROVIDER] = retour_explanation_get_provider (explanation);
}

static const char *
get_meaning (guint column, const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (meanings); i++)
    if (meanings[i].column == column && g_str_equal (meanings[i].word, word))
      return meanings[i].meaning;
  return NULL;
}

static void
add_line (GString *out, const char *title, guint column, const char *value)
{
  const char *meaning = get_meaning (column, value);

  g_string_append_printf (out, "  %-9s ", title);
  retour_display_append (out, value, G_MAXSIZE);
  if (meaning != NULL)
    g_string_append_printf (out, ": %s", meaning);
  g_string_append_c (out, '\n');
}

void
retour_explanation_print (RetourSink *sink, const RetourRow *row)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *id = row->values[RETOUR_EXPLANATION_REASON];
  const RetourReason *reason = id != NULL ? retour_reason_lookup (id) : NULL;

  if (reason != NULL)
    g_string_append_printf (out, "%s\n", retour_reason_get_meaning (reason));
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    if (row->values[lines[i].column] != NULL)
      add_line (out, lines[i].title, lines[i].column, row->values[lines[i].column]);
  g_string_append_c (out, '\n');
  retour_sink_add (sink, out->str, out->len);
}
