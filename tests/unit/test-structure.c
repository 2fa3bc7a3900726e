#include "message/structure.h"

#include "test.h"

#include "base/limits.h"
#include "base/oddity.h"

#include <sys/resource.h>
#include <time.h>

#define DAMAGED RETOUR_ODDITY_DAMAGED_MIME
#define DEEP    RETOUR_ODDITY_DEEP_NESTING
#define MANY    RETOUR_ODDITY_MANY_PARTS
#define LONG    RETOUR_ODDITY_LONG_FIELD

/* The structure of a heap copy of the body, without its final NUL. */
typedef struct {
  char *copy;
  GArray *leaves;
  GStringChunk *pool;
  RetourContentType top;
  const char *type;
  guint oddities;
} Fixture;

static void
fixture_read_len (Fixture *f, const char *type, const char *body, gsize len)
{
  RetourEntity entity = { .type = type };

  f->copy = g_memdup2 (body, len);
  entity.body = retour_slice (f->copy, len);
  f->leaves = g_array_new (FALSE, FALSE, sizeof (RetourLeaf));
  f->pool = g_string_chunk_new (256);
  f->oddities = 0;
  retour_structure_read (&entity, f->leaves, f->pool, &f->top, &f->oddities);
  f->type = f->top.type;
}

static void
fixture_read (Fixture *f, const char *type, const char *body)
{
  fixture_read_len (f, type, body, strlen (body));
}

static void
fixture_clear (Fixture *f)
{
  g_array_unref (f->leaves);
  g_string_chunk_free (f->pool);
  g_free (f->copy);
}

static const RetourLeaf *
leaf_at (const Fixture *f, guint i)
{
  ck_assert_uint_lt (i, f->leaves->len);
  return &g_array_index (f->leaves, RetourLeaf, i);
}

static const char kind_letters[] = {
  [RETOUR_PART_TEXT] = 't',
  [RETOUR_PART_HTML] = 'h',
  [RETOUR_PART_DELIVERY_STATUS] = 's',
  [RETOUR_PART_FEEDBACK] = 'f',
  [RETOUR_PART_DISPOSITION] = 'd',
  [RETOUR_PART_MESSAGE] = 'm',
  [RETOUR_PART_HEADERS] = 'r',
  [RETOUR_PART_OTHER] = 'o',
};

/* All leaves: kind, depth and bytes of each, "t1:hello|s1:…", line ends as "/". */
static char *
describe (const Fixture *f)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < f->leaves->len; i++) {
    const RetourPart *part = &leaf_at (f, i)->part;

    g_string_append_printf (all, "%s%c%u:", i > 0 ? "|" : "", kind_letters[part->kind],
                            part->depth);
    g_string_append_len (all, part->raw.data != NULL ? part->raw.data : "", (gssize) part->raw.len);
  }
  for (char *c = all->str; *c != '\0'; c++)
    if (*c == '\n' || *c == '\r')
      *c = '/';
  return g_string_free (all, FALSE);
}

