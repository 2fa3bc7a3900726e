#include "extract/kind-words.h"

typedef struct {
  const char *words; /* lower case where ASCII; at the start of a word, "^": of the text */
  RetourHint hint;
} Row;

/* clang-format off */
static const Row subjects[] = {
  /* delivery reports */
  { "undeliver", RETOUR_HINT_BOUNCE },
  { "delivery status notification", RETOUR_HINT_BOUNCE },
  { "delivery notification", RETOUR_HINT_BOUNCE },
  { "delivery fail", RETOUR_HINT_BOUNCE },
  { "delivery error", RETOUR_HINT_BOUNCE },
  { "delivery problem", RETOUR_HINT_BOUNCE },
  { "delivery report", RETOUR_HINT_BOUNCE },
  { "delivery delayed", RETOUR_HINT_BOUNCE },
  { "delivery has been delayed", RETOUR_HINT_BOUNCE },
  { "delivery incomplete", RETOUR_HINT_BOUNCE },
  { "delivery has failed", RETOUR_HINT_BOUNCE },
  { "delivery unsuccessful", RETOUR_HINT_BOUNCE },
  { "delayed mail", RETOUR_HINT_BOUNCE },
  { "returned mail", RETOUR_HINT_BOUNCE },
  { "returned to sender", RETOUR_HINT_BOUNCE },
  { "return to sender", RETOUR_HINT_BOUNCE },
  { "returning message to sender", RETOUR_HINT_BOUNCE },
  { "failure notice", RETOUR_HINT_BOUNCE },
  { "failure delivery", RETOUR_HINT_BOUNCE },
  { "failed delivery", RETOUR_HINT_BOUNCE },
  { "failed mail", RETOUR_HINT_BOUNCE },
  { "mail failure", RETOUR_HINT_BOUNCE },
  { "mail error", RETOUR_HINT_BOUNCE },
  { "mail delivery", RETOUR_HINT_BOUNCE },
  { "mail system error", RETOUR_HINT_BOUNCE },
  { "could not be delivered", RETOUR_HINT_BOUNCE },
  { "couldn't be delivered", RETOUR_HINT_BOUNCE },
  { "cannot be delivered", RETOUR_HINT_BOUNCE },
  { "could not send message", RETOUR_HINT_BOUNCE },
  { "unable to deliver", RETOUR_HINT_BOUNCE },
  { "not delivered", RETOUR_HINT_BOUNCE },
  { "non-deliver", RETOUR_HINT_BOUNCE },
  { "nondeliver", RETOUR_HINT_BOUNCE },
  { "user unknown", RETOUR_HINT_BOUNCE },
  { "unknown user", RETOUR_HINT_BOUNCE },
  { "message status - undeliverable", RETOUR_HINT_BOUNCE },
  { "bounced message", RETOUR_HINT_BOUNCE },
  { "bounced mail", RETOUR_HINT_BOUNCE },
  { "bounce notification", RETOUR_HINT_BOUNCE },
  { "unzustellbar", RETOUR_HINT_BOUNCE },
  { "nicht zustellbar", RETOUR_HINT_BOUNCE },
  { "nicht zugestellt", RETOUR_HINT_BOUNCE },
  { "zustellung fehlgeschlagen", RETOUR_HINT_BOUNCE },
  { "zustellungsbenachrichtigung", RETOUR_HINT_BOUNCE },
  { "non remis", RETOUR_HINT_BOUNCE },
  { "non d\303\251livr", RETOUR_HINT_BOUNCE },
  { "\303\251chec de la remise", RETOUR_HINT_BOUNCE },
  { "\303\251chec de remise", RETOUR_HINT_BOUNCE },
  { "no entregado", RETOUR_HINT_BOUNCE },
  { "no se puede entregar", RETOUR_HINT_BOUNCE },
  { "error de entrega", RETOUR_HINT_BOUNCE },
  { "impossibile recapitare", RETOUR_HINT_BOUNCE },
  { "mancato recapito", RETOUR_HINT_BOUNCE },
  { "non recapitabile", RETOUR_HINT_BOUNCE },
  { "n\303\243o entregue", RETOUR_HINT_BOUNCE },
  { "falha na entrega", RETOUR_HINT_BOUNCE },
  { "falha de entrega", RETOUR_HINT_BOUNCE },
  { "onbestelbaar", RETOUR_HINT_BOUNCE },
  { "niet afgeleverd", RETOUR_HINT_BOUNCE },
  { "kan inte levereras", RETOUR_HINT_BOUNCE },
  { "g\303\245r inte att leverera", RETOUR_HINT_BOUNCE },
  { "kan ikke leveres", RETOUR_HINT_BOUNCE },
  { "niedostarcz", RETOUR_HINT_BOUNCE },
  { "nie mo\305\274na dostarczy\304\207", RETOUR_HINT_BOUNCE },
  { "\320\275\320\265\320\264\320\276\321\201\321\202\320\260\320\262", RETOUR_HINT_BOUNCE },
  { "\320\275\320\265 \320\264\320\276\321\201\321\202\320\260\320\262", RETOUR_HINT_BOUNCE },
  { "\351\205\215\344\277\241\344\270\215\350\203\275", RETOUR_HINT_BOUNCE }, /* ja: no delivery */
  { "\351\205\215\344\277\241\343\202\250\343\203\251\343\203\274", RETOUR_HINT_BOUNCE },
  { "\351\200\201\344\277\241\343\202\250\343\203\251\343\203\274", RETOUR_HINT_BOUNCE },
  { "\346\234\252\351\205\215\344\277\241", RETOUR_HINT_BOUNCE },
  { "\351\200\200\344\277\241", RETOUR_HINT_BOUNCE }, /* zh: returned letter */
  { "\346\234\252\351\200\201\350\276\276", RETOUR_HINT_BOUNCE },
  /* automatic replies */
  { "automatic reply", RETOUR_HINT_AUTOREPLY },
  { "automatic response", RETOUR_HINT_AUTOREPLY },
  { "automated reply", RETOUR_HINT_AUTOREPLY },
  { "automated response", RETOUR_HINT_AUTOREPLY },
  { "auto reply", RETOUR_HINT_AUTOREPLY },
  { "auto-reply", RETOUR_HINT_AUTOREPLY },
  { "autoreply", RETOUR_HINT_AUTOREPLY },
  { "auto response", RETOUR_HINT_AUTOREPLY },
  { "auto-response", RETOUR_HINT_AUTOREPLY },
  { "autoresponse", RETOUR_HINT_AUTOREPLY },
  { "out of office", RETOUR_HINT_AUTOREPLY },
  { "out-of-office", RETOUR_HINT_AUTOREPLY },
  { "is out of the office", RETOUR_HINT_AUTOREPLY },
  { "vacation reply", RETOUR_HINT_AUTOREPLY },
  { "vacation message", RETOUR_HINT_AUTOREPLY },
  { "away from my mail", RETOUR_HINT_AUTOREPLY },
  { "automatische antwort", RETOUR_HINT_AUTOREPLY },
  { "abwesenheitsnotiz", RETOUR_HINT_AUTOREPLY },
  { "abwesenheitsbenachrichtigung", RETOUR_HINT_AUTOREPLY },
  { "abwesenheitsmeldung", RETOUR_HINT_AUTOREPLY },
  { "r\303\251ponse automatique", RETOUR_HINT_AUTOREPLY },
  { "message d'absence", RETOUR_HINT_AUTOREPLY },
  { "absence du bureau", RETOUR_HINT_AUTOREPLY },
  { "absent du bureau", RETOUR_HINT_AUTOREPLY },
  { "respuesta autom\303\241tica", RETOUR_HINT_AUTOREPLY },
  { "fuera de la oficina", RETOUR_HINT_AUTOREPLY },
  { "fuera de oficina", RETOUR_HINT_AUTOREPLY },
  { "risposta automatica", RETOUR_HINT_AUTOREPLY },
  { "fuori sede", RETOUR_HINT_AUTOREPLY },
  { "fuori ufficio", RETOUR_HINT_AUTOREPLY },
  { "resposta autom\303\241tica", RETOUR_HINT_AUTOREPLY },
  { "aus\303\252ncia tempor\303\241ria", RETOUR_HINT_AUTOREPLY },
  { "automatisch antwoord", RETOUR_HINT_AUTOREPLY },
  { "afwezigheidsbericht", RETOUR_HINT_AUTOREPLY },
  { "autosvar", RETOUR_HINT_AUTOREPLY },
  { "automatiskt svar", RETOUR_HINT_AUTOREPLY },
  { "automatisk svar", RETOUR_HINT_AUTOREPLY },
  { "automaattinen vastaus", RETOUR_HINT_AUTOREPLY },
  { "odpowied\305\272 automatyczna", RETOUR_HINT_AUTOREPLY },
  { "automatyczna odpowied\305\272", RETOUR_HINT_AUTOREPLY },
  { "automatick\303\241 odpov\304\233", RETOUR_HINT_AUTOREPLY },
  { "automatikus v\303\241lasz", RETOUR_HINT_AUTOREPLY },
  { "otomatik yan\304\261t", RETOUR_HINT_AUTOREPLY },
  { "\320\260\320\262\321\202\320\276\320\276\321\202\320\262\320\265\321\202", RETOUR_HINT_AUTOREPLY },
  { "\320\220\320\262\321\202\320\276\320\276\321\202\320\262\320\265\321\202", RETOUR_HINT_AUTOREPLY },
  { "\320\220\320\262\321\202\320\276\320\274\320\260\321\202\320\270\321\207\320\265\321\201\320\272\320\270\320\271 \320\276\321\202\320\262\320\265\321\202", RETOUR_HINT_AUTOREPLY },
  { "\350\207\252\345\213\225\345\277\234\347\255\224", RETOUR_HINT_AUTOREPLY }, /* ja */
  { "\350\207\252\345\213\225\350\277\224\344\277\241", RETOUR_HINT_AUTOREPLY },
  { "\350\207\252\345\212\250\347\255\224\345\244\215", RETOUR_HINT_AUTOREPLY }, /* zh */
  { "\350\207\252\345\212\250\345\233\236\345\244\215", RETOUR_HINT_AUTOREPLY },
  { "\350\207\252\345\213\225\345\233\236\350\246\206", RETOUR_HINT_AUTOREPLY },
  { "\354\236\220\353\217\231 \355\232\214\354\213\240", RETOUR_HINT_AUTOREPLY }, /* ko */
  { "out of the office", RETOUR_HINT_ABSENCE },
  { "on vacation", RETOUR_HINT_ABSENCE },
  { "on holiday", RETOUR_HINT_ABSENCE },
  { "on leave", RETOUR_HINT_ABSENCE },
  { "on annual leave", RETOUR_HINT_ABSENCE },
  { "away until", RETOUR_HINT_ABSENCE },
  { "abwesen", RETOUR_HINT_ABSENCE },
  { "im urlaub", RETOUR_HINT_ABSENCE },
  { "nicht im b\303\274ro", RETOUR_HINT_ABSENCE },
  { "nicht im haus", RETOUR_HINT_ABSENCE },
  { "au\303\237er haus", RETOUR_HINT_ABSENCE },
  { "en cong\303\251", RETOUR_HINT_ABSENCE },
  { "absence", RETOUR_HINT_ABSENCE },
  { "de vacaciones", RETOUR_HINT_ABSENCE },
  { "in ferie", RETOUR_HINT_ABSENCE },
  { "assenza", RETOUR_HINT_ABSENCE },
  { "de f\303\251rias", RETOUR_HINT_ABSENCE },
  { "afwezig", RETOUR_HINT_ABSENCE },
  { "fr\303\245nvaro", RETOUR_HINT_ABSENCE },
  { "frav\303\246r", RETOUR_HINT_ABSENCE },
  { "poissa", RETOUR_HINT_ABSENCE },
  { "poza biurem", RETOUR_HINT_ABSENCE },
  { "nieobecn", RETOUR_HINT_ABSENCE },
  { "\344\270\215\345\234\250", RETOUR_HINT_ABSENCE }, /* ja, zh: absent */
  /* challenges */
  { "please confirm your message", RETOUR_HINT_CHALLENGE },
  { "confirm your message", RETOUR_HINT_CHALLENGE },
  { "confirm your email to", RETOUR_HINT_CHALLENGE },
  { "confirm your mail to", RETOUR_HINT_CHALLENGE },
  { "please confirm your email to", RETOUR_HINT_CHALLENGE },
  { "confirmation of your message", RETOUR_HINT_CHALLENGE },
  { "your message requires confirmation", RETOUR_HINT_CHALLENGE },
  { "requires confirmation", RETOUR_HINT_CHALLENGE },
  { "verification required", RETOUR_HINT_CHALLENGE },
  { "sender verification", RETOUR_HINT_CHALLENGE },
  { "sender authentication required", RETOUR_HINT_CHALLENGE },
  { "please verify your message", RETOUR_HINT_CHALLENGE },
  { "please verify that you are", RETOUR_HINT_CHALLENGE },
  { "your message is awaiting verification", RETOUR_HINT_CHALLENGE },
  { "your message awaits verification", RETOUR_HINT_CHALLENGE },
  { "challenge-response", RETOUR_HINT_CHALLENGE },
  /* read receipts */
  { "^read: ", RETOUR_HINT_RECEIPT },
  { "^not read: ", RETOUR_HINT_RECEIPT },
  { "^deleted: ", RETOUR_HINT_RECEIPT },
  { "^read receipt", RETOUR_HINT_RECEIPT },
  { "^return receipt (displayed)", RETOUR_HINT_RECEIPT },
  { "^disposition notification", RETOUR_HINT_RECEIPT },
  { "^message disposition notification", RETOUR_HINT_RECEIPT },
  { "^gelesen: ", RETOUR_HINT_RECEIPT },
  { "^nicht gelesen: ", RETOUR_HINT_RECEIPT },
  { "^ungelesen: ", RETOUR_HINT_RECEIPT },
  { "^lesebest\303\244tigung", RETOUR_HINT_RECEIPT },
  { "^lu\302\240: ", RETOUR_HINT_RECEIPT },
  { "^lu : ", RETOUR_HINT_RECEIPT },
  { "^lu: ", RETOUR_HINT_RECEIPT },
  { "^non lu : ", RETOUR_HINT_RECEIPT },
  { "^le\303\255do: ", RETOUR_HINT_RECEIPT },
  { "^no le\303\255do: ", RETOUR_HINT_RECEIPT },
  { "^letto: ", RETOUR_HINT_RECEIPT },
  { "^non letto: ", RETOUR_HINT_RECEIPT },
  { "^lida: ", RETOUR_HINT_RECEIPT },
  { "^gelezen: ", RETOUR_HINT_RECEIPT },
  { "^niet gelezen: ", RETOUR_HINT_RECEIPT },
  { "^l\303\244st: ", RETOUR_HINT_RECEIPT },
  { "^l\303\246st: ", RETOUR_HINT_RECEIPT },
  { "^lest: ", RETOUR_HINT_RECEIPT },
  { "^przeczytano: ", RETOUR_HINT_RECEIPT },
  { "^\320\237\321\200\320\276\321\207\321\202\320\265\320\275\320\276: ", RETOUR_HINT_RECEIPT },
  { "^\351\226\213\345\260\201\346\270\210\343\201\277: ", RETOUR_HINT_RECEIPT },
  /* feedback */
  { "^complaint about message from", RETOUR_HINT_COMPLAINT },
  { "^email feedback report for ip", RETOUR_HINT_COMPLAINT },
  /* statistics */
  { "^report domain:", RETOUR_HINT_STATISTICS },
  { "^report for ", RETOUR_HINT_STATISTICS },
  { "dmarc aggregate report", RETOUR_HINT_STATISTICS },
  /* forwards and replies */
  { "^fwd:", RETOUR_HINT_FORWARD },
  { "^fw:", RETOUR_HINT_FORWARD },
  { "^wg:", RETOUR_HINT_FORWARD },
  { "^tr:", RETOUR_HINT_FORWARD },
  { "^tr :", RETOUR_HINT_FORWARD },
  { "^rv:", RETOUR_HINT_FORWARD },
  { "^enc:", RETOUR_HINT_FORWARD },
  { "^i:", RETOUR_HINT_FORWARD },
  { "^vs:", RETOUR_HINT_FORWARD },
  { "^vb:", RETOUR_HINT_FORWARD },
  { "^doorst:", RETOUR_HINT_FORWARD },
  { "^[fwd:", RETOUR_HINT_FORWARD },
  { "^re:", RETOUR_HINT_REPLY },
  { "^aw:", RETOUR_HINT_REPLY },
  { "^antw:", RETOUR_HINT_REPLY },
  { "^sv:", RETOUR_HINT_REPLY },
  { "^re :", RETOUR_HINT_REPLY },
  { "^res:", RETOUR_HINT_REPLY },
  { "^r:", RETOUR_HINT_REPLY },
  { "^odp:", RETOUR_HINT_REPLY },
  { "^vast:", RETOUR_HINT_REPLY },
};

