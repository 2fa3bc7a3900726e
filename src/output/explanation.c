#include "output/explanation.h"

#include "base/language.h"
#include "output/display.h"

#define TYPED(text, type)                                                                          \
  {                                                                                                \
    text, NULL, type, 0                                                                            \
  }
#define COLUMN(text) TYPED (text, RETOUR_FIELD_TYPE_STRING)

/* clang-format off */
const RetourColumn retour_explanation_columns[RETOUR_EXPLANATION_N] = {
  [RETOUR_EXPLANATION_REASON]      = COLUMN ("reason"),
  [RETOUR_EXPLANATION_CLASS]       = COLUMN ("class"),
  [RETOUR_EXPLANATION_BLAME]       = COLUMN ("blame"),
  [RETOUR_EXPLANATION_ACTION]      = COLUMN ("action"),
  [RETOUR_EXPLANATION_STATUS]      = COLUMN ("status"),
  [RETOUR_EXPLANATION_REPLY_CODE]  = COLUMN ("reply_code"),
  [RETOUR_EXPLANATION_RULE]        = COLUMN ("rule"),
  [RETOUR_EXPLANATION_EVIDENCE]    = COLUMN ("evidence"),
  [RETOUR_EXPLANATION_DECIDED_BY]  = COLUMN ("decided_by"),
  [RETOUR_EXPLANATION_PROVIDER]    = COLUMN ("provider"),
  [RETOUR_EXPLANATION_PERMANENT]   = TYPED ("permanent", RETOUR_FIELD_TYPE_BOOLEAN),
  [RETOUR_EXPLANATION_RETRY_AFTER] = TYPED ("retry_after", RETOUR_FIELD_TYPE_INTEGER),
  [RETOUR_EXPLANATION_BLOCKLIST]   = COLUMN ("blocklist"),
  [RETOUR_EXPLANATION_BLOCKLIST_KIND] = COLUMN ("blocklist_kind"),
  [RETOUR_EXPLANATION_NEW_ADDRESS] = COLUMN ("new_address"),
  [RETOUR_EXPLANATION_MEANING]     = COLUMN ("meaning"),
  [RETOUR_EXPLANATION_ADVICE]      = COLUMN ("advice"),
};

/* The lines for people: a title, and the field that says what the value means. */
static const struct {
  const char *title;
  guint column;
  RetourField field; /* RETOUR_FIELD_N: the value speaks for itself */
} lines[] = {
  { N_ ("reason"),      RETOUR_EXPLANATION_REASON,      RETOUR_FIELD_REASON },
  { N_ ("class"),       RETOUR_EXPLANATION_CLASS,       RETOUR_FIELD_CLASS },
  { N_ ("fault"),       RETOUR_EXPLANATION_BLAME,       RETOUR_FIELD_BLAME },
  { N_ ("action"),      RETOUR_EXPLANATION_ACTION,      RETOUR_FIELD_ACTION },
  { N_ ("advice"),      RETOUR_EXPLANATION_ADVICE,      RETOUR_FIELD_N },
  { N_ ("reply"),       RETOUR_EXPLANATION_REPLY_CODE,  RETOUR_FIELD_REPLY_CODE },
  { N_ ("status"),      RETOUR_EXPLANATION_STATUS,      RETOUR_FIELD_STATUS },
  { N_ ("permanent"),   RETOUR_EXPLANATION_PERMANENT,   RETOUR_FIELD_PERMANENT },
  { N_ ("wait (s)"),    RETOUR_EXPLANATION_RETRY_AFTER, RETOUR_FIELD_RETRY_AFTER },
  { N_ ("list"),        RETOUR_EXPLANATION_BLOCKLIST,   RETOUR_FIELD_BLOCKLIST },
  { N_ ("moved to"),    RETOUR_EXPLANATION_NEW_ADDRESS, RETOUR_FIELD_N },
  { N_ ("provider"),    RETOUR_EXPLANATION_PROVIDER,    RETOUR_FIELD_N },
  { N_ ("basis"),       RETOUR_EXPLANATION_DECIDED_BY,  RETOUR_FIELD_DECIDED_BY },
  { N_ ("rule"),        RETOUR_EXPLANATION_RULE,        RETOUR_FIELD_N },
  { N_ ("evidence"),    RETOUR_EXPLANATION_EVIDENCE,    RETOUR_FIELD_N },
};
/* clang-format on */