static const struct {
  const char *type, *body, *want;
  guint oddities;
} trees[] = {
  { NULL, "hello\n", "t0:hello/", 0 },
  { NULL, "", "t0:", 0 },
  { "text/plain", "hello\n", "t0:hello/", 0 },
  { "text/html; charset=utf-8", "<p>", "h0:<p>", 0 },
  { "garbage", "hello\n", "t0:hello/", 0 },
  { "", "hello\n", "t0:hello/", 0 },
  { "message/delivery-status", "Action: failed\n", "s0:Action: failed/", 0 },
  { "image/png", "\x89PNG", "o0:\x89PNG", 0 },
  { "multipart/mixed; boundary=b", "--b\n\none\n--b\n\ntwo\n--b--\n", "t1:one|t1:two", 0 },
  { "MULTIPART/Mixed; BOUNDARY=\"b\"", "--b\n\none\n--b--\n", "t1:one", 0 },
  { "multipart/mixed; boundary=\"b:c d\"", "--b:c d\n\none\n--b:c d--\n", "t1:one", 0 },
  { "multipart/mixed; boundary=b", "preamble\n--b\n\none\n--b--\nepilogue\n", "t1:one", 0 },
  { "multipart/mixed; boundary=b", "--b\r\n\r\none\r\n--b--\r\n", "t1:one", 0 },
  { "multipart/mixed; boundary=b", "--b\n\none\n", "t1:one/", 0 }, /* cut short */
  /* a status part under no name, and what is none */
  { "multipart/mixed; boundary=b",
    "--b\nContent-Type: application/octet-stream\n\n\nReporting-MTA: x\n--b--\n",
    "s1:/Reporting-MTA: x", 0 },
  { "multipart/mixed; boundary=b",
    "--b\nContent-Type: application/octet-stream\n\nx Reporting-MTA: x\n--b--\n",
    "o1:x Reporting-MTA: x", 0 },
  { "multipart/mixed; boundary=b",
    "--b\nContent-Type: application/pdf\n\nReporting-MTA: x\n--b--\n", "o1:Reporting-MTA: x", 0 },
  { "multipart/mixed; boundary=b", "--b\n\n--b\n\n\n--b--\n", "t1:|t1:", 0 },
  { "multipart/mixed; boundary=b", "--b\nContent-Type: text/ht", "t1:", 0 },
  { "multipart/mixed; boundary=b", "--b\nno field at all\n\none\n--b--\n", "t1:one", 0 },
  { "multipart/digest; boundary=b", "--b\n\nSubject: a\n--b--\n", "m1:Subject: a", 0 },
  { "multipart/mixed; boundary=b",
    "--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\none\n--c\n"
    "Content-Type: text/html\n\n<p>\n--c--\n--b\nContent-Type: image/gif\n\nGIF\n--b--\n",
    "t2:one|h2:<p>|o1:GIF", 0 },
  /* the inner one is never closed */
  { "multipart/mixed; boundary=b",
    "--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\none\n--b\n\ntwo\n--b--\n",
    "t2:one|t1:two", 0 },
  { "multipart/report; boundary=b",
    "--b\n\nx\n--b\nContent-Type: message/delivery-status\n\nAction: failed\n\nStatus: 5\n--b\n"
    "Content-Type: message/rfc822\n\nSubject: a\n\nbody\n--b--\n",
    "t1:x|s1:Action: failed//Status: 5|m1:Subject: a//body", 0 },
  /* the returned mail's own parts are its own affair */
  { "multipart/report; boundary=b",
    "--b\nContent-Type: message/rfc822\n\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nx\n"
    "--c--\n--b--\n",
    "m1:Content-Type: multipart/mixed; boundary=c//--c//x/--c--", 0 },
  /* an empty boundary is one; a preamble alone, no boundary, one that never comes are none */
  { "multipart/mixed; boundary=b", "just text\n", "t0:just text/", DAMAGED },
  { "multipart/mixed", "--b\n\none\n--b--\n", "t0:--b//one/--b--/", DAMAGED },
  { "multipart/mixed; boundary=\"\"", "--\n\none\n----\n", "t1:one", 0 },
  { "multipart/mixed; boundary=c", "--b\n\none\n--b--\n", "t0:--b//one/--b--/", DAMAGED },
  { "multipart/mixed; boundary=b", "", "t0:", DAMAGED },
  { "multipart/mixed; boundary=b", "--b--\n", "t0:--b--/", DAMAGED },
};

START_TEST (a_body_is_a_list_of_leaves)
{
  Fixture f;
  g_autofree char *got = NULL;

  fixture_read (&f, trees[_i].type, trees[_i].body);
  got = describe (&f);
  ck_assert_str_eq (got, trees[_i].want);
  ck_assert_uint_eq (f.oddities, trees[_i].oddities);
  fixture_clear (&f);
}
END_TEST

/* As GMime has classes of its own for some of them, each is tried at the top and as a part. */
static const struct {
  const char *type;
  RetourPartKind kind;
} kinds[] = {
  { "text/plain", RETOUR_PART_TEXT },
  { "TEXT/Plain", RETOUR_PART_TEXT },
  { "text", RETOUR_PART_TEXT },
  { "text/", RETOUR_PART_TEXT },
  { "text/x-unknown", RETOUR_PART_TEXT },
  { "text/html", RETOUR_PART_HTML },
  { "message/delivery-status", RETOUR_PART_DELIVERY_STATUS },
  { "Message/Delivery-Status; charset=utf-8", RETOUR_PART_DELIVERY_STATUS },
  { "message/global-delivery-status", RETOUR_PART_DELIVERY_STATUS },
  { "message/xdelivery-status", RETOUR_PART_DELIVERY_STATUS },
  { "message/x-delivery-status", RETOUR_PART_DELIVERY_STATUS },
  { "message/rfc822", RETOUR_PART_MESSAGE },
  { "message/RFC822", RETOUR_PART_MESSAGE },
  { "message/rfc2822", RETOUR_PART_MESSAGE },
  { "message/global", RETOUR_PART_MESSAGE },
  { "message/news", RETOUR_PART_MESSAGE },
  { "text/rfc822", RETOUR_PART_MESSAGE },
  { "text/rfc822-headers", RETOUR_PART_HEADERS },
  { "text/rfc822-header", RETOUR_PART_HEADERS },
  { "message/rfc822-headers", RETOUR_PART_HEADERS },
  { "message/global-headers", RETOUR_PART_HEADERS },
  { "message/partial", RETOUR_PART_HEADERS },
  { "message/partial; id=\"x\"; number=1; total=2", RETOUR_PART_HEADERS },
  { "message/feedback-report", RETOUR_PART_FEEDBACK },
  { "message/disposition-notification", RETOUR_PART_DISPOSITION },
  { "message/global-disposition-notification", RETOUR_PART_DISPOSITION },
  { "message/external-body; access-type=URL", RETOUR_PART_OTHER },
  { "message/x-unknown", RETOUR_PART_OTHER },
  { "application/pkcs7-mime; smime-type=signed-data", RETOUR_PART_OTHER },
  { "application/octet-stream", RETOUR_PART_OTHER },
};