static const Row senders[] = {
  { "mailer-daemon", RETOUR_HINT_DAEMON },
  { "mailer_daemon", RETOUR_HINT_DAEMON },
  { "mailer daemon", RETOUR_HINT_DAEMON },
  { "mailerdaemon", RETOUR_HINT_DAEMON },
  { "mail-daemon", RETOUR_HINT_DAEMON },
  { "maildaemon", RETOUR_HINT_DAEMON },
  { "mdaemon", RETOUR_HINT_DAEMON },
  { "mail delivery", RETOUR_HINT_DAEMON },
  { "mail.delivery", RETOUR_HINT_DAEMON },
  { "maildelivery", RETOUR_HINT_DAEMON },
  { "mail system", RETOUR_HINT_DAEMON },
  { "delivery subsystem", RETOUR_HINT_DAEMON },
  { "system administrator", RETOUR_HINT_DAEMON },
  { "microsoft outlook", RETOUR_HINT_DAEMON },
  { "microsoft exchange", RETOUR_HINT_DAEMON },
  { "postmaster", RETOUR_HINT_POSTMASTER },
  { "post_master", RETOUR_HINT_POSTMASTER },
  { "noreply", RETOUR_HINT_ROBOT },
  { "no-reply", RETOUR_HINT_ROBOT },
  { "no_reply", RETOUR_HINT_ROBOT },
  { "donotreply", RETOUR_HINT_ROBOT },
  { "do-not-reply", RETOUR_HINT_ROBOT },
  { "bounce", RETOUR_HINT_ROBOT },
  { "ndr@", RETOUR_HINT_ROBOT },
  { "dsn@", RETOUR_HINT_ROBOT },
  { "smtp", RETOUR_HINT_ROBOT },
  { "daemon", RETOUR_HINT_ROBOT },
  { "system", RETOUR_HINT_ROBOT },
  { "root@", RETOUR_HINT_ROBOT },
  { "admin@", RETOUR_HINT_ROBOT },
  { "administrator", RETOUR_HINT_ROBOT },
  { "gateway", RETOUR_HINT_ROBOT },
  { "listserv", RETOUR_HINT_ROBOT },
  { "majordomo", RETOUR_HINT_ROBOT },
  { "mailman", RETOUR_HINT_ROBOT },
};

