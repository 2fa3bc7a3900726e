/* spool: mails that wait in a folder until the ledger can take them. */
#pragma once
#include "cli/pipe.h"

/* One mail that may have to go there. Everything that needs memory is done beforehand. */
typedef struct {
  const RetourPipeMail *mail;
  char *folder;
  char *head; /* the line ahead of the mail, in its file */
  char *temporary;
  char *name; /* of the file when it is whole and on the disk */
} RetourSpoolEntry;

/* @sent_to: the address that the mail was sent to, may be %NULL. Makes the folder. */
void retour_spool_entry_init (RetourSpoolEntry *self, const char *folder,
                              const RetourPipeMail *mail, const char *sent_to);
void retour_spool_entry_clear (RetourSpoolEntry *self);
/* When it returns %TRUE, the mail is on the disk. Sets errno. Safe in a signal handler. */
gboolean retour_spool_entry_write (const RetourSpoolEntry *self);

/* Takes at most @max mails out of @folder into @ledger, and commits that; each counts once,
 * whatever happens when. A folder that is not there holds none. Returns %FALSE when the ledger
 * fails, or when the folder or a mail in it cannot be read. */
gboolean retour_spool_take (const char *folder, guint max, RetourLedger *ledger,
                            const RetourRules *rules, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RetourSpoolEntry, retour_spool_entry_clear)