void
retour_explanation_fill (const RetourExplanation *explanation, const char **values)
{
  const RetourReason *reason = retour_explanation_get_reason (explanation);
  const char *advice = retour_explanation_get_advice (explanation);
  const char *list = retour_explanation_get_blocklist (explanation);

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
  values[RETOUR_EXPLANATION_PERMANENT] = retour_explanation_get_permanent (explanation);
  values[RETOUR_EXPLANATION_RETRY_AFTER] = retour_explanation_get_retry_after (explanation);
  values[RETOUR_EXPLANATION_BLOCKLIST] = list;
  values[RETOUR_EXPLANATION_BLOCKLIST_KIND] =
      list != NULL ? retour_explain_blocklist_kind (list) : NULL;
  values[RETOUR_EXPLANATION_NEW_ADDRESS] = retour_explanation_get_new_address (explanation);
  values[RETOUR_EXPLANATION_MEANING] = _ (retour_explanation_get_meaning (explanation));
  values[RETOUR_EXPLANATION_ADVICE] = advice != NULL ? _ (advice) : NULL;
}

enum { INDENT = 2, TITLE = 9, MARGIN = INDENT + TITLE + 1 };

/* Appends @text from column MARGIN on, on as many lines as it needs. */
static void
append_wrapped (GString *out, const char *text, guint width)
{
  guint room = width > 2 * MARGIN ? width - MARGIN : G_MAXUINT, used = 0;
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] != NULL; i++) {
    g_autoptr (GString) word = g_string_new (NULL);
    guint columns = (guint) retour_display_append (word, words[i], G_MAXSIZE);

    if (used > 0 && used + 1 + columns > room) {
      g_string_append_printf (out, "\n%*s", MARGIN, "");
      used = 0;
    } else if (i > 0) {
      g_string_append_c (out, ' ');
      used++;
    }
    g_string_append_len (out, word->str, (gssize) word->len);
    used += columns;
  }
}

static void
append_title (GString *out, const char *title)
{
  gsize columns = 0;

  g_string_append_printf (out, "%*s", INDENT, "");
  columns = retour_display_append (out, title, TITLE);
  g_string_append_printf (out, "%*s", (int) (TITLE - columns + 1), "");
}

static void
append_line (GString *out, const char *title, const char *value, const char *meaning, guint width)
{
  g_autofree char *text =
      meaning != NULL ? g_strconcat (value, ": ", _ (meaning), NULL) : g_strdup (value);

  append_title (out, title);
  append_wrapped (out, text, width);
  g_string_append_c (out, '\n');
}

/* What the digits of a code say by themselves. @pattern is made of @code with all others 'x'; what
 * was said already is not said again. */
static void
append_digit (GString *out, RetourField field, const char *code, guint digit, guint width)
{
  g_autofree char *pattern = g_strdup (field == RETOUR_FIELD_STATUS ? "x.x.x" : "xxx");
  const char *meaning;

  pattern[digit] = code[digit];
  if (digit > 0 && field == RETOUR_FIELD_STATUS && strlen (code) > 3 && code[3] != '.')
    return; /* a subject of more digits: there is none */
  if (g_str_equal (pattern, code))
    return;
  meaning = retour_explain_value (field, pattern);
  if (meaning != NULL && g_strcmp0 (meaning, retour_explain_value (field, code)) != 0)
    append_line (out, "", pattern, meaning, width);
}

static void
append_digits (GString *out, RetourField field, const char *code, guint width)
{
  append_digit (out, field, code, 0, width);
  if (field == RETOUR_FIELD_REPLY_CODE)
    append_digit (out, field, code, 1, width);
  else if (*code != '2') /* the subjects speak of failures */
    append_digit (out, field, code, 2, width);
}

/* Of a reason, only when it is not the headline. */
static const char *
meaning_of (const RetourRow *row, RetourField field, const char *value)
{
  const char *meaning = field < RETOUR_FIELD_N ? retour_explain_value (field, value) : NULL;

  if (field == RETOUR_FIELD_REASON && meaning != NULL &&
      g_str_equal (_ (meaning), row->values[RETOUR_EXPLANATION_MEANING]))
    return NULL;
  return meaning;
}

void
retour_explanation_print (RetourSink *sink, const RetourRow *row, guint width)
{
  g_autoptr (GString) out = g_string_new (NULL);

  retour_display_append (out, row->values[RETOUR_EXPLANATION_MEANING], G_MAXSIZE);
  g_string_append_c (out, '\n');
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    const char *value = row->values[lines[i].column];
    RetourField field = lines[i].field;

    if (value == NULL)
      continue;
    append_line (out, _ (lines[i].title), value, meaning_of (row, field, value), width);
    if (field == RETOUR_FIELD_REPLY_CODE || field == RETOUR_FIELD_STATUS)
      append_digits (out, field, value, width);
  }
  g_string_append_c (out, '\n');
  retour_sink_add (sink, out->str, out->len);
}
