/* oddity: what was broken in a mail. A set of bits while reading, names in the record. */
#pragma once
#include <glib.h>

typedef enum {
  RETOUR_ODDITY_TRUNCATED = 1 << 0,        /* larger than the message cap */
  RETOUR_ODDITY_LONG_FIELD = 1 << 1,       /* a header field or header block over its cap */
  RETOUR_ODDITY_BAD_CHARSET = 1 << 2,      /* unknown charset, or bytes that it does not have */
  RETOUR_ODDITY_DEEP_NESTING = 1 << 3,     /* MIME deeper than the cap */
  RETOUR_ODDITY_MANY_PARTS = 1 << 4,       /* more MIME parts than the cap */
  RETOUR_ODDITY_LONG_TEXT = 1 << 5,        /* a part's text over the cap */
  RETOUR_ODDITY_MANY_RECIPIENTS = 1 << 6,  /* more recipients than the cap */
  RETOUR_ODDITY_LONG_DIAGNOSTIC = 1 << 7,  /* a diagnostic over the cap */
  RETOUR_ODDITY_NO_HEADER = 1 << 8,        /* the message does not start with a header */
  RETOUR_ODDITY_DAMAGED_MIME = 1 << 9,     /* multipart without its parts or its boundary, or with
                                              them in the wrong place */
  RETOUR_ODDITY_NESTED_REPORT = 1 << 10,   /* a report inside a report */
  RETOUR_ODDITY_CODE_CONFLICT = 1 << 11,   /* reply code and enhanced status disagree */
  RETOUR_ODDITY_NUL_BYTES = 1 << 12,       /* NUL bytes in header or text */
  RETOUR_ODDITY_BAD_STATUS_PART = 1 << 13, /* a delivery-status part that breaks RFC 3464 */
  RETOUR_ODDITY_N = 14                     /* number of bits, not one of them */
} RetourOddity;

/* Name of bit number @bit (0 ... RETOUR_ODDITY_N - 1), as the record prints it. */
const char *retour_oddity_name (guint bit);
