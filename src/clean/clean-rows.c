#include "clean/clean-private.h"

#include "base/address.h"
#include "base/language.h"
#include "clean/csv.h"
#include "clean/typo.h"

#include <time.h>

enum {
  CHECK_EVERY = 4096, /* rows between two looks at whether writing is in vain */
};

/* Our columns, in this order, behind the list's own. */
static const char *const columns[] = {
  "retour_reason", "retour_class", "retour_reply",      "retour_first",
  "retour_last",   "retour_count", "retour_suggestion", "retour_cause",
};

static const char *const cause_names[] = {
  [RETOUR_CAUSE_NOTHING] = "",          [RETOUR_CAUSE_POLICY] = "policy",
  [RETOUR_CAUSE_INCIDENT] = "incident", [RETOUR_CAUSE_OUTAGE] = "outage",
  [RETOUR_CAUSE_UNPROVEN] = "unproven",
};

/* The writing of one run; without files, when it only counts. */
typedef struct {
  RetourClean *clean;
  RetourList *list;
  RetourOutfiles *files; /* %NULL: nothing is written */
  RetourOutfile *verdicts[RETOUR_CLEAN_N_VERDICTS];
  RetourOutfile *undo;
  const char *end;
  char delimiter;
  char nothing[G_N_ELEMENTS (columns) + 1]; /* our columns, when there is nothing to say */
  char now[sizeof "YYYY-MM-DDTHH:MM:SSZ"];
} Run;

