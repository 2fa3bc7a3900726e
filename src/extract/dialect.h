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

/* So many rows from row @first on of the patterns, or tests, of the pool. */
typedef struct {
  guint16 first;
  guint16 n;
} RetourDialectList;

/* What dialects are made of. */
typedef struct {
  RetourPatternPool words;
  const RetourPattern *patterns;
  const RetourHeaderTest *tests;
} RetourDialectPool;

enum { RETOUR_NEED_NEVER = 99 };

/* What the words around those about a recipient may say where these say nothing. */
typedef enum {
  RETOUR_REST_READ,
  RETOUR_REST_IGNORE, /* nothing: they are the same in every report */
  RETOUR_REST_N
} RetourRestMode;

/* Immutable; built-in ones are constant tables, see retour_builtin_dialects. */
typedef struct {
  const RetourDialectPool *pool; /* of several dialects */
  RetourText id;
  RetourText title;
  RetourText client, server; /* prefixes of a session transcript, or none */
  RetourText fallback;       /* header that names the recipients when the text does not, or none */
  RetourText action;         /* what happened to recipients of this dialect; none: failed */
  RetourText hook;           /* row of hooks.c, or none */
  RetourText extends;        /* the dialect that it is a variant of, or none */
  RetourDialectList when, unless;
  RetourDialectList begin, end, stop, error, skip, recipient, field;
  RetourDialectList delayed; /* says that the reporter will try again */
  RetourDialectList final;   /* says that it gave up, whatever else is said */
  RetourDialectList failure; /* words of failure: addresses beside them may be recipients */
  RetourDialectList contact; /* lines whose addresses are no recipients */
  guint8 need; /* how many of @when must hold; 0: all; RETOUR_NEED_NEVER: not found by its header */
  guint8 diagnostic; /* a RetourDiagnosticMode */
  guint8 dsn;        /* a RetourDsnMode */
  guint8 rest;       /* a RetourRestMode */
} RetourDialect;

/* A text of a dialect, or %NULL. */
static inline const char *
retour_dialect_text (const RetourDialect *self, RetourText text)
{
  return retour_text_at (self->pool->words.words, text);
}

typedef struct {
  const RetourDialect *const *dialects; /* by name */
  guint n;
} RetourDialectTable;

extern const RetourDialectTable retour_builtin_dialects;

/* Dialects of one pool while their files are read. */
typedef struct {
  RetourPatternBuilder words;
  GArray *patterns; /* of RetourPattern */
  GArray *tests;    /* of RetourHeaderTest */
  GArray *dialects; /* of RetourDialect, without the pool */
} RetourDialectBuilder;

void retour_dialect_builder_init (RetourDialectBuilder *self);
void retour_dialect_builder_clear (RetourDialectBuilder *self);
/* Reads a dialect file. Returns %FALSE with RETOUR_ERROR_DATA, `file:line: …`. */
gboolean retour_dialect_builder_add (RetourDialectBuilder *self, const char *id, GBytes *source,
                                     GError **error);

/* A dialect with a pool of its own; (transfer full). Returns %NULL with @error as above. */
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
gboolean retour_dialect_any (const RetourDialect *self, RetourDialectList list, RetourSlice line,
                             const RetourBigrams *have);

/* Last resort for what the table cannot say; runs after the engine, on its result. */
typedef void (*RetourHookFunc) (RetourDialectRun *run);
RetourHookFunc retour_hook_lookup (const char *name);