/* Domains of senders that do nothing else. */
static const Row domains[] = {
  { "boxbe.com", RETOUR_HINT_CHALLENGE },
  { "spamarrest.com", RETOUR_HINT_CHALLENGE },
};

/* The beginning of a text without other signs. */
static const Row texts[] = {
  { "out of the office", RETOUR_HINT_ABSENCE },
  { "out of office", RETOUR_HINT_ABSENCE },
  { "on vacation", RETOUR_HINT_ABSENCE },
  { "on holiday", RETOUR_HINT_ABSENCE },
  { "on annual leave", RETOUR_HINT_ABSENCE },
  { "maternity leave", RETOUR_HINT_ABSENCE },
  { "parental leave", RETOUR_HINT_ABSENCE },
  { "i am away", RETOUR_HINT_ABSENCE },
  { "i will be away", RETOUR_HINT_ABSENCE },
  { "i'm away", RETOUR_HINT_ABSENCE },
  { "not in the office", RETOUR_HINT_ABSENCE },
  { "this is an automatic reply", RETOUR_HINT_ABSENCE },
  { "this is an automated reply", RETOUR_HINT_ABSENCE },
  { "nicht im b\303\274ro", RETOUR_HINT_ABSENCE },
  { "nicht im haus", RETOUR_HINT_ABSENCE },
  { "au\303\237er haus", RETOUR_HINT_ABSENCE },
  { "im urlaub", RETOUR_HINT_ABSENCE },
  { "abwesend", RETOUR_HINT_ABSENCE },
  { "in elternzeit", RETOUR_HINT_ABSENCE },
  { "en cong\303\251", RETOUR_HINT_ABSENCE },
  { "absent du bureau", RETOUR_HINT_ABSENCE },
  { "absente du bureau", RETOUR_HINT_ABSENCE },
  { "fuera de la oficina", RETOUR_HINT_ABSENCE },
  { "de vacaciones", RETOUR_HINT_ABSENCE },
  { "fuori ufficio", RETOUR_HINT_ABSENCE },
  { "in ferie", RETOUR_HINT_ABSENCE },
  { "fora do escrit\303\263rio", RETOUR_HINT_ABSENCE },
  { "de f\303\251rias", RETOUR_HINT_ABSENCE },
  { "niet op kantoor", RETOUR_HINT_ABSENCE },
  { "afwezig", RETOUR_HINT_ABSENCE },
  { "p\303\245 semester", RETOUR_HINT_ABSENCE },
  { "poza biurem", RETOUR_HINT_ABSENCE },
  { "na urlopie", RETOUR_HINT_ABSENCE },
  { "\320\262 \320\276\321\202\320\277\321\203\321\201\320\272\320\265", RETOUR_HINT_ABSENCE },
  { "verify that you are human", RETOUR_HINT_CHALLENGE },
  { "verify that you are a human", RETOUR_HINT_CHALLENGE },
  { "prove that you are human", RETOUR_HINT_CHALLENGE },
  { "prove you are human", RETOUR_HINT_CHALLENGE },
  { "confirm that you are a real person", RETOUR_HINT_CHALLENGE },
  { "challenge-response", RETOUR_HINT_CHALLENGE },
  { "challenge/response", RETOUR_HINT_CHALLENGE },
  { "to release your message", RETOUR_HINT_CHALLENGE },
  { "simply reply to this message to confirm", RETOUR_HINT_CHALLENGE },
  { "reply to this message to have your mail delivered", RETOUR_HINT_CHALLENGE },
  { "being held because your address has not been verified", RETOUR_HINT_CHALLENGE },
  { "was read on", RETOUR_HINT_RECEIPT },
  { "was deleted without being read", RETOUR_HINT_RECEIPT },
  { "wurde am", RETOUR_HINT_RECEIPT },
  { "was displayed on", RETOUR_HINT_RECEIPT },
  { "status: read", RETOUR_HINT_RECEIPT },
};

