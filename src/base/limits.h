/* limits: every cap that protects us from hostile input, in one place. A mail that
 * goes over one is read as far as the cap, and the record says so in `oddities`.
 * Tests stand at each cap and one past it. */
#pragma once

enum {
  RETOUR_LIMIT_MESSAGE = 32 * 1024 * 1024,    /* bytes of one message that are kept */
  RETOUR_LIMIT_HEADER_FIELDS = 1000,          /* fields of one header that are indexed */
  RETOUR_LIMIT_HEADER_FIELD = 16 * 1024,      /* bytes of one header field that are used */
  RETOUR_LIMIT_HEADER_BYTES = 1024 * 1024,    /* bytes of one header block that are scanned */
  RETOUR_LIMIT_PART_HEADER = 64 * 1024,       /* bytes of the header of one MIME part */
  RETOUR_LIMIT_PART_HEADERS = 512 * 1024,     /* bytes of the headers of all MIME parts */
  RETOUR_LIMIT_CHARSET_NAME = 64,             /* bytes of a charset's name */
  RETOUR_LIMIT_NESTING = 20,                  /* multiparts and messages inside each other */
  RETOUR_LIMIT_PARTS = 1000,                  /* MIME parts of one message */
  RETOUR_LIMIT_GUESSES = 32,                  /* parts of one mail whose charset is guessed */
  RETOUR_LIMIT_PART_TEXT = 64 * 1024,         /* bytes of text that are examined in one part */
  RETOUR_LIMIT_STATUS_PART = 8 * 1024 * 1024, /* bytes of a delivery-status part that are read */
  RETOUR_LIMIT_LINES = 4000,                  /* lines of text that are examined in one part */
  RETOUR_LIMIT_RECIPIENTS = 10000,            /* recipients of one report */
  RETOUR_LIMIT_DIAGNOSTIC = 8 * 1024,         /* bytes of a diagnostic that are kept */
  RETOUR_LIMIT_WORD = 64,                     /* bytes of a word that are compared */
  RETOUR_LIMIT_TOKENS = 4 * 1024 + 1,         /* words of a diagnostic */
  RETOUR_LIMIT_LINE = 4 * 1024,               /* bytes of a line that patterns see */
  RETOUR_LIMIT_ADDRESS = 1024,                /* bytes of a mail address */
  RETOUR_LIMIT_FROM_LINE = 2 * 1024,          /* bytes of an mbox "From " line */
  RETOUR_LIMIT_LEADING_BLANKS = 64 * 1024,    /* blank bytes ahead of the first line of a file */
  RETOUR_LIMIT_LOOKAHEAD = 2 * 1024 * 1024,   /* bytes that a Content-Length may jump over */
  RETOUR_LIMIT_FOLDER_DEPTH = 20,             /* folders inside each other */
  RETOUR_LIMIT_KEY_TEXT = 2 * 1024,           /* bytes of a text that go into the key of an event */
  RETOUR_LIMIT_RULES_FILE = 1024 * 1024,      /* bytes of a rules file of the user's */
  RETOUR_LIMIT_SHAPES = 2000,                 /* groups of replies that no rule decides */
  RETOUR_LIMIT_DATE = 100,                    /* bytes of a date */
  RETOUR_LIMIT_FILTER_RECORDS = 1000,         /* records of one mail that go into its header */
  RETOUR_LIMIT_FIELD_LINE = 998,              /* bytes of a line that we write into a header */
  RETOUR_LIMIT_FAILING_DAYS = 1000,           /* days of one address that a policy adds up */
  RETOUR_LIMIT_HISTORY = 4000,                /* entries of one address that decide, the newest */
  RETOUR_LIMIT_GUARD_CAUSES = 500000,         /* causes that failures may share */
  RETOUR_LIMIT_FINDING_TEXT = 200,            /* bytes of a reply that a finding keeps */
  RETOUR_LIMIT_ENTRY_TEXT = 512,              /* bytes of a text that a ledger keeps */
  RETOUR_LIMIT_LIST_ROW = 64 * 1024,          /* bytes of one row of a list of addresses */
  RETOUR_LIMIT_LIST_COLUMNS = 1000,           /* columns of such a list */
  RETOUR_LIMIT_LIST_DOMAINS = 256 * 1024,     /* domains whose members on a list are counted */
  RETOUR_LIMIT_SUMMARY_ROWS = 20 * 1000,      /* rows of one table of a summary */
  RETOUR_LIMIT_SUMMARY_ADDRESSES = 1000,      /* addresses that a summary names */
  RETOUR_LIMIT_SUMMARY_DELAYS = 1000,         /* messages to one address that are waited for */
  RETOUR_LIMIT_SUMMARY_RECEIVERS = 100,       /* receivers that are named for one trouble */
  RETOUR_LIMIT_SUMMARY_TROUBLES = 1000,       /* troubles of the sender that are told apart */
};
