/* Loaded ahead of GLib (LD_PRELOAD): the library makes the key of an event, and crashes. */
#include <signal.h>
#include <stddef.h>

void *g_checksum_new (int type);

void *
g_checksum_new (int type)
{
  (void) type;
  raise (SIGSEGV);
  return NULL;
}
