#include "summary/delay.h"

#include "base/limits.h"

/* RFC 5321 has servers try for four or five days. */
enum { PATIENCE = 5 * 24 * 60 * 60 };

typedef struct {
  guint message; /* hash of the Message-ID; 0: not told */
  gint64 last;   /* when it was last said to be late */
  RetourDelayEnd end;
} Delay;

struct _RetourDelays {
  GArray *address; /* of Delay: of the address at hand */
  guint64 n[RETOUR_DELAY_N];
  gint64 now;
};

RetourDelays *
retour_delays_new (gint64 now)
{
  RetourDelays *self = g_new0 (RetourDelays, 1);

  self->address = g_array_new (FALSE, FALSE, sizeof (Delay));
  self->now = now;
  return self;
}

void
retour_delays_free (RetourDelays *self)
{
  g_array_unref (self->address);
  g_free (self);
}

static guint
hash_message (const RetourEntry *entry)
{
  return entry->message_id != NULL ? MAX (g_str_hash (entry->message_id), 1) : 0;
}

/* One message that is late is told several times. */
static void
add_delay (RetourDelays *self, guint message, gint64 date)
{
  Delay fresh = { message, date, RETOUR_DELAY_OPEN };

  for (guint i = 0; i < self->address->len; i++) {
    Delay *delay = &g_array_index (self->address, Delay, i);

    if (delay->message != message || delay->end != RETOUR_DELAY_OPEN)
      continue;
    delay->last = date;
    return;
  }
  if (self->address->len == RETOUR_LIMIT_SUMMARY_DELAYS)
    retour_delays_end_address (self); /* nobody waits for that many */
  g_array_append_val (self->address, fresh);
}

static void
end_delays (RetourDelays *self, guint message, RetourDelayEnd end)
{
  for (guint i = 0; i < self->address->len; i++) {
    Delay *delay = &g_array_index (self->address, Delay, i);

    if (delay->end == RETOUR_DELAY_OPEN &&
        (delay->message == message || delay->message == 0 || message == 0))
      delay->end = end;
  }
}

void
retour_delays_add (RetourDelays *self, const RetourEntry *entry)
{
  guint message = hash_message (entry);

  if (entry->kind == RETOUR_ENTRY_DELAYED)
    add_delay (self, message, entry->date);
  else if (entry->kind == RETOUR_ENTRY_BOUNCE)
    end_delays (self, message, RETOUR_DELAY_FAILED);
  else if (entry->kind == RETOUR_ENTRY_DELIVERED)
    end_delays (self, message, RETOUR_DELAY_DELIVERED);
}

void
retour_delays_end_address (RetourDelays *self)
{
  for (guint i = 0; i < self->address->len; i++) {
    const Delay *delay = &g_array_index (self->address, Delay, i);
    gboolean over = delay->end == RETOUR_DELAY_OPEN && delay->last < self->now - PATIENCE;

    self->n[over ? RETOUR_DELAY_SILENT : delay->end]++;
  }
  g_array_set_size (self->address, 0);
}

guint64
retour_delays_get_n (const RetourDelays *self, RetourDelayEnd end)
{
  return self->n[end];
}

const char *
retour_delay_end_name (RetourDelayEnd end)
{
  static const char *const names[RETOUR_DELAY_N] = {
    [RETOUR_DELAY_OPEN] = "open",
    [RETOUR_DELAY_FAILED] = "failed",
    [RETOUR_DELAY_DELIVERED] = "delivered",
    [RETOUR_DELAY_SILENT] = "silent",
  };

  return names[end];
}
