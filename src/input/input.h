/* input: the table of sources. A source is a driver; one file each. */
#pragma once
#include <retour/retour.h>
#include <glib.h>
#include <sys/stat.h>

/* One mail. @data and @origin belong to the driver and hold until its next call. */
typedef struct {
  const char *data;
  gsize len;
  const char *origin;
  guint64 number;
  gboolean truncated;
} RetourInputMail;

/**
 * RetourInputDriver:
 * @name: for people
 * @accepts: whether this driver reads @path; @st is %NULL when there is no such
 *   file. The first driver of the table that accepts gets the source.
 * @open: gives the state of the driver, or %NULL and an error
 * @next: as retour_input_next()
 * @close: frees the state
 * @share: how much of the source has been read, 0 … 1; negative where that cannot be told
 */
typedef struct {
  const char *name;
  gboolean (*accepts) (const char *path, const struct stat *st);
  gpointer (*open) (const char *path, GError **error);
  gboolean (*next) (gpointer state, RetourInputMail *mail, GError **error);
  void (*close) (gpointer state);
  double (*share) (gpointer state);
} RetourInputDriver;

extern const RetourInputDriver retour_input_stdin;
extern const RetourInputDriver retour_input_folder;
extern const RetourInputDriver retour_input_file;

/* Not in the table: it has no path. (transfer full): its state for @len bytes at @data. */
extern const RetourInputDriver retour_input_memory;
gpointer retour_input_memory_new (const char *data, gsize len);