/* Fields of the top header; value %NULL: any, else it starts with this. */
static const struct {
  const char *field, *value;
  RetourHint hint;
} headers[] = {
  { "X-Delivery-Agent", "TMDA", RETOUR_HINT_CHALLENGE },
  { "X-TMDA-Confirm", NULL, RETOUR_HINT_CHALLENGE },
  { "X-Boxbe-Notice", NULL, RETOUR_HINT_CHALLENGE },
  { "X-AskVersion", NULL, RETOUR_HINT_CHALLENGE },
  { "X-ASK-Auth", NULL, RETOUR_HINT_CHALLENGE },
  { "X-SpamArrest-Status", NULL, RETOUR_HINT_CHALLENGE },
  { "X-Mailinblack", NULL, RETOUR_HINT_CHALLENGE },
  { "X-Sendio", NULL, RETOUR_HINT_CHALLENGE },
  { "Auto-Submitted", "auto-replied", RETOUR_HINT_AUTOREPLY },
  { "Auto-Submitted", "auto-notified", RETOUR_HINT_AUTOREPLY },
  { "X-Autoreply", NULL, RETOUR_HINT_AUTOREPLY },
  { "X-Autoreply-From", NULL, RETOUR_HINT_AUTOREPLY },
  { "X-Autorespond", NULL, RETOUR_HINT_AUTOREPLY },
  { "X-Autoresponder", NULL, RETOUR_HINT_AUTOREPLY },
  { "X-Mail-Autoreply", NULL, RETOUR_HINT_AUTOREPLY },
  { "X-POST-MessageClass", "9; Autoresponder", RETOUR_HINT_AUTOREPLY },
  { "X-MS-Exchange-Inbox-Rules-Loop", NULL, RETOUR_HINT_AUTOREPLY },
  { "Delivered-To", "Autoresponder", RETOUR_HINT_AUTOREPLY },
  { "Precedence", "auto_reply", RETOUR_HINT_AUTOREPLY },
  { "Precedence", "auto-reply", RETOUR_HINT_AUTOREPLY },
  { "X-Precedence", "auto_reply", RETOUR_HINT_AUTOREPLY },
  { "Preference", "auto_reply", RETOUR_HINT_AUTOREPLY },
  { "X-HmXmrOriginalRecipient", NULL, RETOUR_HINT_COMPLAINT },
  { "Precedence", "list", RETOUR_HINT_LIST },
  { "List-Id", NULL, RETOUR_HINT_LIST },
  { "List-Post", NULL, RETOUR_HINT_LIST },
  { "List-Unsubscribe", NULL, RETOUR_HINT_LIST },
  { "X-Failed-Recipients", NULL, RETOUR_HINT_BOUNCE },
  { "Auto-Submitted", "auto-generated (failure)", RETOUR_HINT_BOUNCE },
  { "X-Cron-Env", NULL, RETOUR_HINT_LIST },
};
/* clang-format on */

