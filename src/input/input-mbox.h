/* input-mbox: where the mails of an mbox end. Looks at bytes, reads none. */
#pragma once
#include "base/slice.h"

/* A look through the bytes of one mail that goes on when more of them are there. Positions
 * count from the start of the mail. */
typedef struct {
  gboolean cr; /* lines end with a bare CR too: old Mac */
  gsize pos;   /* where to go on */
  gsize quote; /* the first ">From ", if has_quote */
  gboolean has_quote;
} RetourInputScan;

typedef enum {
  RETOUR_INPUT_SCAN_MORE, /* not decided yet: give more bytes, or say that there are none */
  RETOUR_INPUT_SCAN_NEXT, /* the next mail's "From " line is at pos */
} RetourInputScanResult;

/* Bytes ahead of pos that the scan may look back at. */
enum { RETOUR_INPUT_LOOKBACK = 256 };

/* Looks for the end of the mail that @data starts with, from scan->pos on. @eof: no byte will
 * follow; MORE then means that the mail ends with @data. */
RetourInputScanResult retour_input_mbox_scan (RetourInputScan *scan, RetourSlice data,
                                              gboolean eof);
/* Where the body that @data's Content-Length promises ends; 0 without a useful one. */
gsize retour_input_mbox_length (RetourSlice data, gboolean cr);
/* @end is where a mail of that Content-Length ends: the end of the stream, or an empty line and
 * a From_ line. Gives the position of the latter, or that of the end; 0 when it is neither. */
gsize retour_input_mbox_ends_at (RetourSlice data, gsize end, gboolean cr, gboolean eof);
/* Length of the mail without the empty line ahead of the next one, which starts at @end. */
gsize retour_input_mbox_trim (RetourSlice data, gsize end, gboolean cr);
/* Takes one '>' off every line ">From ", ">>From " in place, from @first on; new length. */
gsize retour_input_mbox_unquote (char *data, gsize len, gsize first, gboolean cr);
/* Length of the line at @from with its end, CRs ahead of an LF included; 0 when the end is not
 * there within the cap for a From_ line. */
gsize retour_input_mbox_line (RetourSlice data, gsize from, gboolean cr, gboolean eof);
