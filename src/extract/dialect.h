/* dialect: how one mail system words its reports, as data. The file format is described in
 * src/data/dialects/README. */
#pragma once
#include "extract/pattern.h"
#include "message/message.h"

/* A header test: any field of that name whose value matches; a pattern without steps that is open
 * and floating ("*") asks only whether the field is there. */
typedef struct {
  guint32 hash; /* retour_detect_hash() of the header's name */
  guint32 key;  /* the same for the same test in another dialect; never 0 */
  RetourPattern value;
} RetourHeaderTest;

/* Which lines are the remote server's words. */
typedef enum {
  RETOUR_DIAGNOSTIC_FOLLOWING, /* the lines behind the recipient, up to an empty one */
  RETOUR_DIAGNOSTIC_MARKED,    /* the lines behind an `error` line */
  RETOUR_DIAGNOSTIC_FIRST,     /* the first line behind the recipient */
  RETOUR_DIAGNOSTIC_CAPTURED,  /* only what `{diagnostic}` takes */
  RETOUR_DIAGNOSTIC_N
} RetourDiagnosticMode;

/* What to do when there is a delivery-status part as well. */
typedef enum {
  RETOUR_DSN_PREFER, /* the text only fills gaps */
  RETOUR_DSN_MERGE,  /* the text is always read, and its words are the better ones */
  RETOUR_DSN_IGNORE, /* the text alone counts where it names a recipient */
  RETOUR_DSN_N
} RetourDsnMode;

typedef struct {
  const RetourPattern *patterns;
  guint n;
} RetourPatternList;

typedef struct {
  const RetourHeaderTest *tests;
  guint n;
} RetourHeaderTestList;

enum { RETOUR_NEED_NEVER = 99 };

/* What the words around those about a recipient may say where these say nothing. */
typedef enum {
  RETOUR_REST_READ,
  RETOUR_REST_IGNORE, /* nothing: they are the same in every report */
  RETOUR_REST_N
} RetourRestMode;

/* Immutable; built-in ones are constant tables, see retour_builtin_dialects. */
typedef struct {
  const char *id;
  const char *title;
  RetourPatternPool pool; /* of all its patterns */
  guint need; /* how many of @when must hold; 0: all; RETOUR_NEED_NEVER: not found by its header */
  RetourHeaderTestList when, unless;
  RetourPatternList begin, end, stop, error, skip, recipient, field;
  RetourPatternList delayed; /* says that the reporter will try again */
  RetourPatternList final;   /* says that it gave up, whatever else is said */
  RetourPatternList failure; /* words of failure: addresses beside them may be recipients */
  RetourPatternList contact; /* lines whose addresses are no recipients */
  RetourDiagnosticMode diagnostic;
  RetourDsnMode dsn;
  RetourRestMode rest;
  const char *client, *server; /* prefixes of a session transcript, or %NULL */
  const char *fallback; /* header that names the recipients when the text does not, or %NULL */
  const char *action;   /* what happened to recipients of this dialect, %NULL: failed */
  const char *hook;     /* row of hooks.c, or %NULL */
  const char *extends;  /* the dialect that it is a variant of, or %NULL */
} RetourDialect;

typedef struct {
  const RetourDialect *const *dialects; /* by name */
  guint n;
} RetourDialectTable;

extern const RetourDialectTable retour_builtin_dialects;

/* Reads a dialect file. Returns (transfer full) %NULL with RETOUR_ERROR_DATA, `file:line: …`. */
RetourDialect *retour_dialect_load (const char *id, GBytes *source, GError **error);
void retour_dialect_free (RetourDialect *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourDialect, retour_dialect_free)

/* The text of one report, and what is read out of it. */
typedef struct {
  const RetourSlice *lines;
  guint n_lines;
  GStringChunk *pool;
  RetourSlice
      fallback;     /* value of the dialect's `fallback` header: addresses with commas between */
  GPtrArray *found; /* of RetourFacts */
  guint end_line;   /* (out): the line at which the returned mail begins; n_lines: none */
  gboolean delayed; /* (out): the text says that the reporter will try again */
  gboolean final;   /* (out): the text says that it gave up */
  guint oddities;   /* (out): set of RetourOddity: what was over a cap */
} RetourDialectRun;

/* Reads the report as this dialect writes it: adds to run->found, sets run->end_line. */
void retour_dialect_run (const RetourDialect *self, RetourDialectRun *run);

/* %TRUE if a pattern of @list, one of the lists of @self, matches @line, whose bigrams are @have.
 */
gboolean retour_dialect_any (const RetourDialect *self, RetourPatternList list, RetourSlice line,
                             const RetourBigrams *have);

/* Last resort for what the table cannot say; runs after the engine, on its result. */
typedef void (*RetourHookFunc) (RetourDialectRun *run);
RetourHookFunc retour_hook_lookup (const char *name);
