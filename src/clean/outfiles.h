/* outfiles: files that appear all at once, or not at all. Until the commit, what is written has no
 * name that anybody else would see, and goes away with the process. */
#pragma once
#include <glib.h>

typedef struct _RetourOutfiles RetourOutfiles;
typedef struct _RetourOutfile RetourOutfile;

RetourOutfiles *retour_outfiles_new (const char *folder);
/* Whatever is not committed is gone. */
void retour_outfiles_free (RetourOutfiles *self);
/* (transfer none) (nullable): a file; @name: a path, or a name in the folder. @error:
 * RETOUR_ERROR_IO. */
RetourOutfile *retour_outfiles_add (RetourOutfiles *self, const char *name, GError **error);
/* What is to be written is appended here; retour_outfile_spill() is called now and then. */
GString *retour_outfile_get_text (RetourOutfile *file);
/* Writes what there is once it is much; trouble is told by retour_outfiles_commit(). */
void retour_outfile_spill (RetourOutfile *file);
/* Whether something could not be written: the rest is in vain. */
gboolean retour_outfiles_has_failed (const RetourOutfiles *self);

/* Before the commit. The file gets another name; or none at all when @name is %NULL. */
void retour_outfile_rename (RetourOutfile *file, const char *name);
/* An existing file is not replaced: the name gets a number. */
void retour_outfile_set_unique (RetourOutfile *file);
/* Writes everything to the disk, then gives all files their names; existing ones are replaced.
 * %FALSE, with nothing changed, and RETOUR_ERROR_IO. */
gboolean retour_outfiles_commit (RetourOutfiles *self, GError **error);
/* The path of a file, as committed. */
const char *retour_outfile_get_path (const RetourOutfile *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourOutfiles, retour_outfiles_free)