START_TEST (a_type_makes_a_kind_of_leaf)
{
  static const char *const body = "Subject: a\n\nb";
  g_autofree char *inner =
      g_strdup_printf ("--b\nContent-Type: %s\n\n%s\n--b\n\nend\n--b--\n", kinds[_i].type, body);
  Fixture f;

  fixture_read (&f, kinds[_i].type, body);
  ck_assert_uint_eq (f.leaves->len, 1);
  ck_assert_int_eq (leaf_at (&f, 0)->part.kind, kinds[_i].kind);
  fixture_clear (&f);
  fixture_read (&f, "multipart/mixed; boundary=b", inner);
  ck_assert_uint_eq (f.leaves->len, 2);
  ck_assert_int_eq (leaf_at (&f, 0)->part.kind, kinds[_i].kind);
  ck_assert (retour_slice_equal (leaf_at (&f, 0)->part.raw, body));
  fixture_clear (&f);
}
END_TEST

static const struct {
  const char *encoding;
  gboolean encoded;
} encodings[] = {
  { "base64", TRUE }, { "BASE64", TRUE },      { "Quoted-Printable", TRUE }, { "7bit", FALSE },
  { "8bit", FALSE },  { "x-uuencode", FALSE }, { "garbage", FALSE },
};

START_TEST (an_encoding_is_known_at_the_top_and_in_parts)
{
  RetourEntity entity = { NULL, encodings[_i].encoding, RETOUR_SLICE ("x") };
  g_autofree char *inner =
      g_strdup_printf ("--b\nContent-Transfer-Encoding: %s\n\nx\n--b--\n", encodings[_i].encoding);
  Fixture f;

  fixture_read (&f, "multipart/mixed; boundary=b", inner);
  ck_assert_int_eq (leaf_at (&f, 0)->part.encoded, encodings[_i].encoded);
  g_array_set_size (f.leaves, 0);
  retour_structure_read (&entity, f.leaves, f.pool, &f.top, &f.oddities);
  ck_assert_int_eq (leaf_at (&f, 0)->part.encoded, encodings[_i].encoded);
  fixture_clear (&f);
}
END_TEST

static char *
repeat (const char *head, const char *unit, gsize times, const char *tail)
{
  GString *all = g_string_new (head);

  for (gsize i = 0; i < times; i++)
    g_string_append (all, unit);
  g_string_append (all, tail);
  return g_string_free (all, FALSE);
}

/* @depth multiparts inside each other, with one text in the innermost. */
static char *
nest (guint depth)
{
  GString *all = g_string_new (NULL);

  for (guint i = 1; i < depth; i++)
    g_string_append_printf (all, "--b%u\nContent-Type: multipart/mixed; boundary=b%u\n\n", i,
                            i + 1);
  g_string_append_printf (all, "--b%u\n\ndeep\n", depth);
  return g_string_free (all, FALSE);
}

START_TEST (nesting_is_followed_up_to_the_cap)
{
  g_autofree char *at_cap = nest (RETOUR_LIMIT_NESTING);
  g_autofree char *over = nest (RETOUR_LIMIT_NESTING + 1);
  Fixture f;

  fixture_read (&f, "multipart/mixed; boundary=b1", at_cap);
  ck_assert_uint_eq (f.oddities, 0);
  ck_assert_uint_eq (leaf_at (&f, 0)->part.depth, RETOUR_LIMIT_NESTING);
  ck_assert (retour_slice_equal (retour_slice_strip (leaf_at (&f, 0)->part.raw), "deep"));
  fixture_clear (&f);
  fixture_read (&f, "multipart/mixed; boundary=b1", over);
  ck_assert_uint_eq (f.oddities & DEEP, DEEP);
  fixture_clear (&f);
}
END_TEST