/* "" for what no calendar has. */
static void
format_time (gint64 seconds, char *out, gsize size)
{
  time_t t = (time_t) seconds;
  struct tm tm;

  if (gmtime_r (&t, &tm) == NULL || strftime (out, size, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
    *out = '\0';
}

static void
append_date (const Run *self, gint64 seconds, GString *out)
{
  char text[sizeof self->now + 8];

  g_string_append_c (out, self->delimiter);
  if (seconds <= 0)
    return;
  format_time (seconds, text, sizeof text);
  g_string_append (out, text);
}

static void
append_text (const Run *self, const char *text, GString *out)
{
  g_string_append_c (out, self->delimiter);
  retour_csv_append_safe (out, retour_slice_of (text), self->delimiter);
}

/* On one line, and without what terminals take for orders. */
static void
append_reply (const Run *self, const char *reply, GString *out)
{
  g_autofree char *text = g_strdup (reply != NULL ? reply : "");

  for (char *p = text; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      *p = ' ';
  append_text (self, g_strstrip (text), out);
}

/* The address with the domain that was likely meant; (transfer full) (nullable). */
static char *
suggest (RetourSlice address, const RetourFinding *finding)
{
  const char *reason = finding->reason != NULL ? retour_reason_get_id (finding->reason) : "";
  RetourSlice domain = retour_address_domain (address);
  g_autofree char *lower = g_ascii_strdown (domain.data, (gssize) domain.len);
  const char *meant;

  if (!g_str_equal (reason, "domain_unknown") && !g_str_equal (reason, "domain_no_mail"))
    return NULL;
  meant = retour_typo_suggest (retour_slice_of (lower));
  return meant != NULL
             ? g_strdup_printf ("%.*s%s", (int) (address.len - domain.len), address.data, meant)
             : NULL;
}

static void
append_finding (const Run *self, const RetourFinding *finding, const char *suggestion, GString *out)
{
  const char *class = finding->reason != NULL ? retour_reason_get_class (finding->reason) : NULL;

  append_text (self, retour_clean_get_reason_name (finding->reason), out);
  append_text (self, class, out);
  append_reply (self, finding->reply, out);
  append_date (self, finding->first, out);
  append_date (self, finding->last, out);
  g_string_append_printf (out, "%c%u", self->delimiter, finding->count);
  append_text (self, suggestion, out);
  append_text (self, cause_names[finding->cause], out);
}

static void
write_undo (Run *self, const RetourMember *member, const RetourFinding *finding)
{
  GString *out = retour_outfile_get_text (self->undo);

  if (retour_list_is_csv (self->list))
    retour_list_append_row (self->list, member, out);
  else
    retour_csv_append (out, member->text, self->delimiter);
  g_string_append_c (out, self->delimiter);
  retour_csv_append (out, retour_slice_of (finding->address), self->delimiter);
  g_string_append_printf (out, "%c%s%s", self->delimiter, self->now, self->end);
  retour_outfile_spill (self->undo);
}

static void
write_removed (Run *self, const RetourMember *member, const RetourFinding *finding)
{
  write_undo (self, member, finding);
  for (guint i = 0; i < self->clean->exports->len; i++) {
    const RetourExport *export = &g_array_index (self->clean->exports, RetourExport, i);

    export->driver->append (member->address, finding, retour_outfile_get_text (export->file));
    retour_outfile_spill (export->file);
  }
}

/* @finding: %NULL: nothing speaks against the address, or there is none. */
static void
write_row (Run *self, const RetourMember *member, const RetourFinding *finding,
           const char *suggestion)
{
  RetourOutfile *file = self->verdicts[finding != NULL ? finding->verdict : RETOUR_VERDICT_KEEP];
  GString *out;

  if (self->files == NULL)
    return;
  out = retour_outfile_get_text (file);
  retour_list_append_row (self->list, member, out);
  if (finding != NULL)
    append_finding (self, finding, suggestion, out);
  else
    g_string_append (out, self->nothing);
  g_string_append (out, self->end);
  retour_outfile_spill (file);
  if (finding != NULL && finding->verdict == RETOUR_VERDICT_REMOVE)
    write_removed (self, member, finding);
}

static void
tally (RetourClean *self, const RetourFinding *finding)
{
  RetourTally fresh = { finding->verdict, finding->cause, finding->reason, 1 };

  for (guint i = 0; i < self->tallies->len; i++) {
    RetourTally *row = &g_array_index (self->tallies, RetourTally, i);

    if (row->verdict == fresh.verdict && row->cause == fresh.cause && row->reason == fresh.reason) {
      row->n++;
      return;
    }
  }
  g_array_append_val (self->tallies, fresh);
}

/* As it stands: nothing of ours goes into what cannot be read. */
static void
keep_verbatim (Run *self, const RetourMember *member)
{
  GString *out;

  if (self->files == NULL)
    return;
  out = retour_outfile_get_text (self->verdicts[RETOUR_VERDICT_KEEP]);
  g_string_append_len (out, member->text.data, (gssize) member->text.len);
  g_string_append_len (out, member->end.data, (gssize) member->end.len);
  if (!member->more && member->end.len == 0)
    g_string_append (out, self->end);
  retour_outfile_spill (self->verdicts[RETOUR_VERDICT_KEEP]);
}

static gboolean
sort_address (Run *self, const RetourMember *member, GError **error)
{
  RetourClean *clean = self->clean;
  g_autoptr (GError) failure = NULL;
  g_autofree char *suggestion = NULL;
  RetourFinding finding = { .address = NULL };

  clean->n_addresses++;
  if (!retour_matcher_find (clean->matcher, clean->findings, member->address, &finding, &failure)) {
    if (failure != NULL) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
    clean->n[RETOUR_VERDICT_KEEP]++;
    write_row (self, member, NULL, NULL);
    return TRUE;
  }
  clean->n[finding.verdict]++;
  suggestion = suggest (member->address, &finding);
  clean->n_typos += suggestion != NULL;
  tally (clean, &finding);
  write_row (self, member, &finding, suggestion);
  return TRUE;
}

static gboolean
sort_row (Run *self, const RetourMember *member, GError **error)
{
  if (member->address.len > 0)
    return sort_address (self, member, error);
  if (member->broken) {
    self->clean->n_unreadable += !member->more;
    keep_verbatim (self, member);
  } else if (retour_slice_strip (member->text).len == 0) {
    keep_verbatim (self, member);
  } else {
    self->clean->n_without_address++;
    write_row (self, member, NULL, NULL);
  }
  return TRUE;
}

static void
write_headers (Run *self)
{
  GString *undo = retour_outfile_get_text (self->undo);

  for (guint v = 0; v < RETOUR_CLEAN_N_VERDICTS; v++) {
    GString *out = retour_outfile_get_text (self->verdicts[v]);

    retour_list_append_header (self->list, out);
    for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
      g_string_append_printf (out, "%c%s", self->delimiter, columns[i]);
    g_string_append (out, self->end);
  }
  if (retour_list_is_csv (self->list))
    retour_list_append_header (self->list, undo);
  else
    g_string_append (undo, "retour_entry");
  g_string_append_printf (undo, "%cretour_address%cretour_date%s", self->delimiter, self->delimiter,
                          self->end);
}

/* undo-YYYYMMDDTHHMMSSZ.csv */
static gboolean
open_undo (Run *self, GError **error)
{
  g_autoptr (GString) name = g_string_new ("undo-");

  for (const char *p = self->now; *p != '\0'; p++)
    if (*p != '-' && *p != ':')
      g_string_append_c (name, *p);
  g_string_append (name, ".csv");
  self->undo = retour_outfiles_add (self->files, name->str, error);
  if (self->undo != NULL)
    retour_outfile_set_unique (self->undo);
  return self->undo != NULL;
}

static gboolean
open_files (Run *self, GError **error)
{
  /* the undo file gets its name first: whatever happens then, there is a way back */
  static const struct {
    RetourVerdict verdict;
    const char *name;
  } names[] = {
    { RETOUR_VERDICT_KEEP, "keep.csv" },
    { RETOUR_VERDICT_HOLD, "hold.csv" },
    { RETOUR_VERDICT_REMOVE, "remove.csv" },
  };

  if (!open_undo (self, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    RetourOutfile *file = retour_outfiles_add (self->files, names[i].name, error);

    if (file == NULL)
      return FALSE;
    self->verdicts[names[i].verdict] = file;
  }
  for (guint i = 0; i < self->clean->exports->len; i++) {
    RetourExport *export = &g_array_index (self->clean->exports, RetourExport, i);

    export->file = retour_outfiles_add (self->files, export->path, error);
    if (export->file == NULL)
      return FALSE;
    g_string_append (retour_outfile_get_text (export->file),
                     export->driver->header != NULL ? export->driver->header : "");
  }
  return TRUE;
}

/* A path by which a person finds it: without the "./" of the default. */
static void
note_written (RetourClean *self, const RetourOutfile *file)
{
  const char *path = retour_outfile_get_path (file);

  g_ptr_array_add (self->written, g_strdup (g_str_has_prefix (path, "./") ? path + 2 : path));
}

static gboolean
is_too_much (const RetourClean *self)
{
  guint64 n = self->n[RETOUR_VERDICT_REMOVE];

  if (self->max_share < 0)
    return n > self->max_n;
  /* a millionth of an address more: 5 % of 200 is 10, whatever binary fractions say */
  return (double) n > self->max_share * (double) self->n_addresses + 1e-6;
}

/* Too much at a time: a proposal, and nothing that anybody could take for a result. */
static void
keep_proposal_only (Run *self)
{
  for (guint v = 0; v < RETOUR_CLEAN_N_VERDICTS; v++)
    retour_outfile_rename (self->verdicts[v],
                           v == RETOUR_VERDICT_REMOVE ? "remove-proposal.csv" : NULL);
  retour_outfile_rename (self->undo, NULL);
  for (guint i = 0; i < self->clean->exports->len; i++)
    retour_outfile_rename (g_array_index (self->clean->exports, RetourExport, i).file, NULL);
}

static gboolean
commit (Run *self, GError **error)
{
  RetourClean *clean = self->clean;

  if (self->files == NULL)
    return TRUE;
  if (clean->refused)
    keep_proposal_only (self);
  if (!retour_outfiles_commit (self->files, error))
    return FALSE;
  note_written (clean, self->verdicts[RETOUR_VERDICT_REMOVE]);
  if (clean->refused)
    return TRUE;
  note_written (clean, self->verdicts[RETOUR_VERDICT_KEEP]);
  note_written (clean, self->verdicts[RETOUR_VERDICT_HOLD]);
  note_written (clean, self->undo);
  for (guint i = 0; i < clean->exports->len; i++)
    note_written (clean, g_array_index (clean->exports, RetourExport, i).file);
  return TRUE;
}

gboolean
retour_clean_sort_rows (RetourClean *self, RetourList *list, GError **error)
{
  g_autoptr (RetourOutfiles) files = self->dry_run ? NULL : retour_outfiles_new (self->folder);
  Run run = { .clean = self,
              .list = list,
              .files = files,
              .end = retour_list_get_line_end (list),
              .delimiter = retour_list_get_delimiter (list) };
  g_autoptr (GError) failure = NULL;
  RetourMember member;

  memset (run.nothing, run.delimiter, sizeof run.nothing - 1);
  format_time (self->now, run.now, sizeof run.now);
  if (files != NULL && !open_files (&run, error))
    return FALSE;
  if (files != NULL)
    write_headers (&run);
  for (guint64 i = 1; retour_list_next (list, &member, &failure); i++) {
    if (!sort_row (&run, &member, error))
      return FALSE;
    if (i % CHECK_EVERY == 0 && files != NULL && retour_outfiles_has_failed (files))
      break;
  }
  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  self->refused = !self->force && is_too_much (self);
  return commit (&run, error);
}
