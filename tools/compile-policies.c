/* compile-policies: the policies that are built in, read by the reader of a user's own. */
#include "compile-data.h"

#include <stdio.h>
#include <string.h>

#include "policy/policy.h"

#define SUFFIX ".policy"

/* The default first, the others by name. */
static int
compare_names (gconstpointer a, gconstpointer b)
{
  const char *x = *(const char *const *) a, *y = *(const char *const *) b;
  int x_first = g_str_equal (x, "default"), y_first = g_str_equal (y, "default");

  return x_first != y_first ? y_first - x_first : strcmp (x, y);
}

static GPtrArray *
list_names (const char *path, GError **error)
{
  GDir *dir = g_dir_open (path, 0, error);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    if (g_str_has_suffix (name, SUFFIX))
      g_ptr_array_add (names, g_strndup (name, strlen (name) - strlen (SUFFIX)));
  g_clear_pointer (&dir, g_dir_close);
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* Policies while their files are read. */
typedef struct {
  GArray *rows; /* of RetourPolicyText */
  RetourTexts texts;
} Policies;

static gboolean
add_policy (const char *path, const char *name, const RetourReasonTable *reasons, Policies *out,
            GError **error)
{
  g_autofree char *file = g_strconcat (name, SUFFIX, NULL);
  g_autofree char *full = g_build_filename (path, file, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (RetourPolicy) policy = NULL;
  RetourPolicyText row;
  gsize len;

  if (!g_file_get_contents (full, &text, &len, error))
    return FALSE;
  bytes = g_bytes_new_static (text, len);
  policy = retour_policy_read (name, file, bytes, reasons, error);
  if (policy == NULL)
    return FALSE;
  row = (RetourPolicyText) { retour_texts_add (&out->texts, name),
                             retour_texts_add (&out->texts, text) };
  g_array_append_val (out->rows, row);
  return TRUE;
}

static void
print_policies (const Policies *self)
{
  print_block ("policy_texts", &self->texts);
  printf ("\nstatic const RetourPolicyText policies[] = {\n");
  for (guint i = 0; i < self->rows->len; i++) {
    const RetourPolicyText *row = &g_array_index (self->rows, RetourPolicyText, i);

    printf ("  { %u, %u },\n", row->name, row->text);
  }
  printf ("};\nconst RetourPolicyTable retour_builtin_policies = { policy_texts, policies, %u };\n",
          self->rows->len);
}

gboolean
compile_policies (const char *folder, const RetourReasonTable *reasons, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "policies", NULL);
  g_autoptr (GError) first = NULL;
  g_autoptr (GPtrArray) names = list_names (path, &first);
  Policies self = { .rows = g_array_new (FALSE, FALSE, sizeof (RetourPolicyText)) };
  gboolean ok = first == NULL;

  if (!ok)
    g_propagate_error (error, g_steal_pointer (&first));
  retour_texts_init (&self.texts);
  for (guint i = 0; ok && i < names->len; i++)
    ok = add_policy (path, g_ptr_array_index (names, i), reasons, &self, error);
  if (ok)
    print_policies (&self);
  retour_texts_clear (&self.texts);
  g_array_unref (self.rows);
  return ok;
}
