#include "message/decode.h"

#include "test.h"

#include "base/limits.h"
#include "base/oddity.h"

#define BASE64 GMIME_CONTENT_ENCODING_BASE64
#define QP     GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE
#define PLAIN  GMIME_CONTENT_ENCODING_DEFAULT
#define BAD    RETOUR_ODDITY_BAD_CHARSET
#define NULS   RETOUR_ODDITY_NUL_BYTES
#define LONG   RETOUR_ODDITY_LONG_TEXT

/* What comes out of a heap copy of the text, without its final NUL: ASan sees any read past it. */
typedef struct {
  char *copy;
  GPtrArray *keep;
  RetourSlice raw, text;
  guint oddities;
} Fixture;

static void
fixture_decode (Fixture *f, RetourSlice raw, const RetourDecoding *how)
{
  f->copy = g_memdup2 (raw.data, raw.len);
  f->keep = g_ptr_array_new_with_free_func (g_free);
  f->raw = retour_slice (f->copy, raw.len);
  f->oddities = 0;
  f->text = retour_decode_text (f->raw, how, f->keep, &f->oddities);
  ck_assert (f->text.len == 0 || g_utf8_validate_len (f->text.data, f->text.len, NULL));
}

static void
fixture_clear (Fixture *f)
{
  g_ptr_array_unref (f->keep);
  g_free (f->copy);
}

static void
assert_decodes (RetourSlice raw, const RetourDecoding *how, const char *want, guint oddities)
{
  Fixture f;
  g_autofree char *got = NULL;

  fixture_decode (&f, raw, how);
  got = g_strndup (f.text.data != NULL ? f.text.data : "", f.text.len);
  ck_assert_str_eq (got, want);
  ck_assert_uint_eq (f.text.len, strlen (want));
  ck_assert_uint_eq (f.oddities, oddities);
  fixture_clear (&f);
}

/* The rows hold bytes above 0x7f and NUL bytes: the length is of the literal. */
#define ROW(text) text, sizeof (text) - 1

#define X16  "NNNNNNNNNNNNNNNN"
#define X128 X16 X16 X16 X16 X16 X16 X16 X16
#define Y8   "\u4e4e\u4e4e\u4e4e\u4e4e\u4e4e\u4e4e\u4e4e\u4e4e"
#define Y64  Y8 Y8 Y8 Y8 Y8 Y8 Y8 Y8