/* Inlined: this runs for every byte. */
static inline char
lower (char c)
{
  return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
}

static guint
hints_at (const Row *rows, guint n, RetourSlice text, gboolean at_start)
{
  char first = lower (*text.data);
  guint hints = 0;

  for (guint i = 0; i < n; i++) {
    const char *words = rows[i].words;

    if (*words == '^') {
      if (!at_start)
        continue;
      words++;
    }
    if (*words == first && retour_slice_starts (text, words))
      hints |= rows[i].hint;
  }
  return hints;
}

/* Words start behind a byte that is no ASCII letter; characters beyond ASCII start anywhere, as
 * not every script has blanks. */
static guint
find_hints (const Row *rows, guint n, RetourSlice text)
{
  gboolean inside = FALSE;
  guint hints = 0;

  for (gsize i = 0; i < text.len; i++) {
    char c = text.data[i];
    gboolean starts = (!inside && !g_ascii_isspace (c)) || (guchar) c >= 0xc0;

    inside = g_ascii_isalpha (c);
    if (starts)
      hints |= hints_at (rows, n, retour_slice_from (text, i), i == 0);
  }
  return hints;
}

guint
retour_hints_of_subject (RetourSlice subject)
{
  return find_hints (subjects, G_N_ELEMENTS (subjects), retour_slice_strip (subject));
}

guint
retour_hints_of_sender (RetourSlice from)
{
  return find_hints (senders, G_N_ELEMENTS (senders), retour_slice_strip (from));
}

guint
retour_hints_of_domain (RetourSlice from)
{
  gsize at = from.len;

  while (at > 0 && from.data[at - 1] != '@')
    at--;
  return at > 0 ? find_hints (domains, G_N_ELEMENTS (domains), retour_slice_from (from, at)) : 0;
}

guint
retour_hints_of_text (RetourSlice text)
{
  return find_hints (texts, G_N_ELEMENTS (texts), text);
}

guint
retour_hints_of_header (const RetourFields *header)
{
  guint hints = 0;
  RetourSlice value;

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    if (retour_fields_find (header, headers[i].field, 0, &value) &&
        (headers[i].value == NULL ||
         retour_slice_starts (retour_slice_strip (value), headers[i].value)))
      hints |= headers[i].hint;
  return hints;
}
