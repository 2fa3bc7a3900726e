#include "test.h"

#include "base/limits.h"
#include "classify/damage.h"
#include "classify/tables.h"

/* A character of three bytes, eight times. */
#define OCTAL_2 "\\344\\270\\215\\344\\270\\215"
#define OCTAL_8 OCTAL_2 OCTAL_2 OCTAL_2 OCTAL_2
#define WORDS_8 "不 不 不 不 不 不 不 不"

/* What the words of a text are when it is mended. */
static const struct {
  const char *text;
  const char *want;
} cases[] = {
  /* nothing is damaged */
  { "User unknown", "user unknown" },
  { "Empfänger unbekannt", "empfanger unbekannt" },
  { "Unknown user?", "unknown user" },
  { "exist?Please check", "exist please check" },
  { "see https://example.com/?p=NoSuchUser&n?o", "see https example com p nosuchuser n o" },
  { "a\\b \\12 \\400 x=1", "a b 12 400 x 1" },
  /* bytes that somebody wrote as text */
  { "Empf\\344nger unbekannt", "empfanger unbekannt" },
  { "Empf\\303\\244nger unbekannt", "empfanger unbekannt" },
  { "\\315\\316\\317", "iii" },
  { OCTAL_8 OCTAL_8 OCTAL_8, WORDS_8 " " WORDS_8 " " WORDS_8 }, /* more than are read at once */
  { "Empf=E4nger und Empf=C3=A4nger", "empfanger und empfanger" },
  { "key =E4", "key e4" },
  { "id=abc=12", "id abc 12" },
  /* UTF-8 that was read as Windows-1252 */
  { "EmpfÃ¤nger", "empfanger" },
  { "pÅ™Ã­jemce", "prijemce" },
  { "ÃœbermÃ¤ÃŸig", "ubermaßig" },
  { "Ã\u00a0 n?o", "a nao" },
  { "supprimé\u00a0» n?o", "supprime nao" }, /* a blank and a quote */
  { "SÃ£o NÃO", "sao nao" },
  /* letters that are lost */
  { "Empf?nger unbekannt", "empfanger unbekannt" },
  { "Empf??nger unbekannt", "empfanger unbekannt" },
  { "Empf\357\277\275nger unbekannt", "empfanger unbekannt" },
  { "l?adresse n?existe pas", "ladresse nexiste pas" },
  { "l??adresse", "ladresse" },
  { "usu?rio n?o encontrado", "usuario nao encontrado" },
  { "kullan?c? bulunamad?", "kullanici bulunamada" },
  { "l?hett?j? tuntematon", "lahettaja tuntematon" },
  { "felad? c?me", "felado cime" },
  { "??", "" },
  { "a? ?b", "a b" },
  { "zzq?qzz x?y", "zzq qzz x y" },
};

static void
print (const RetourToken *token, RetourSlice folded, gpointer data)
{
  GString *text = data;

  (void) token;
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append_len (text, folded.data, (gssize) folded.len);
}

static char *
words_of (RetourSlice text)
{
  GString *words = g_string_new (NULL);

  retour_tokens_each (text, print, words);
  for (char *p = words->str; *p != '\0'; p++)
    if (*p == '.')
      *p = ' ';
  return g_string_free (words, FALSE);
}

START_TEST (lost_letters_are_found_again)
{
  const char *text = cases[_i].text;
  gsize len = strlen (text);
  g_autofree char *heap = g_memdup2 (text, len);
  g_autofree char *room = g_malloc (len);
  RetourSlice mended = retour_damage_mend (retour_slice (heap, len), &retour_builtin_rules, room);
  g_autofree char *words = words_of (mended);

  ck_assert_uint_eq (mended.len, len);
  ck_assert_str_eq (words, cases[_i].want);
  ck_assert_mem_eq (heap, text, len);
}
END_TEST

/* However much is damaged, a text stays as long as it is and is UTF-8. */
START_TEST (hostile_text_stays_text)
{
  static const char *const pieces[] = { "a?b", "x??y ", "\\344", "=E4=",  "Ã¤",
                                        "Ã",   "?",     "\\3",   "zz?q ", "\357\277\275a" };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *room = NULL, *heap = NULL;
  RetourSlice mended;

  while (text->len + 16 < RETOUR_LIMIT_DIAGNOSTIC)
    g_string_append (text, pieces[_i]);
  heap = g_memdup2 (text->str, text->len);
  room = g_malloc (text->len);
  mended = retour_damage_mend (retour_slice (heap, text->len), &retour_builtin_rules, room);
  ck_assert_uint_eq (mended.len, text->len);
  ck_assert (g_utf8_validate_len (mended.data, mended.len, NULL));
}
END_TEST

/* Wherever a text ends, nothing behind it is read or written. */
START_TEST (a_text_may_end_anywhere)
{
  const char *text = cases[_i].text;

  for (gsize len = 0; len <= strlen (text); len++) {
    g_autofree char *heap = g_memdup2 (text, len);
    g_autofree char *room = g_malloc (len);
    RetourSlice mended = retour_damage_mend (retour_slice (heap, len), &retour_builtin_rules, room);

    ck_assert_uint_eq (mended.len, len);
    ck_assert (!g_utf8_validate_len (text, len, NULL) ||
               g_utf8_validate_len (mended.data, mended.len, NULL));
  }
}
END_TEST

RETOUR_TEST_MAIN ("damage",
                  tcase_add_loop_test (tc, lost_letters_are_found_again, 0, G_N_ELEMENTS (cases));
                  tcase_add_loop_test (tc, a_text_may_end_anywhere, 0, G_N_ELEMENTS (cases));
                  tcase_add_loop_test (tc, hostile_text_stays_text, 0, 10))