START_TEST (parts_are_listed_up_to_the_cap)
{
  for (guint over = 0; over < 2; over++) {
    g_autofree char *body = repeat ("", "--b\n\nx\n", RETOUR_LIMIT_PARTS + over, "--b--\n");
    Fixture f;

    fixture_read (&f, "multipart/mixed; boundary=b", body);
    ck_assert_uint_eq (f.leaves->len, RETOUR_LIMIT_PARTS);
    ck_assert_uint_eq (f.oddities, over ? MANY : 0);
    fixture_clear (&f);
  }
}
END_TEST

/* Signatures, ruled lines, patches: text that hides no part behind it. Digests
 * are read by GMime. */
static const struct {
  const char *type, *line;
} dashes[] = {
  { "multipart/digest; boundary=b", "-- \n" },
  { "multipart/digest; boundary=\"b 1\"", "--------\n" },
  { "multipart/digest; Boundary = \"--b\"", "---a/file\n" },
};

START_TEST (lines_of_dashes_are_text)
{
  RetourContentType type;
  g_autoptr (GStringChunk) pool = g_string_chunk_new (256);
  g_autofree char *first = NULL, *body = NULL;
  const char *boundary;
  Fixture f;

  retour_content_type_read (&type, dashes[_i].type, pool);
  boundary = retour_content_type_get (&type, "boundary");
  ck_assert_ptr_nonnull (boundary);
  first = repeat ("\n", dashes[_i].line, 5 * RETOUR_LIMIT_PARTS, "");
  body = g_strdup_printf (
      "--%s\nContent-Type: text/plain\n%s\n--%s\nContent-Type: text/html\n\nlast\n--%s--\n",
      boundary, first, boundary, boundary);
  fixture_read (&f, dashes[_i].type, body);
  ck_assert_uint_eq (f.oddities, 0);
  ck_assert_uint_eq (f.leaves->len, 2);
  ck_assert (retour_slice_equal (retour_slice_strip (leaf_at (&f, 1)->part.raw), "last"));
  fixture_clear (&f);
}
END_TEST

/* Fields of so many bytes, line end not counted, so often in the header of each part. */
static const struct {
  gsize bytes;
  guint fields, parts;
} headers[] = {
  { 4, RETOUR_LIMIT_HEADER_FIELDS, 1 },
  { RETOUR_LIMIT_PART_HEADER / 512, 512, 1 },
  { RETOUR_LIMIT_PART_HEADERS / 512, 1, 512 },
};

START_TEST (headers_of_parts_are_read_up_to_the_caps)
{
  g_autofree char *fill = g_strnfill (headers[_i].bytes - strlen ("A: "), 'x');
  g_autofree char *field = g_strconcat ("A: ", fill, "\n", NULL);
  g_autofree char *part = repeat ("--b\n", field, headers[_i].fields, "\ntext\n");
  g_autofree char *body = repeat ("", part, headers[_i].parts, "--b--\n");
  char *last = g_strrstr (body, "A: ");
  g_autofree char *over = g_strdup_printf ("%.*sB:\n%s", (int) (last - body), body, last);
  Fixture f;

  fixture_read (&f, "multipart/mixed; boundary=b", body);
  ck_assert_uint_eq (f.oddities, 0);
  ck_assert_uint_eq (f.leaves->len, headers[_i].parts);
  ck_assert (retour_slice_equal (leaf_at (&f, headers[_i].parts - 1)->part.raw, "text"));
  fixture_clear (&f);
  fixture_read (&f, "multipart/mixed; boundary=b", over);
  ck_assert_uint_eq (f.oddities & LONG, LONG);
  fixture_clear (&f);
}
END_TEST

START_TEST (a_charset_is_noted_up_to_the_cap)
{
  for (guint over = 0; over < 2; over++) {
    g_autofree char *name = g_strnfill (RETOUR_LIMIT_CHARSET_NAME + over, 'x');
    g_autofree char *type = g_strconcat ("text/plain; charset=", name, NULL);
    g_autofree char *body = g_strconcat ("--b\nContent-Type: ", type, "\n\nx\n--b--\n", NULL);
    Fixture f;

    fixture_read (&f, type, "x");
    ck_assert_str_eq (leaf_at (&f, 0)->how.charset, over ? "" : name);
    fixture_clear (&f);
    fixture_read (&f, "multipart/mixed; boundary=b", body);
    ck_assert_str_eq (leaf_at (&f, 0)->how.charset, over ? "" : name);
    fixture_clear (&f);
  }
}
END_TEST

