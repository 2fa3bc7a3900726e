#include "test.h"

#include "base/limits.h"
#include "classify/tokens.h"

/* Tokens as text: kinds by a letter ahead ("a:" address, "i:" IP, "h:" host, "n:" number), a
 * sentence that starts by "|", a clause by ";", a part of one by "/". */
static const struct {
  const char *text;
  const char *want;
} cases[] = {
  { "", "" },
  { "User unknown", "user unknown" },
  { "The user doesn't exist", "the user doesnt exist" },
  { "The user doesn’t exist", "the user doesnt exist" },
  { "'Mailbox full'", "mailbox full" },
  { "e-mail E-Mail-Adresse e-mails", "email email adresse emails" },
  { "auto-reply no_such_user a/b", "auto reply no such user a b" },
  { "NoSuchUser p=Foo&x=1", "nosuchuser p foo x n:1" },
  /* what stands in an address says nothing */
  { "<no.such.user@example.com>: unknown", "a:no.such.user@example.com ;unknown" },
  { "prvs=12=a+b@example.com... gone.", "a:prvs=12=a+b@example.com gone" },
  { "user_unknown@", "a:user_unknown@" },
  { "送信先a@example.comは", "送 信 先 a:a@example.com は" },
  /* hosts and the ends of sentences */
  { "listed at zen.spamhaus.org.", "listed at h:zen.spamhaus.org" },
  { "RESOLVER.ADR.RecipNotFound; x", "h:resolver.adr.recipnotfound ;x" },
  { "example.com Example.COM mx-1.a_b.example.net",
    "h:example.com h:example.com h:mx-1.a_b.example.net" },
  { "not exist.Please check", "not exist please check" },
  { "unknown.see the list", "unknown see the list" },
  { "https://support.example.com/mail/?p=NoSuchUser",
    "https h:support.example.com mail p nosuchuser" },
  { "e.g. this", "e g |this" },
  /* numbers */
  { "550-5.1.1 text", "n:550 n:5.1.1 text" },
  { "(#5.7.26) 10,000", "n:5.7.26 n:10 n:000" },
  { "[192.0.2.7]:25", "i:192.0.2.7 n:25" },
  { "IPv6:2001:db8::7f and fe80::", "ipv6 i:2001:db8::7f and i:fe80::" },
  { "12:34:56", "n:12 n:34 n:56" },
  { "S2017 2x x2", "s2017 2x x2" },
  { "1.1.1.1a", "1 1 1 1a" },
  /* sentences */
  { "No. Yes! Who? me: you", "no |yes |who |me ;you" },
  { "a... b\n\nc\nd", "a b |c d" },
  /* clauses and their parts */
  { "a, b; c: d", "a /b ;c ;d" },
  { "a,b x:y 10:20 a@example.com: c", "a b x y n:10 n:20 a:a@example.com ;c" },
  { "a; b. c,\n\nd,", "a ;b |c |d" },
  { "先。次", "先 |次" },
  /* letters beyond ASCII */
  { "Empfänger EMPFÄNGER", "empfanger empfanger" },
  { "Größe Здравствуй ΑΒΓ", "große здравствуи αβγ" },
  { "ÀÿÆæ×÷ÐðØøÞþ \xc3", "ayææ ððøøþþ" },
  { "Ｆｕｌｌ", "full" },
  { "メール箱 받는 x漢y", "メ ー ル 箱 받 는 x 漢 y" },
  { "ไม่พบผู้ใช้a@example.com", "ไ ม พ บ ผ ใ ช a:a@example.com" },
  { "Không tồn tại", "khong ton tai" },
  { "إلى المُتَلقّي على پستی", "الي المتلقي علي پستي" },
  { "पता नहीं। संदेश", "पत नह |सदश" },
  { "bad\xff"
    "byte \xc3",
    "bad byte" },
};

typedef struct {
  GString *text;
  guint n;
} Sink;

