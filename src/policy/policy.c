#include "policy/policy.h"

#include "base/language.h"
#include "base/limits.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

static const char *const verdicts[] = {
  [RETOUR_VERDICT_KEEP] = "keep",
  [RETOUR_VERDICT_HOLD] = "hold",
  [RETOUR_VERDICT_REMOVE] = "remove",
};

static const char *
text_of (RetourText text)
{
  return retour_builtin_policies.texts + text;
}

const char *
retour_verdict_get_name (RetourVerdict verdict)
{
  return (guint) verdict < G_N_ELEMENTS (verdicts) ? verdicts[verdict] : NULL;
}

RetourPolicy *
retour_policy_ref (RetourPolicy *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
retour_policy_unref (RetourPolicy *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_free (self->name);
  g_free (self->text);
  g_free (self);
}

const char *
retour_policy_get_name (const RetourPolicy *self)
{
  return self->name;
}

const char *const *
retour_policy_list_presets (void)
{
  static gsize names = 0;

  if (g_once_init_enter (&names)) {
    const char **list = g_new0 (const char *, retour_builtin_policies.n + 1);

    for (guint i = 0; i < retour_builtin_policies.n; i++)
      list[i] = text_of (retour_builtin_policies.rows[i].name);
    g_once_init_leave (&names, GPOINTER_TO_SIZE (list));
  }
  return GSIZE_TO_POINTER (names);
}

/* One byte more than a policy may have tells that there is more. */
static GBytes *
read_file (const char *path, GError **error)
{
  FILE *file = g_fopen (path, "rb");
  g_autofree char *bytes = g_malloc (RETOUR_LIMIT_RULES_FILE + 1);
  gsize len;
  gboolean ok;

  if (file == NULL) {
    g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_NO_INPUT, _ ("cannot open '%s': %s"), path,
                 _ (g_strerror (errno)));
    return NULL;
  }
  len = fread (bytes, 1, RETOUR_LIMIT_RULES_FILE + 1, file);
  ok = !ferror (file);
  fclose (file);
  if (!ok) /* a folder */
    g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_NO_INPUT, _ ("cannot read '%s'"), path);
  else if (len > RETOUR_LIMIT_RULES_FILE)
    g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_DATA, _ ("%s:1: the file is too large"), path);
  else
    return g_bytes_new_take (g_steal_pointer (&bytes), len);
  return NULL;
}

RetourPolicy *
retour_policy_new (const char *name, GError **error)
{
  g_autoptr (GBytes) text = NULL;

  if (strchr (name, G_DIR_SEPARATOR) != NULL || g_str_has_suffix (name, ".conf")) {
    text = read_file (name, error);
    return text != NULL ? retour_policy_read (name, name, text, &retour_builtin_reasons, error)
                        : NULL;
  }
  for (guint i = 0; i < retour_builtin_policies.n; i++) {
    const char *file = text_of (retour_builtin_policies.rows[i].text);

    if (!g_str_equal (text_of (retour_builtin_policies.rows[i].name), name))
      continue;
    text = g_bytes_new_static (file, strlen (file));
    return retour_policy_read (name, name, text, &retour_builtin_reasons, error);
  }
  g_set_error (error, RETOUR_ERROR, RETOUR_ERROR_USAGE, _ ("there is no policy '%s'"), name);
  return NULL;
}

/* What a recipient complains with. Other feedback reports say that the mail is no spam, or tell of
 * authentication. */
static const char *const complaints[] = {
  "abuse", "complaint", "fraud", "opt-out", "opt-out-list", "miscategorized",
};

static gboolean
is_complaint (const RetourEntry *entry)
{
  for (guint i = 0; entry->feedback_type != NULL && i < G_N_ELEMENTS (complaints); i++)
    if (g_ascii_strcasecmp (entry->feedback_type, complaints[i]) == 0)
      return TRUE;
  return entry->feedback_type == NULL;
}

const RetourPolicyRule *
retour_policy_find_rule (const RetourPolicy *self, const RetourEntry *entry)
{
  if (entry->kind == RETOUR_ENTRY_FEEDBACK)
    return is_complaint (entry) ? &self->rules[RETOUR_POLICY_FEEDBACK] : NULL;
  if (entry->kind != RETOUR_ENTRY_BOUNCE || entry->reason == NULL)
    return NULL;
  return &self->rules[entry->reason - retour_builtin_reasons.rows];
}

static void
print_score (GString *out, const char *before, gint64 score)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%.9g", (double) score / (double) RETOUR_SCORE_POINT);
  g_string_append_printf (out, "%s%s", before, text);
}

static void
print_rule (GString *out, const char *name, const RetourPolicyRule *rule)
{
  static const char *const words[] = {
    [RETOUR_RULE_NEVER] = "never",
    [RETOUR_RULE_ONCE] = "at once",
    [RETOUR_RULE_AFTER] = "after",
    [RETOUR_RULE_SCORE] = "score",
  };

  g_string_append_printf (out, "%-21s %s", name, words[rule->kind]);
  if (rule->kind == RETOUR_RULE_AFTER)
    g_string_append_printf (out, " %u days", rule->n);
  if (rule->kind == RETOUR_RULE_SCORE)
    print_score (out, " ", rule->weight);
  if (rule->over > 0)
    g_string_append_printf (out, " over %u", rule->over);
  if (rule->within > 0)
    g_string_append_printf (out, " within %u", rule->within);
  g_string_append_c (out, '\n');
}

static void
print_settings (GString *out, const RetourPolicy *self)
{
  if (self->remove_at > 0)
    print_score (out, "remove at ", self->remove_at);
  else
    g_string_append (out, "remove never");
  if (self->hold_at > 0) {
    print_score (out, "\nhold at ", self->hold_at);
    g_string_append_printf (out, " for %u days then %s", self->hold_days,
                            self->remove_held ? "remove" : "keep");
  }
  if (self->forget > 0)
    g_string_append_printf (out, "\nforget after %u days", self->forget);
  g_string_append_printf (out, "\ndelivery %s\nunproven %s\noutage holds %u days\n\n",
                          self->keeps ? "keeps" : "resets",
                          self->holds_unproven ? "held" : "ignored", self->outage_days);
}

char *
retour_policy_print (const RetourPolicy *self)
{
  GString *out;

  if (self->text != NULL)
    return g_strdup (self->text);
  out = g_string_new (NULL);
  print_settings (out, self);
  for (guint i = 0; i < retour_builtin_reasons.n; i++) {
    const RetourReason *reason = &retour_builtin_reasons.rows[i];

    g_string_append_printf (out, "# %s, %s: %s\n", retour_reason_get_class (reason),
                            retour_reason_get_action (reason), retour_reason_get_meaning (reason));
    print_rule (out, retour_reason_get_id (reason), &self->rules[i]);
  }
  print_rule (out, "feedback", &self->rules[RETOUR_POLICY_FEEDBACK]);
  return g_string_free (out, FALSE);
}
