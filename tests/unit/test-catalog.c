#include "test.h"

#include <glib/gstdio.h>

#include "base/catalog.h"

/* Catalogs as msgfmt(1) writes them, and broken ones. */

/* Numbers of a catalog, in the order of this machine. */
typedef struct {
  guint32 magic, revision, n, texts, translations, hash_size, hash_start;
} Header;

enum { MAGIC = 0x950412de, ROWS = sizeof (Header), STRINGS = ROWS + 4 * 8 };

/* "a" -> "A", "bc" -> "BC", swapped or not. */
static GByteArray *
make_catalog (gboolean swapped)
{
  static const char strings[] = "a\0bc\0A\0BC";
  guint32 numbers[] = { MAGIC, 0,           2, ROWS,        ROWS + 16, 0, 0, /* texts */
                        1,     STRINGS + 0, 2, STRINGS + 2,                  /* translations */
                        1,     STRINGS + 5, 2, STRINGS + 7 };
  GByteArray *bytes = g_byte_array_new ();

  for (guint i = 0; swapped && i < G_N_ELEMENTS (numbers); i++)
    numbers[i] = GUINT32_SWAP_LE_BE (numbers[i]);
  g_byte_array_append (bytes, (const guint8 *) numbers, sizeof numbers);
  g_byte_array_append (bytes, (const guint8 *) strings, sizeof strings);
  return bytes;
}

static RetourCatalog *
load_bytes (const guint8 *bytes, gsize len)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("retour-XXXXXX.mo", &path, NULL);
  RetourCatalog *catalog;

  ck_assert_int_ge (fd, 0);
  g_close (fd, NULL);
  ck_assert (g_file_set_contents (path, (const char *) bytes, (gssize) len, NULL));
  catalog = retour_catalog_load (path);
  g_unlink (path);
  return catalog;
}

START_TEST (a_catalog_of_either_byte_order_is_read)
{
  g_autoptr (GByteArray) bytes = make_catalog (_i == 1);
  g_autoptr (RetourCatalog) catalog = load_bytes (bytes->data, bytes->len);

  ck_assert_ptr_nonnull (catalog);
  ck_assert_pstr_eq (retour_catalog_lookup (catalog, "a"), "A");
  ck_assert_pstr_eq (retour_catalog_lookup (catalog, "bc"), "BC");
  ck_assert_ptr_null (retour_catalog_lookup (catalog, "b"));
  ck_assert_ptr_null (retour_catalog_lookup (catalog, "z"));
  ck_assert_ptr_null (retour_catalog_lookup (catalog, ""));
}
END_TEST

START_TEST (a_catalog_that_is_cut_gives_nothing_wrong)
{
  g_autoptr (GByteArray) bytes = make_catalog (FALSE);

  for (gsize len = 0; len < bytes->len; len++) {
    g_autoptr (RetourCatalog) catalog = load_bytes (bytes->data, len);

    if (len < STRINGS)
      ck_assert_ptr_null (catalog);
    else
      ck_assert_ptr_null (retour_catalog_lookup (catalog, "bc")); /* it is the last */
  }
}
END_TEST

START_TEST (numbers_that_lead_out_of_the_file_are_seen)
{
  for (gsize at = 0; at < STRINGS; at += 4) {
    g_autoptr (GByteArray) bytes = make_catalog (FALSE);
    g_autoptr (RetourCatalog) catalog = NULL;
    const char *found = NULL;

    memset (bytes->data + at, 0xff, 4);
    catalog = load_bytes (bytes->data, bytes->len);
    if (catalog != NULL)
      found = retour_catalog_lookup (catalog, "a");
    ck_assert (found == NULL || g_str_equal (found, "A"));
  }
}
END_TEST

START_TEST (what_is_no_catalog_is_none)
{
  ck_assert_ptr_null (retour_catalog_load ("/no/such/file"));
  ck_assert_ptr_null (retour_catalog_load ("/"));
  ck_assert_ptr_null (retour_catalog_load ("Makefile"));
}
END_TEST

RETOUR_TEST_MAIN ("catalog", tcase_add_loop_test (tc, a_catalog_of_either_byte_order_is_read, 0, 2);
                  tcase_add_test (tc, a_catalog_that_is_cut_gives_nothing_wrong);
                  tcase_add_test (tc, numbers_that_lead_out_of_the_file_are_seen);
                  tcase_add_test (tc, what_is_no_catalog_is_none))