static const struct {
  const char *raw;
  gsize len;
  const char *charset, *want;
  guint oddities;
} charsets[] = {
  { ROW (""), NULL, "", 0 },
  { ROW ("plain"), NULL, "plain", 0 },
  { ROW ("plain"), "x-no-such", "plain", 0 }, /* nothing to convert: it does not matter */
  { ROW ("gr\xc3\xbc\xc3\x9f"), "utf-8", "grüß", 0 },
  { ROW ("gr\xc3\xbc\xc3\x9f"), "UTF8", "grüß", 0 },
  { ROW ("gr\xc3\xbc\xc3\x9f"), NULL, "grüß", 0 }, /* not declared, but it is */
  { ROW ("gr\xc3\xbc\xc3\x9f"), "us-ascii", "grüß", 0 },
  { ROW ("gr\xc3\xbc\xc3\x9f"), "iso-8859-1", "grüß", 0 }, /* wrongly declared */
  { ROW ("gr\xfc\xdf"), "iso-8859-1", "grüß", 0 },
  { ROW ("gr\xfc\xdf"), "ISO-8859-15", "grüß", 0 },
  { ROW ("\x93quoted\x94 \x80"), "iso-8859-1", "“quoted” €", 0 }, /* windows-1252 in truth */
  { ROW ("\x93quoted\x94"), "windows-1252", "“quoted”", 0 },
  { ROW ("gr\xfc\xdf"), NULL, "grüß", BAD },
  { ROW ("gr\xfc\xdf"), "us-ascii", "grüß", BAD },
  { ROW ("gr\xfc\xdf"), "x-no-such", "grüß", BAD },
  { ROW ("gr\xfc\xdf"), "", "grüß", BAD },
  { ROW ("gr\xfc\xdf"), "utf-8//translit", "grüß", BAD }, /* nothing for iconv to interpret */
  { ROW ("gr\xfc\xdf \x81."), "windows-1252", "grüß \xef\xbf\xbd.", BAD },
  { ROW ("gr\xfc"), "utf-8", "gr\xef\xbf\xbd", BAD },
  { ROW ("\xed\xa0\x80"), "utf-8", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", BAD }, /* surrogate */
  { ROW ("\xc0\xaf"), "utf-8", "\xef\xbf\xbd\xef\xbf\xbd", BAD },                 /* overlong */
  { ROW ("\x1b$B0FFb\x1b(B ok\n"), "ISO-2022-JP", "案内 ok\n", 0 },
  { ROW ("\x1b$B$+\x1b(B"), "iso-2022-jp", "か", 0 }, /* iconv holds the last one back */
  { ROW ("\x1b$B$+"), "iso-2022-jp", "か", 0 },       /* cut short */
  { ROW ("\x88\xc4\x93\xe0"), "Shift_JIS", "案内", 0 },
  { ROW ("\x87\x40"), "shift_jis", "①", 0 }, /* in Microsoft's set only */
  { ROW ("\xb0\xc6\xc6\xe2"), "EUC-JP", "案内", 0 },
  { ROW ("\xd3\xca\xcf\xe4"), "GB2312", "邮箱", 0 },
  { ROW ("\xe0\x5d"), "gb2312", "郵", 0 }, /* in GBK only */
  { ROW ("\xd3\xca\xcf\xe4"), "gbk", "邮箱", 0 },
  { ROW ("\xb6\x6c\xa5\xf3"), "Big5", "郵件", 0 },
  { ROW ("\x88\x66"), "big5", "Ê", 0 }, /* iconv holds it back: a mark may follow */
  { ROW ("\xe0\xe9"), "windows-1255", "אי", 0 },
  { ROW ("\xb8\xde\xc0\xcf"), "ks_c_5601-1987", "메일", 0 },
  { ROW ("\xd1\xdd\xc9\xcb"), "koi8-r", "ящик", 0 },
  { ROW ("\xff\xfe"
         "a\0\xfc\0"),
    "utf-16", "aü", 0 },
  { ROW ("\0a\0\xfc"), "utf-16be", "aü", 0 },
  { ROW ("N\x2dN\x2d"), "utf-16be", "中中", 0 }, /* looks like ASCII */
  { ROW ("a\0\0\0b\0"), "utf-16le", "ab", NULS },
  /* too much for one word, and nothing between: it is not what it says */
  { ROW (X128 "\n"), "utf-16", X128 "\n", BAD },
  { ROW (X128), "utf-16be", Y64, 0 },
  { ROW ("gr+APwA3w-"), "utf-7", "grüß", 0 },
  { ROW (""), "utf-7", "", 0 },
  { ROW ("\x1b$B0FFb\x1b(B"), NULL, "案内", BAD },
  /* another charset than it says, or than nothing says */
  { ROW ("\xd3\xca\xcf\xe4\xb2\xbb\xb4\xe6\xd4\xda"), NULL, "邮箱不存在", BAD },
  { ROW ("\xd3\xca\xcf\xe4\xb2\xbb\xb4\xe6\xd4\xda"), "iso-8859-1", "邮箱不存在", BAD },
  { ROW ("\xd3\xca\xcf\xe4\xb2\xbb\xb4\xe6\xd4\xda"), "utf-8", "邮箱不存在", BAD },
  { ROW ("\xd3\xca\xcf\xe4\xb2\xbb\xb4\xe6\xd4\xda"), "gb2312", "邮箱不存在", 0 },
  { ROW ("\xd3\xca\xcf\xe4\xb2\xbb\xb4\xe6\xd4\xda"), "x-gbk", "邮箱不存在", BAD },
  { ROW ("a\0b"), NULL, "ab", NULS },
  { ROW ("a\0\xc3\xbc"), "utf-8", "aü", NULS },
  { ROW ("\0\0\0"), NULL, "", NULS },
};

START_TEST (a_charset_is_undone)
{
  RetourDecoding how = { .charset = charsets[_i].charset, .cap = RETOUR_LIMIT_PART_TEXT };

  assert_decodes (retour_slice (charsets[_i].raw, charsets[_i].len), &how, charsets[_i].want,
                  charsets[_i].oddities);
}
END_TEST

static const struct {
  GMimeContentEncoding encoding;
  const char *raw, *want;
} encodings[] = {
  { BASE64, "aGVsbG8gd29ybGQ=", "hello world" },
  { BASE64, "aGVs\r\nbG8g\r\nd29y\r\nbGQ=\r\n", "hello world" },
  { BASE64, "aGVsbG8gd29ybGQ", "hello world" }, /* no padding */
  { BASE64, "aGVsbG8gd29yb", "hello wor" },     /* cut short */
  { BASE64, "aGVsbG8gd29y!?bGQ=", "hello world" },
  { BASE64, "", "" },
  { BASE64, "====", "" },
  { BASE64, "Z3LDvMOf", "grüß" },
  { QP, "hello=20world", "hello world" },
  { QP, "hello =\nworld", "hello world" },
  { QP, "hello =\r\nworld", "hello world" },
  { QP, "gr=C3=BC=c3=9f", "grüß" },
  { QP, "a=ZZb", "a=ZZb" }, /* no such code */
  { QP, "a=", "a" },        /* cut inside a code */
  { QP, "a=4", "a=4" },
  { PLAIN, "a=20b", "a=20b" },
  { GMIME_CONTENT_ENCODING_UUENCODE, "begin 644 x", "begin 644 x" }, /* left as it is */
};

START_TEST (a_transfer_encoding_is_undone)
{
  RetourDecoding how = { .encoding = encodings[_i].encoding, .cap = RETOUR_LIMIT_PART_TEXT };

  assert_decodes (retour_slice_of (encodings[_i].raw), &how, encodings[_i].want, 0);
}
END_TEST

START_TEST (encoding_and_charset_are_both_undone)
{
  RetourDecoding how = { BASE64, "iso-2022-jp", RETOUR_LIMIT_PART_TEXT, NULL };

  assert_decodes (retour_slice_of ("GyRCMEZGYhsoQiBvawo="), &how, "案内 ok\n", 0);
}
END_TEST

/* Plain text is not copied. */
START_TEST (plain_text_is_a_slice_of_the_mail)
{
  RetourDecoding how = { .cap = RETOUR_LIMIT_PART_TEXT };
  Fixture f;

  fixture_decode (&f, RETOUR_SLICE ("nothing to do"), &how);
  ck_assert_ptr_eq (f.text.data, f.raw.data);
  ck_assert_uint_eq (f.keep->len, 0);
  fixture_clear (&f);
}
END_TEST

/* Row by row: bytes of text, written plain, in base64, in QP, and as 8-bit text. */
static const struct {
  GMimeContentEncoding encoding;
  const char *unit, *charset;
  gsize unit_text; /* bytes of text in a unit */
} caps[] = {
  { PLAIN, "x", NULL, 1 },   { BASE64, "eHh4\r\n", NULL, 3 },   { QP, "=78", NULL, 1 },
  { QP, "=\n=78", NULL, 1 }, { PLAIN, "\xc3\xbc", "utf-8", 2 },
};

START_TEST (text_is_examined_up_to_the_cap)
{
  enum { TEXT = 3000 };

  for (gsize over = 0; over < 2; over++) {
    RetourDecoding how = { caps[_i].encoding, caps[_i].charset, TEXT - over, NULL };
    g_autoptr (GString) raw = g_string_new (NULL);
    Fixture f;

    for (gsize i = 0; i < TEXT; i += caps[_i].unit_text)
      g_string_append (raw, caps[_i].unit);
    fixture_decode (&f, retour_slice (raw->str, raw->len), &how);
    ck_assert_uint_eq (f.oddities, over ? LONG : 0);
    ck_assert_uint_le (f.text.len, how.cap);
    ck_assert_uint_gt (f.text.len + caps[_i].unit_text, how.cap);
    fixture_clear (&f);
  }
}
END_TEST

/* What grows while it is converted ends at the cap too, and at the end of a character. */
START_TEST (converted_text_ends_at_the_cap)
{
  RetourDecoding how = { PLAIN, "koi8-r", RETOUR_LIMIT_PART_TEXT, NULL };
  g_autofree char *raw = g_strnfill (RETOUR_LIMIT_PART_TEXT, '\xd1');
  Fixture f;

  raw[0] = 'x';
  fixture_decode (&f, retour_slice (raw, RETOUR_LIMIT_PART_TEXT), &how);
  ck_assert_uint_eq (f.text.len, RETOUR_LIMIT_PART_TEXT - 1);
  ck_assert_uint_eq (f.oddities, LONG);
  fixture_clear (&f);
}
END_TEST

static const struct {
  const char *charset;
  char byte;
} hostile[] = {
  { NULL, '\x81' },           { "utf-8", '\x81' },  { "x-no-such", '\x81' },
  { "windows-1252", '\x81' }, { "euc-jp", '\xff' }, { "gb2312", '\xff' },
  { "iso-2022-jp", '\x81' },  { "utf-7", '\x81' },  { "utf-16le", '\xd9' },
};

START_TEST (a_long_text_of_nothing_but_bad_bytes_is_read_in_time)
{
  enum { SIZE = RETOUR_LIMIT_STATUS_PART };
  RetourDecoding how = { .charset = hostile[_i].charset, .cap = SIZE };
  g_autofree char *raw = g_strnfill (SIZE, hostile[_i].byte);
  Fixture f;

  fixture_decode (&f, retour_slice (raw, SIZE), &how); /* check ends it after four seconds */
  ck_assert_uint_ne (f.oddities & BAD, 0);
  ck_assert_uint_le (f.text.len, how.cap);
  fixture_clear (&f);
}
END_TEST

RETOUR_TEST_MAIN ("decode",
                  tcase_add_loop_test (tc, a_charset_is_undone, 0, G_N_ELEMENTS (charsets));
                  tcase_add_loop_test (tc, a_transfer_encoding_is_undone, 0,
                                       G_N_ELEMENTS (encodings));
                  tcase_add_test (tc, encoding_and_charset_are_both_undone);
                  tcase_add_test (tc, plain_text_is_a_slice_of_the_mail);
                  tcase_add_loop_test (tc, text_is_examined_up_to_the_cap, 0, G_N_ELEMENTS (caps));
                  tcase_add_test (tc, converted_text_ends_at_the_cap);
                  tcase_add_loop_test (tc, a_long_text_of_nothing_but_bad_bytes_is_read_in_time, 0,
                                       G_N_ELEMENTS (hostile)))
