#include "fuzz.h"

#include "message/message.h"

#include <sanitizer/lsan_interface.h>

int LLVMFuzzerInitialize (int *argc, char ***argv);

/* What GMime leaves behind once in a process is no leak of the mail at which it is seen first. */
int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  static const char mail[] = "Subject: =?iso-8859-1?Q?x?=\n\nx\n";
  RetourMessage *message = NULL;

  (void) argc;
  (void) argv;
  __lsan_disable ();
  message = retour_message_new (mail, strlen (mail));
  retour_fields_get_decoded (retour_message_get_header (message), "Subject",
                             retour_message_get_pool (message));
  retour_message_free (message);
  __lsan_enable ();
  return 0;
}
