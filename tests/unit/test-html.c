#include "message/html.h"

#include "test.h"

#include "base/limits.h"
#include "message/html-entities.h"

/* Reads a heap copy without the final NUL: ASan sees any read past the end. */
static GString *
read_html (const char *html, gsize len)
{
  GString *out = g_string_new ("ahead|");
  g_autofree char *copy = g_memdup2 (html, len);

  retour_html_to_text (retour_slice (copy, len), out);
  ck_assert (g_str_has_prefix (out->str, "ahead|"));
  g_string_erase (out, 0, (gssize) strlen ("ahead|"));
  return out;
}

static const struct {
  const char *html, *want;
} cases[] = {
  { "", "" },
  { "words", "words" },
  { "  many \t\r\n words  ", "many words" },
  { "a<br>b<BR/>c<br />d</br>e", "a\nb\nc\nd\ne" },
  { "a<br><br>b", "a\n\nb" },
  { "<p>a</p>\n<p>b</p>", "a\nb\n" },
  { "<div><div>a</div></div><h1>b</h1><ul><li>c<li>d</ul>", "a\nb\nc\nd\n" },
  { "<table><tr><td>a</td><td>b</td></tr> <tr><th>c<th>d</table>", "a b\nc d\n" },
  { "5<sup>50</sup> <b>no</b>such<i>user</i>", "550 nosuchuser" },
  { "a <b> b </b> c", "a b c" },
  { "<p class=\"a>b\" title='>' x=y>c", "c" },
  { "<p title=it's>a</p> it's", "a\nit's" },
  { "<p title=\"never closed>a</p>b", "a\nb" },
  { "<a href=\"x\"\n>a</a\n>", "a" },
  { "<pre>a\n b\r\n\tc</pre> d  e", "a\n b\n c\nd e" },
  { "</pre>a  b", "a b" },
  /* what is no text */
  { "a<!-- b --><!-- <p> -- > -->c", "ac" },
  { "<!-->a", "a" },
  { "<!DOCTYPE html PUBLIC \"x\"><?xml v?>a", "a" },
  { "a<!-- never closed > b", "a b" },
  { "a<![if x]>b<![endif]>c", "abc" },
  { "<html><head><title>t</title><meta x>h</head><body>a</body></html>", "a\n" },
  { "<head><title>t</title><body>a", "a" },
  { "<head>a", "a" },
  { "<title>a<p>b", "a\nb" },
  { "<header>a</header>b", "a\nb" },
  { "a<script>b < c; \"</p>\"</script>d<STYLE type=x>p { }</Style >e", "ade" },
  { "a<script>never closed <p>b", "a" },
  { "a<script src=x/>b", "ab" },
  { "<xml><o:p>x</o:p></xml><o:p>a</o:p>", "a" },
  /* what only looks like a tag */
  { "<joe@example.com>: lost", "<joe@example.com>: lost" },
  { "1 < 2 <3 <> </> < p> a<", "1 < 2 <3 <> </> < p> a<" },
  { "a <b", "a <b" },
  { "<unknown-tag-of-some-length x>a", "a" },
  /* character references */
  { "&lt;joe@example.com&gt;", "<joe@example.com>" },
  { "&amp;lt; &quot;&apos;&#39;&#x27;&#X27;", "&lt; \"''''" },
  { "a&nbsp;b&#160;c\xC2\xA0"
    "d",
    "a b c d" },
  { "a&nbsp;&nbsp;b", "a  b" },
  { "&auml;&Auml;&szlig;&eacute;&ndash;&hellip;&euro;&bdquo;",
    "\xC3\xA4\xC3\x84\xC3\x9F\xC3\xA9\xE2\x80\x93\xE2\x80\xA6\xE2\x82\xAC\xE2\x80\x9E" },
  { "&amp &copy&nbsp;&copy2", "& \xC2\xA9 &copy2" },
  { "&#128;&#x1F408;", "\xE2\x82\xAC\xF0\x9F\x90\x88" },
  { "&#0;&#xD800;&#x110000;&#99999999;", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" },
  { "& && &; &x; &unknown; &#; &#x; &#xg; a&", "& && &; &x; &unknown; &#; &#x; &#xg; a&" },
  { "a&#10;b&#1;c", "a b c" },
  { "\xC3\xA4\xC2\xA9", "\xC3\xA4\xC2\xA9" },
};

START_TEST (html_becomes_lines)
{
  GString *got = read_html (cases[_i].html, strlen (cases[_i].html));

  ck_assert_msg (strcmp (got->str, cases[_i].want) == 0, "[%s]\nwant: [%s]\ngot:  [%s]",
                 cases[_i].html, cases[_i].want, got->str);
  g_string_free (got, TRUE);
}
END_TEST

START_TEST (control_characters_are_blanks)
{
  GString *got = read_html ("a\0b\001c", 5);

  ck_assert_str_eq (got->str, "a b c");
  g_string_free (got, TRUE);
}
END_TEST

static const struct {
  const char *before, *piece, *after, *want; /* want: the start of the output; NULL: empty */
} floods[] = {
  { "", "<", "", "<<<" },
  { "", "<a ", "", "<a <a" },
  { "", "<!--", "", NULL },
  { "", "<!-- ", ">b", "b" },
  { "", "<a x=\"", "", "<a x" },
  { "", "<a x=\">\"", "", "\"\"" },
  { "", "<a x=\'>\"", "", "\"\"" },
  { "", "<head>", "b", "b" },
  { "<body>", "<head>", "b", "b" },
  { "", "<title>", "b", "b" },
  { "", "<script>", "b", NULL },
  { "", "</", "", "</</" },
  { "", "&", "", "&&&" },
  { "", "&#", "", "&#&#" },
  { "", "&amp", "", "&&&" },
  { "", "<p", "", "<p<p" },
  { "", "<pre>", "b", "b" },
  { "", "<!", "", NULL },
  { "", "<a =\"<a ='", "", "<a" },
  { "", "- ->", "", "- ->" },
  { "<!--", "-", "", NULL },
  { "", "<table><tr><td>", "b", "b" },
  { "", " ", "b", "b" },
};

/* Each of these would take minutes in quadratic time. */
START_TEST (floods_take_linear_time)
{
  g_autoptr (GString) html = g_string_new (floods[_i].before);
  GString *got;

  for (guint i = 0; i < 1000000; i++)
    g_string_append (html, floods[_i].piece);
  g_string_append (html, floods[_i].after);
  got = read_html (html->str, html->len);
  if (floods[_i].want == NULL)
    ck_assert_uint_le (got->len, 16);
  else
    ck_assert_msg (g_str_has_prefix (got->str, floods[_i].want), "%.20s", got->str);
  ck_assert_uint_le (got->len, RETOUR_LIMIT_PART_TEXT);
  g_string_free (got, TRUE);
}
END_TEST

static gsize
len_of_text (gsize n, const char *end)
{
  g_autofree char *html = g_malloc (n + strlen (end));
  GString *got;
  gsize len;

  memset (html, 'x', n);
  memcpy (html + n, end, strlen (end));
  got = read_html (html, n + strlen (end));
  len = got->len;
  ck_assert (g_utf8_validate_len (got->str, got->len, NULL));
  g_string_free (got, TRUE);
  return len;
}

START_TEST (the_text_is_as_long_as_the_cap)
{
  gsize cap = RETOUR_LIMIT_PART_TEXT;

  ck_assert_uint_eq (len_of_text (cap, ""), cap);
  ck_assert_uint_eq (len_of_text (cap + 1, ""), cap);
  ck_assert_uint_eq (len_of_text (cap - 2, "\xC3\xA4"), cap);
  ck_assert_uint_eq (len_of_text (cap - 1, "\xC3\xA4"), cap - 1);
  ck_assert_uint_eq (len_of_text (cap - 1, "&auml;b"), cap - 1);
  ck_assert_uint_eq (len_of_text (cap - 1, " b"), cap);
  ck_assert_uint_eq (len_of_text (cap - 1, "<br>b"), cap);
  ck_assert_uint_eq (len_of_text (cap, "<br>b"), cap);
}
END_TEST

static const struct {
  const char *text;
  gunichar want;
  gsize used;
} references[] = {
  { "&AElig;", 0xC6, 7 },
  { "&zwnj;", 0x200C, 6 },
  { "&thetasym;", 0x3D1, 10 },
  { "&thetasymx;", 0, 0 },
  { "&thetasymxxxxx;", 0, 0 },
  { "&amp", '&', 4 },
  { "&#38", '&', 4 },
  { "amp;", 0, 0 },
  { "&", 0, 0 },
  { "&AMP;", 0, 0 },
};

START_TEST (a_reference_is_read_to_its_end)
{
  gsize len = strlen (references[_i].text), used = 0;
  g_autofree char *copy = g_memdup2 (references[_i].text, len);

  ck_assert_uint_eq (retour_html_entity (retour_slice (copy, len), &used), references[_i].want);
  ck_assert_uint_eq (used, references[_i].used);
}
END_TEST

/* clang-format off */
RETOUR_TEST_MAIN ("html",
  tcase_set_timeout (tc, 20);
  tcase_add_loop_test (tc, html_becomes_lines, 0, G_N_ELEMENTS (cases));
  tcase_add_test (tc, control_characters_are_blanks);
  tcase_add_loop_test (tc, floods_take_linear_time, 0, G_N_ELEMENTS (floods));
  tcase_add_test (tc, the_text_is_as_long_as_the_cap);
  tcase_add_loop_test (tc, a_reference_is_read_to_its_end, 0, G_N_ELEMENTS (references)))
/* clang-format on */
