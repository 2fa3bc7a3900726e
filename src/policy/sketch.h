/* sketch: about how many different addresses there were: exactly up to RETOUR_SKETCH_EXACT, beyond
 * it within some 6 %, in at most 256 bytes. */
#pragma once
#include <glib.h>

enum { RETOUR_SKETCH_EXACT = 64, RETOUR_SKETCH_REGISTERS = 256 };

/* All zero: empty. */
typedef struct {
  guint n;      /* different hashes; RETOUR_SKETCH_EXACT + 1: there are registers */
  guint32 only; /* the hash, as long as there is only one */
  union {
    guint32 *hashes;
    guint8 *registers;
  } of;
} RetourSketch;

void retour_sketch_clear (RetourSketch *self);
/* @hash: of an address; two that share it are one. */
void retour_sketch_add (RetourSketch *self, guint32 hash);
/* Adds what is in @other. */
void retour_sketch_merge (RetourSketch *self, const RetourSketch *other);
guint64 retour_sketch_estimate (const RetourSketch *self);
