/* bench-clean [ADDRESSES [EVENTS]]: a list of so many addresses (1,000,000) is cleaned by a ledger
 * of so many events (as many), of twice as many addresses as there are failures of: time and
 * memory. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "bench-random.h"
#include "ledger/history.h"

static const gint64 START = 1700000000;

static double
get_cpu (void)
{
  struct timespec t;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double) t.tv_sec + (double) t.tv_nsec / 1e9;
}

static void
print_address (guint64 i, char *out, gsize size)
{
  g_snprintf (out, (gulong) size, "first.last%" G_GUINT64_FORMAT "@d%u.example.com", i,
              (guint) (bench_mix (i) % 5000));
}

static void
fail (const GError *error)
{
  fprintf (stderr, "bench-clean: %s\n", error->message);
  exit (EXIT_FAILURE);
}

/* Two events an address, of every second address of the list. */
static void
fill_ledger (RetourLedger *ledger, guint n)
{
  GError *error = NULL;
  char address[64], diagnostic[160];

  for (guint i = 0; i < n; i++) {
    guint64 key[2] = { bench_mix (2 * (guint64) i + 1), bench_mix (2 * (guint64) i + 2) };
    RetourEntry entry = { .kind_name = "bounce",
                          .hard = key[0] % 10 == 0,
                          .proof = RETOUR_PROOF_RETURNED,
                          .date = START + (gint64) i * 10,
                          .status = "5.1.1",
                          .address = address,
                          .diagnostic = diagnostic,
                          .from_domain = "example.org" };

    memcpy (entry.event, key, sizeof entry.event);
    entry.reason = retour_reason_lookup (entry.hard ? "user_unknown" : "mailbox_full");
    print_address (2 * (guint64) (i / 2), address, sizeof address);
    g_snprintf (diagnostic, sizeof diagnostic, "550 5.1.1 <%s>: Recipient address rejected",
                address);
    if (!retour_ledger_add_entry (ledger, &entry, &error))
      fail (error);
  }
  if (!retour_ledger_commit (ledger, &error))
    fail (error);
}

static void
write_list (const char *path, guint n)
{
  FILE *file = fopen (path, "w");
  char address[64];

  if (file == NULL) {
    perror (path);
    exit (EXIT_FAILURE);
  }
  fputs ("id,email,name,since\n", file);
  for (guint i = 0; i < n; i++) {
    print_address (i, address, sizeof address);
    fprintf (file, "%u,%s,\"Last%u, First\",2020-01-01\n", i, address, i);
  }
  fclose (file);
}

static void
run (RetourLedger *ledger, const char *list, const char *folder)
{
  g_autoptr (RetourClean) clean = retour_clean_new ();
  GError *error = NULL;
  double start = get_cpu ();
  struct rusage usage;

  retour_clean_set_folder (clean, folder);
  retour_clean_set_force (clean, TRUE);
  retour_clean_set_now (clean, 0);
  if (!retour_clean_run (clean, ledger, list, &error))
    fail (error);
  start = get_cpu () - start;
  getrusage (RUSAGE_SELF, &usage);
  printf ("%-22s %10.2f s of CPU, %.1f MiB of memory; keep %" G_GUINT64_FORMAT
          ", remove %" G_GUINT64_FORMAT ", hold %" G_GUINT64_FORMAT "\n",
          "clean", start, (double) usage.ru_maxrss / 1024,
          retour_clean_get_n (clean, RETOUR_VERDICT_KEEP),
          retour_clean_get_n (clean, RETOUR_VERDICT_REMOVE),
          retour_clean_get_n (clean, RETOUR_VERDICT_HOLD));
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    remove (path);
  }
  remove (folder);
}

int
main (int argc, char **argv)
{
  guint n = argc > 1 ? (guint) strtoul (argv[1], NULL, 10) : 1000000;
  guint events = argc > 2 ? (guint) strtoul (argv[2], NULL, 10) : n;
  g_autofree char *folder = g_dir_make_tmp ("bench-clean-XXXXXX", NULL);
  g_autofree char *db = g_build_filename (folder, "ledger.db", NULL);
  g_autofree char *list = g_build_filename (folder, "list.csv", NULL);
  g_autoptr (GError) error = NULL;
  RetourLedger *ledger = retour_ledger_open (db, RETOUR_LEDGER_WRITE, &error);

  if (ledger == NULL)
    fail (error);
  fill_ledger (ledger, events);
  retour_ledger_free (ledger);
  write_list (list, n);
  ledger = retour_ledger_open (db, RETOUR_LEDGER_READ, &error);
  if (ledger == NULL)
    fail (error);
  run (ledger, list, folder);
  retour_ledger_free (ledger);
  remove_folder (folder);
  return EXIT_SUCCESS;
}