static void
print (const RetourToken *token, RetourSlice folded, gpointer data)
{
  static const char *const kinds[RETOUR_TOKEN_N] = { "", "a:", "i:", "h:", "n:" };
  static const char *const openings[] = { "", "/", ";", ";", "|", "|", "|", "|" };
  Sink *sink = data;

  ck_assert_uint_lt (token->start, token->end);
  ck_assert_uint_le (folded.len, RETOUR_LIMIT_WORD);
  if (sink->n++ > 0)
    g_string_append_c (sink->text, ' ');
  ck_assert_uint_le (token->opens, RETOUR_OPENS_ANY);
  g_string_append_printf (sink->text, "%s%s", openings[token->opens], kinds[token->kind]);
  if (token->kind != RETOUR_TOKEN_ADDRESS)
    g_string_append_len (sink->text, folded.data, (gssize) folded.len);
}

START_TEST (cuts_text_into_tokens)
{
  const char *text = cases[_i].text;
  g_autofree char *heap = g_memdup2 (text, strlen (text));
  Sink sink = { g_string_new (NULL), 0 };
  g_autofree char *want = g_strdup (cases[_i].want);
  char *address = strstr (want, "a:");

  retour_tokens_each (retour_slice (heap, strlen (text)), print, &sink);
  /* addresses are not folded: what they are is where they stand */
  if (address != NULL) {
    char *end = address + strcspn (address, " ");

    memmove (address + 2, end, strlen (end) + 1);
  }
  ck_assert_str_eq (sink.text->str, want);
  g_string_free (sink.text, TRUE);
}
END_TEST

static void
count (const RetourToken *token, RetourSlice folded, gpointer data)
{
  guint *n = data;

  (void) folded;
  ck_assert_uint_le (token->end, RETOUR_LIMIT_DIAGNOSTIC);
  (*n)++;
}

static guint
count_repeated (const char *piece, gsize len)
{
  g_autofree char *text = g_malloc (len);
  guint n = 0;

  for (gsize i = 0; i < len; i++)
    text[i] = piece[i % strlen (piece)];
  retour_tokens_each (retour_slice (text, len), count, &n);
  return n;
}

START_TEST (reads_no_further_than_the_cap)
{
  ck_assert_uint_eq (count_repeated ("ab ", RETOUR_LIMIT_DIAGNOSTIC - 2),
                     RETOUR_LIMIT_DIAGNOSTIC / 3);
  ck_assert_uint_eq (count_repeated ("a ", RETOUR_LIMIT_DIAGNOSTIC), RETOUR_LIMIT_DIAGNOSTIC / 2);
  ck_assert_uint_eq (count_repeated ("a ", RETOUR_LIMIT_DIAGNOSTIC + 2),
                     RETOUR_LIMIT_DIAGNOSTIC / 2);
}
END_TEST

static void
keep_length (const RetourToken *token, RetourSlice folded, gpointer data)
{
  (void) token;
  *(gsize *) data = folded.len;
}

START_TEST (a_word_is_cut_at_the_cap)
{
  g_autofree char *word = g_strnfill (RETOUR_LIMIT_WORD + 1, 'a');
  gsize at = 0, over = 0;

  retour_tokens_each (retour_slice (word, RETOUR_LIMIT_WORD), keep_length, &at);
  retour_tokens_each (retour_slice (word, RETOUR_LIMIT_WORD + 1), keep_length, &over);
  ck_assert_uint_eq (at, RETOUR_LIMIT_WORD);
  ck_assert_uint_eq (over, RETOUR_LIMIT_WORD);
}
END_TEST

/* Bytes that are read more than once must not be read often. */
static const char *const hostile[] = {
  "a",  "a-",   "a.",    "1.",    "1.1a",       "a@",           "'",      "a'", "a:",
  "1:", "::",   "a=",    "=",     "漢",         "\xe2\x80\x99", "e-mail", "e-", ".",
  "\n", "\xff", "a\xc3", "1-1.1", "xn--.xn--.",
};

START_TEST (hostile_text_gives_bounded_tokens)
{
  guint n = count_repeated (hostile[_i], 100 * RETOUR_LIMIT_DIAGNOSTIC);

  ck_assert_uint_le (n, RETOUR_LIMIT_TOKENS);
}
END_TEST

RETOUR_TEST_MAIN ("tokens",
                  tcase_add_loop_test (tc, cuts_text_into_tokens, 0, G_N_ELEMENTS (cases));
                  tcase_add_test (tc, reads_no_further_than_the_cap);
                  tcase_add_test (tc, a_word_is_cut_at_the_cap);
                  tcase_add_loop_test (tc, hostile_text_gives_bounded_tokens, 0,
                                       G_N_ELEMENTS (hostile)))