/* Made to hurt. Each in a process of its own, as check forks. */
static const struct {
  const char *type, *head, *unit;
  gsize times;
  guint oddities;
} hostile[] = {
  { "multipart/mixed; boundary=b", "", "--b\n", 1000000, MANY },
  { "multipart/mixed; boundary=b", "", "--b\n\n", 1000000, MANY },
  { "multipart/mixed; boundary=b", "--b\n\n", "--\n", 3000000, 0 },
  { "multipart/mixed; boundary*=b", "--b\n\n", "--\n", 3000000, MANY },
  { "multipart/mixed; boundary=b", "--b\nContent-Type: multipart/mixed\n ; boundary=\"c \"\n\n",
    "--c\n\n", 1000000, MANY },
  { "multipart/mixed; boundary=b", "", "--b\nContent-Type: multipart/mixed; boundary=b\n\n", 100000,
    DEEP },
  { "multipart/mixed; boundary=b", "", "--b\nContent-Type:\n multipart/mixed; boundary=b\n\n",
    100000, MANY },
  { "multipart/mixed; boundary=b", "--b\n", "X: y\n", 1000000, LONG },
  { "multipart/mixed; boundary=b", "", "--b\nX: y\nX: y\nX: y\nX: y\nX: y\n\n", 100000, MANY },
  { "multipart/mixed; boundary=b", "--b\nContent-Type: text/plain", "; p=v", 1000000, LONG },
  { "multipart/mixed; boundary=b", "--b\nContent-Type: text/plain\n", " ; p*0*=v\n", 1000000,
    LONG },
  { "multipart/mixed; boundary=b", "--b\nContent-Type: text/plain; charset=", "xxxxxxxxxx", 1000000,
    LONG },
  { "multipart/mixed; boundary=b", "--b\nContent-Type: text/plain; n*=", "xxxxxxxxxx", 6000, 0 },
};

#if TEST_IS_SLOW
enum { CPU_SECONDS = 10, MEMORY_KB = G_MAXINT };
#else
enum { CPU_SECONDS = 1, MEMORY_KB = 100 * 1024 };
#endif

START_TEST (a_hostile_structure_costs_little)
{
  g_autofree char *body = repeat (hostile[_i].head, hostile[_i].unit, hostile[_i].times, "");
  clock_t start = clock ();
  struct rusage usage;
  Fixture f;

  fixture_read (&f, hostile[_i].type, body);
  ck_assert_uint_eq (f.oddities & hostile[_i].oddities, hostile[_i].oddities);
  ck_assert_uint_le (f.leaves->len, RETOUR_LIMIT_PARTS);
  fixture_clear (&f);
  ck_assert_int_lt (clock () - start, CPU_SECONDS * CLOCKS_PER_SEC);
  getrusage (RUSAGE_SELF, &usage);
  ck_assert_int_lt (usage.ru_maxrss, MEMORY_KB);
}
END_TEST

RETOUR_TEST_MAIN ("structure", tcase_set_timeout (tc, 30);
                  tcase_add_loop_test (tc, a_body_is_a_list_of_leaves, 0, G_N_ELEMENTS (trees));
                  tcase_add_loop_test (tc, a_type_makes_a_kind_of_leaf, 0, G_N_ELEMENTS (kinds));
                  tcase_add_loop_test (tc, an_encoding_is_known_at_the_top_and_in_parts, 0,
                                       G_N_ELEMENTS (encodings));
                  tcase_add_test (tc, nesting_is_followed_up_to_the_cap);
                  tcase_add_test (tc, parts_are_listed_up_to_the_cap);
                  tcase_add_loop_test (tc, lines_of_dashes_are_text, 0, G_N_ELEMENTS (dashes));
                  tcase_add_loop_test (tc, headers_of_parts_are_read_up_to_the_caps, 0,
                                       G_N_ELEMENTS (headers));
                  tcase_add_test (tc, a_charset_is_noted_up_to_the_cap);
                  tcase_add_loop_test (tc, a_hostile_structure_costs_little, 0,
                                       G_N_ELEMENTS (hostile)))
