#include "summary/group.h"

#include "base/language.h"
#include "summary/organisation.h"
#include "summary/tally.h"

#include <string.h>

static const char *
get_kind (const RetourEntry *entry, RetourGroupKey *made)
{
  (void) made;
  return entry->kind_name;
}

static const char *
get_class (const RetourEntry *entry, RetourGroupKey *made)
{
  (void) made;
  return entry->kind != RETOUR_ENTRY_BOUNCE ? NULL : entry->hard ? "hard" : "soft";
}

static const char *
get_reason (const RetourEntry *entry, RetourGroupKey *made)
{
  (void) made;
  return entry->reason != NULL ? retour_reason_get_id (entry->reason) : NULL;
}

static const char *
get_blame (const RetourEntry *entry, RetourGroupKey *made)
{
  (void) made;
  return entry->reason != NULL ? retour_reason_get_blame (entry->reason) : NULL;
}

static const char *
get_action (const RetourEntry *entry, RetourGroupKey *made)
{
  (void) made;
  return entry->reason != NULL ? retour_reason_get_action (entry->reason) : NULL;
}

/* Receivers that are nobody in particular have a row, too: the share of the others shows. */
static const char *
get_provider (const RetourEntry *entry, RetourGroupKey *made)
{
  (void) made;
  if (entry->kind == RETOUR_ENTRY_OTHER)
    return NULL;
  return entry->provider != NULL ? entry->provider : "-";
}

static const char *
get_domain (const RetourEntry *entry, RetourGroupKey *made)
{
  const char *domain = retour_entry_get_domain (entry);

  (void) made;
  return *domain != '\0' ? retour_organisation_of (domain) : NULL;
}

/* The days of the civil calendar, without the time that GDateTime takes: this is asked of every
 * event. Howard Hinnant, "chrono-compatible low-level date algorithms". */
static const char *
get_day (const RetourEntry *entry, RetourGroupKey *made)
{
  enum { DAY = 24 * 60 * 60, ERA = 146097, YEAR = 365, EPOCH = 719468, MARCH_TO_JUNE = 153 };
  gint64 day = CLAMP (entry->date, 0, G_GINT64_CONSTANT (253402300799)) / DAY + EPOCH;
  gint64 era = day / ERA, doe = day % ERA;
  gint64 yoe = (doe - doe / 1460 + doe / 36524 - doe / (ERA - 1)) / YEAR;
  gint64 doy = doe - (YEAR * yoe + yoe / 4 - yoe / 100);
  gint64 mp = (5 * doy + 2) / MARCH_TO_JUNE;
  gint64 month = mp < 10 ? mp + 3 : mp - 9;
  gint64 year = yoe + era * 400 + (month <= 2 ? 1 : 0);
  gint64 number = year * 10000 + month * 100 + doy - (MARCH_TO_JUNE * mp + 2) / 5 + 1;
  static const char form[] = "dddd-dd-dd";

  for (gsize i = strlen (form) + 1; i-- > 0;) {
    made->text[i] = form[i];
    if (form[i] != 'd')
      continue;
    made->text[i] = (char) ('0' + number % 10);
    number /= 10;
  }
  return made->text;
}

/* Of `News <news.example.org>` what stands in the brackets, where that fits. */
static const char *
get_list (const char *list_id, RetourGroupKey *made)
{
  const char *open = list_id != NULL ? strrchr (list_id, '<') : NULL;
  gsize len = open != NULL ? strcspn (open + 1, "> \t") : 0;

  if (len == 0 || len >= sizeof made->text)
    return list_id;
  memcpy (made->text, open + 1, len);
  made->text[len] = '\0';
  return made->text;
}

static const char *
get_campaign (const RetourEntry *entry, RetourGroupKey *made)
{
  return entry->campaign != NULL ? entry->campaign : get_list (entry->list_id, made);
}

static const char *
get_blocklist (const RetourEntry *entry, RetourGroupKey *made)
{
  (void) made;
  return entry->blocklist;
}

static const char *
get_status (const RetourEntry *entry, RetourGroupKey *made)
{
  (void) made;
  return entry->reason != NULL ? entry->status : NULL;
}

static const char *
get_reply (const RetourEntry *entry, RetourGroupKey *made)
{
  (void) made;
  return entry->reason != NULL ? entry->reply_code : NULL;
}

static const char *
get_dialect (const RetourEntry *entry, RetourGroupKey *made)
{
  (void) made;
  return entry->dialect;
}

static const char *
get_rule (const RetourEntry *entry, RetourGroupKey *made)
{
  (void) made;
  return entry->rule;
}

#define FEW    (RETOUR_COLUMN_FAILURES | RETOUR_COLUMN_DELAYED)
#define SOME   (FEW | RETOUR_COLUMN_ADDRESSES)
#define MANY   (FEW | RETOUR_COLUMN_CLASSES | RETOUR_COLUMN_COMPLAINTS | RETOUR_COLUMN_DELIVERED)
#define ALL    (MANY | RETOUR_COLUMN_ADDRESSES)
#define WHY    RETOUR_TALLY_KEEP_REASONS
#define SAMPLE RETOUR_TALLY_KEEP_SAMPLES
#define KEY    RETOUR_TALLY_BY_KEY

/* clang-format off */
const RetourGroup retour_groups[] = {
  { "kind",       N_("By kind of report"),     0,      RETOUR_COLUMN_EVENTS, TRUE,  get_kind },
  { "class",      N_("By class"),              0,      SOME,                 TRUE,  get_class },
  { "reason",     N_("By reason"),             0,      SOME,                 TRUE,  get_reason },
  { "blame",      N_("On whose account"),      0,      SOME,                 TRUE,  get_blame },
  { "action",     N_("By what to do"),         0,      SOME,                 FALSE, get_action },
  { "provider",   N_("By receiving provider"), WHY,    ALL,                  TRUE,  get_provider },
  { "domain",     N_("By recipient's domain"), WHY,    ALL,                  TRUE,  get_domain },
  { "day",        N_("By day"),                KEY,    ALL,                  TRUE,  get_day },
  { "campaign",   N_("By mailing"),            WHY,    ALL,                  TRUE,  get_campaign },
  { "address",    N_("Addresses that fail most"), SAMPLE, MANY,              TRUE,  NULL },
  { "blocklist",  N_("By blocklist"),          0,      SOME,                 FALSE, get_blocklist },
  { "status",     N_("By status code"),        WHY,    ALL,                  FALSE, get_status },
  { "reply_code", N_("By reply code"),         WHY,    ALL,                  FALSE, get_reply },
  { "dialect",    N_("By reporting software"), 0,      RETOUR_COLUMN_EVENTS, FALSE, get_dialect },
  { "rule",       N_("By rule"),               0,      SOME,                 FALSE, get_rule },
};
/* clang-format on */
const guint retour_n_groups = G_N_ELEMENTS (retour_groups);

guint
retour_group_lookup (const char *name)
{
  guint i = 0;

  while (i < retour_n_groups && !g_str_equal (retour_groups[i].name, name))
    i++;
  return i;
}
