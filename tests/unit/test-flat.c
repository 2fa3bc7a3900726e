#include "message/flat.h"

#include "test.h"

#include "message/structure.h"

/* clang-format off */
static const struct {
  const char *body;
  guint parts; /* 0: GMime's */
  const char *first; /* body of the first one */
} cases[] = {
  { "--b\nA: 1\n\nx\n--b--\n", 1, "x" },
  { "pre\n--b\nA: 1\n\nx\n\n--b\n\ny\n--b--\nepilogue\n", 2, "x\n" },
  { "--b\r\nA: 1\r\n\r\nx\r\n--b--\r\n", 1, "x" },
  { "--b \t\n\nx\n--b--", 1, "x" },
  { "--b\n\n\n--b--\n", 1, "" },
  { "--b\nA: 1\n\n--b--\n", 0, NULL },         /* the empty line is the delimiter's */
  { "--b\n--b--\n", 0, NULL },
  { "--b\nA: 1\n\nx\n", 0, NULL },               /* cut short */
  { "--b\nno field\n\nx\n--b--\n", 0, NULL },
  { "--bb\n\nx\n--b--\n", 0, NULL },             /* not clear whose delimiter */
  { "--b\nContent-Type: multipart/mixed; boundary=c\n\nx\n--b--\n", 0, NULL },
  { "--b--\n", 0, NULL },
  { "", 0, NULL },
  { "no delimiter\n", 0, NULL },
};
/* clang-format on */

START_TEST (splits_what_is_plain)
{
  gsize len = strlen (cases[_i].body);
  g_autofree char *copy = g_memdup2 (cases[_i].body, len);
  RetourFlatPart parts[RETOUR_FLAT_MAX_PARTS];

  ck_assert_uint_eq (retour_flat_split (retour_slice (copy, len), "b", parts), cases[_i].parts);
  if (cases[_i].parts > 0)
    ck_assert (retour_slice_equal (parts[0].body, cases[_i].first));
}
END_TEST

START_TEST (more_parts_than_the_cap_are_left_to_gmime)
{
  RetourFlatPart parts[RETOUR_FLAT_MAX_PARTS];
  g_autoptr (GString) body = g_string_new (NULL);

  for (guint i = 0; i < RETOUR_FLAT_MAX_PARTS; i++)
    g_string_append (body, "--b\n\nx\n");
  g_string_append (body, "--b--\n");
  ck_assert_uint_eq (retour_flat_split (retour_slice (body->str, body->len), "b", parts),
                     RETOUR_FLAT_MAX_PARTS);
  g_string_prepend (body, "--b\n\nx\n");
  ck_assert_uint_eq (retour_flat_split (retour_slice (body->str, body->len), "b", parts), 0);
}
END_TEST

START_TEST (a_boundary_that_may_not_be_is_left_to_gmime)
{
  RetourFlatPart parts[RETOUR_FLAT_MAX_PARTS];
  g_autofree char *at = g_strnfill (70, 'b');
  g_autofree char *over = g_strnfill (71, 'b');
  g_autofree char *plain = g_strdup_printf ("--%s\n\nx\n--%s--\n", at, at);
  g_autofree char *longer = g_strdup_printf ("--%s\n\nx\n--%s--\n", over, over);

  ck_assert_uint_eq (retour_flat_split (retour_slice_of (plain), at, parts), 1);
  ck_assert_uint_eq (retour_flat_split (retour_slice_of (longer), over, parts), 0);
  ck_assert_uint_eq (retour_flat_split (RETOUR_SLICE ("--b \n\nx\n--b --\n"), "b ", parts), 0);
  ck_assert_uint_eq (retour_flat_split (RETOUR_SLICE ("--\n\nx\n----\n"), "", parts), 0);
  ck_assert_uint_eq (retour_flat_split (RETOUR_SLICE ("--b\n\nx\n--b--\n"), NULL, parts), 0);
}
END_TEST

static void
compare_leaves (const char *path, const GArray *ours, const GArray *gmimes)
{
  ck_assert_msg (ours->len == gmimes->len, "%s: %u parts, GMime has %u", path, ours->len,
                 gmimes->len);
  for (guint i = 0; i < ours->len; i++) {
    const RetourLeaf *a = &g_array_index (ours, RetourLeaf, i);
    const RetourLeaf *b = &g_array_index (gmimes, RetourLeaf, i);

    ck_assert_msg (a->part.kind == b->part.kind && g_str_equal (a->part.type, b->part.type),
                   "%s: part %u is %s, by GMime %s", path, i, a->part.type, b->part.type);
    ck_assert_msg (a->part.raw.len == b->part.raw.len &&
                       (a->part.raw.len == 0 || a->part.raw.data == b->part.raw.data),
                   "%s: part %u has %zu bytes, by GMime %zu", path, i, a->part.raw.len,
                   b->part.raw.len);
    ck_assert_msg (a->part.encoded == b->part.encoded, "%s: part %u: encoding", path, i);
    ck_assert_msg (g_strcmp0 (a->how.charset, b->how.charset) == 0, "%s: part %u: charset", path,
                   i);
  }
}

static void
compare_mail (const char *path)
{
  g_autoptr (GStringChunk) pool = g_string_chunk_new (1024);
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (RetourLeaf));
  g_autoptr (GArray) gmimes = g_array_new (FALSE, FALSE, sizeof (RetourLeaf));
  g_autofree char *mail = NULL;
  RetourEntity entity = { .type = NULL };
  RetourContentType top;
  RetourFields header;
  guint oddities = 0;
  gsize len = 0;

  ck_assert (g_file_get_contents (path, &mail, &len, NULL));
  retour_fields_init (&header);
  entity.body = retour_slice (mail, len);
  entity.body = retour_slice_from (entity.body, retour_fields_parse (&header, entity.body));
  entity.type = retour_fields_get (&header, "Content-Type", pool);
  retour_structure_read (&entity, ours, pool, &top, &oddities);
  if (g_str_has_prefix (top.type, "multipart/")) {
    retour_structure_read_by_gmime (&entity, gmimes, pool, &oddities);
    compare_leaves (path, ours, gmimes);
  }
  retour_fields_clear (&header);
}

static void
compare_folder (const char *folder, guint *n)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_DIR)) {
      compare_folder (path, n);
    } else if (!g_str_has_suffix (name, ".expected")) {
      compare_mail (path);
      (*n)++;
    }
  }
}

START_TEST (every_mail_has_the_parts_that_gmime_finds)
{
  guint n = 0;

  compare_folder ("corpus", &n);
  ck_assert_uint_gt (n, 100);
}
END_TEST

RETOUR_TEST_MAIN ("flat", tcase_set_timeout (tc, 60);
                  tcase_add_loop_test (tc, splits_what_is_plain, 0, G_N_ELEMENTS (cases));
                  tcase_add_test (tc, more_parts_than_the_cap_are_left_to_gmime);
                  tcase_add_test (tc, a_boundary_that_may_not_be_is_left_to_gmime);
                  tcase_add_test (tc, every_mail_has_the_parts_that_gmime_finds))
