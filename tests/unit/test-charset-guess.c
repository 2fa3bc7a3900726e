#include "message/charset-guess.h"

#include "test.h"

/* What stands in the text, in which charset its bytes are, and what they are taken for. */
static const struct {
  const char *text;
  const char *charset;
  const char *want; /* NULL: nothing but Western */
} cases[] = {
  { "收件人邮箱不存在，您的邮件被退回。", "GB18030", "GB18030" },
  { "收件人的郵箱不存在，您的郵件被退回。", "BIG5", "BIG5-HKSCS" },
  { "宛先が見つかりませんでした。", "SHIFT_JIS", "CP932" },
  { "宛先が見つかりませんでした。", "EUC-JP", "EUC-JP" },
  { "받는 사람을 찾을 수 없습니다.", "EUC-KR", "CP949" },
  { "Письмо не доставлено: такого адреса нет", "KOI8-R", "KOI8-R" },
  { "Письмо не доставлено: такого адреса нет", "WINDOWS-1251", "WINDOWS-1251" },
  { "Το μήνυμα δεν παραδόθηκε στον παραλήπτη", "WINDOWS-1253", "WINDOWS-1253" },
  { "ההודעה שלך לא נמסרה לנמען הבא", "WINDOWS-1255", "WINDOWS-1255" },
  { "لم يتم تسليم رسالتك إلى المستلم", "WINDOWS-1256", "WINDOWS-1256" },
  { "ไม่สามารถส่งข้อความถึงผู้รับนี้ได้", "CP874", "CP874" },
  { "550 <a@example.com>: 收件人不存在", "GB18030", "GB18030" },
  /* letters of the West stand alone */
  { "Größe überschritten, Übermaß", "WINDOWS-1252", NULL },
  { "l'adresse n'a pas été créée à l'école, où?", "WINDOWS-1252", NULL },
  { "příjemce neexistuje, žádná schránka", "WINDOWS-1250", NULL },
  { "alıcının kutusu dolu, gönderilemiyor", "WINDOWS-1254", NULL },
  { "ÀÉ ÄÖÜ", "WINDOWS-1252", NULL },
  { "no such user", "US-ASCII", NULL },
  { "", "US-ASCII", NULL },
  /* too little to tell */
  { "не", "KOI8-R", NULL },
  { "不", "GB18030", NULL },
};

START_TEST (a_charset_is_told_by_frequent_letters)
{
  gsize n = 0;
  g_autofree char *bytes =
      g_convert (cases[_i].text, -1, cases[_i].charset, "UTF-8", NULL, &n, NULL);
  g_autofree char *copy = g_memdup2 (bytes, n);

  ck_assert_ptr_nonnull (bytes);
  ck_assert_pstr_eq (retour_charset_guess (retour_slice (copy, n)), cases[_i].want);
}
END_TEST

START_TEST (bytes_of_no_charset_stay_unknown)
{
  char *bytes = g_malloc (4096);

  for (guint i = 0; i < 4096; i++)
    bytes[i] = (char) (0x80 | (i * 2654435761u >> 16));
  ck_assert_pstr_eq (retour_charset_guess (retour_slice (bytes, 4096)), NULL);
  g_free (bytes);
}
END_TEST

/* A character that the end of the text, or of the sample, cuts. */
START_TEST (a_cut_character_does_no_harm)
{
  gsize n = 0;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *bytes = NULL;

  while (text->len < 2000)
    g_string_append (text, "收件人邮箱不存在 ");
  bytes = g_convert (text->str, -1, "GB18030", "UTF-8", NULL, &n, NULL);
  for (gsize i = n - 4; i <= n; i++) {
    char *copy = g_memdup2 (bytes, i);

    ck_assert_pstr_eq (retour_charset_guess (retour_slice (copy, i)), "GB18030");
    g_free (copy);
  }
}
END_TEST

RETOUR_TEST_MAIN ("charset-guess", tcase_add_loop_test (tc, a_charset_is_told_by_frequent_letters,
                                                        0, G_N_ELEMENTS (cases));
                  tcase_add_test (tc, bytes_of_no_charset_stay_unknown);
                  tcase_add_test (tc, a_cut_character_does_no_harm))
