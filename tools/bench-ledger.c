/* bench-ledger [N]: a ledger with N events (1,000,000) of as many addresses: how many are taken in,
 * known again, and read back in a second. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

#include "bench-random.h"
#include "ledger/history.h"

typedef struct {
  double cpu, wall;
} Moment;

static Moment
now (void)
{
  struct timespec cpu, wall;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &cpu);
  clock_gettime (CLOCK_MONOTONIC, &wall);
  return (Moment) { (double) cpu.tv_sec + (double) cpu.tv_nsec / 1e9,
                    (double) wall.tv_sec + (double) wall.tv_nsec / 1e9 };
}

/* @apart: seconds that are not counted. */
static void
say (const char *what, guint n, Moment start, double apart)
{
  Moment end = now ();
  double wall = end.wall - start.wall - apart, cpu = end.cpu - start.cpu - apart;

  printf ("%-22s %10.0f events/s, %10.0f in a second of CPU\n", what, n / wall, n / cpu);
}

static void
make_entry (guint i, RetourEntry *entry, char text[5][256])
{
  guint64 key[2] = { bench_mix (2 * (guint64) i + 1), bench_mix (2 * (guint64) i + 2) };
  guint64 random = bench_mix (key[0]);

  *entry = (RetourEntry) { .kind_name = "bounce",
                           .hard = random % 3 == 0,
                           .proof = RETOUR_PROOF_RETURNED,
                           .status = "5.1.1",
                           .reply_code = "550",
                           .dialect = "postfix",
                           .rule = "general.rules:12",
                           .reporting_mta = "mail.example.org",
                           .list_id = "news.example.org",
                           .from_domain = "example.org",
                           .return_domain = "bounces.example.org" };
  memcpy (entry->event, key, sizeof entry->event);
  entry->reason = retour_reason_lookup (entry->hard ? "user_unknown" : "mailbox_full");
  entry->date = 1700000000 + (gint64) i * 10;
  g_snprintf (text[0], sizeof text[0], "user%" G_GINT64_MODIFIER "x@d%u.example.com",
              bench_mix (i) >> 24, (guint) (random % 1000));
  g_snprintf (text[1], sizeof text[1], "mx%u.example.com", (guint) (random % 1000));
  g_snprintf (text[2], sizeof text[2], "%08x.%u@mail.example.org", (guint) random, i);
  g_snprintf (text[3], sizeof text[3],
              "550 5.1.1 <%s>: Recipient address rejected: User unknown in virtual mailbox table",
              text[0]);
  entry->address = text[0];
  entry->remote_mta = text[1];
  entry->message_id = text[2];
  entry->diagnostic = text[3];
}

static void
fail (const GError *error)
{
  fprintf (stderr, "bench-ledger: %s\n", error->message);
  exit (EXIT_FAILURE);
}

/* What making the entries costs, which is not the ledger's. */
static double
cost_of_entries (guint n)
{
  char text[5][256];
  RetourEntry entry;
  Moment start = now (), end;

  for (guint i = 0; i < n; i++)
    make_entry (i, &entry, text);
  end = now ();
  return end.cpu - start.cpu;
}

static void
take_in (const char *what, RetourLedger *ledger, guint n)
{
  char text[5][256];
  GError *error = NULL;
  RetourEntry entry;
  double apart = cost_of_entries (n);
  Moment start = now ();

  for (guint i = 0; i < n; i++) {
    make_entry (i, &entry, text);
    if (!retour_ledger_add_entry (ledger, &entry, &error))
      fail (error);
  }
  if (!retour_ledger_commit (ledger, &error))
    fail (error);
  say (what, n, start, apart);
}

static gboolean
count (const RetourEntry *entry, gpointer data)
{
  guint *n = data;

  *n += entry->address != NULL;
  return TRUE;
}

static void
read_back (const char *what, RetourLedger *ledger, RetourOrder order)
{
  const RetourQuery query = { .order = order };
  GError *error = NULL;
  Moment start = now ();
  guint n = 0;

  if (!retour_ledger_each (ledger, &query, count, &n, &error))
    fail (error);
  say (what, n, start, 0);
}

int
main (int argc, char **argv)
{
  guint n = argc > 1 ? (guint) strtoul (argv[1], NULL, 10) : 1000000;
  g_autofree char *folder = g_dir_make_tmp ("bench-ledger-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "ledger.db", NULL);
  g_autoptr (GError) error = NULL;
  RetourLedger *ledger = retour_ledger_open (path, RETOUR_LEDGER_WRITE, &error);
  struct rusage usage;
  struct stat st;

  if (ledger == NULL)
    fail (error);
  take_in ("ledger, new", ledger, n);
  take_in ("ledger, known", ledger, n);
  read_back ("ledger, by address", ledger, RETOUR_ORDER_ADDRESS);
  read_back ("ledger, by date", ledger, RETOUR_ORDER_DATE);
  read_back ("ledger, as it is", ledger, RETOUR_ORDER_ANY);
  retour_ledger_free (ledger);
  getrusage (RUSAGE_SELF, &usage);
  if (stat (path, &st) == 0)
    printf ("%-22s %10.1f MiB of file, %.1f MiB of memory\n", "ledger",
            (double) st.st_size / 1048576, (double) usage.ru_maxrss / 1024);
  remove (path);
  remove (folder);
  return EXIT_SUCCESS;
}
