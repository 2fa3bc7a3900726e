#include "message/charset.h"

#include "base/limits.h"

/* A row that ends in "-" wants one to four digits behind it. */
static const char *const known[] = {
  "utf-8",
  "utf8",
  "us-ascii",
  "ascii",
  "ansi_x3.4-1968",
  "iso-8859-",
  "iso8859-",
  "iso_8859-",
  "8859-",
  "latin1",
  "windows-",
  "cp-",
  "koi8-r",
  "koi8-u",
  "koi8-ru",
  "gb2312",
  "gbk",
  "gb18030",
  "hz-gb-2312",
  "big5",
  "big5-hkscs",
  "euc-jp",
  "euc-kr",
  "euc-cn",
  "euc-tw",
  "iso-2022-jp",
  "iso-2022-kr",
  "iso-2022-cn",
  "iso-2022-jp-",
  "shift_jis",
  "shift-jis",
  "sjis",
  "x-sjis",
  "ks_c_5601-1987",
  "ksc5601",
  "tis-620",
  "macintosh",
  "x-mac-roman",
  "mac",
  "utf-7",
  "utf-16",
  "utf-16le",
  "utf-16be",
  "utf-32",
  "ibm850",
  "ibm437",
  "ibm852",
  "ibm866",
  "cp1250",
  "cp1251",
  "cp1252",
  "cp1253",
  "cp1254",
  "cp1255",
  "cp1256",
  "cp1257",
  "cp1258",
  "cp437",
  "cp850",
  "cp852",
  "cp866",
  "cp874",
  "cp932",
  "cp936",
  "cp949",
  "cp950",
  "iso-8859-8-i",
  "iso-8859-8-e",
  "iso-8859-6-i",
  "iso-8859-6-e",
  "ms936",
  "viscii",
};

static gboolean
matches (RetourSlice name, const char *row)
{
  gsize n = strlen (row);

  if (row[n - 1] != '-')
    return name.len == n && retour_slice_starts (name, row);
  if (!retour_slice_starts (name, row) || name.len == n || name.len > n + 4)
    return FALSE;
  for (gsize i = n; i < name.len; i++)
    if (!g_ascii_isdigit (name.data[i]))
      return FALSE;
  return TRUE;
}

gboolean
retour_charset_is_known (RetourSlice name)
{
  if (name.len == 0 || name.len > RETOUR_LIMIT_CHARSET_NAME)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (matches (name, known[i]))
      return TRUE;
  return FALSE;
}
