#include "policy/sketch.h"

#include <string.h>

/* 8 bits of the hash choose a register, which keeps the longest run of zeros that was seen at the
 * end of the others: "HyperLogLog", Flajolet et al. 2007. */
enum { REGISTER_BITS = 8, FIRST_ROOM = 4 };

static gboolean
has_registers (const RetourSketch *self)
{
  return self->n > RETOUR_SKETCH_EXACT;
}

void
retour_sketch_clear (RetourSketch *self)
{
  if (self->n > 1)
    g_free (self->of.hashes);
  *self = (RetourSketch) { 0 };
}

/* All bits of the result hang on all bits of @hash; different ones stay different (the end of
 * MurmurHash3). */
static guint32
mix (guint32 hash)
{
  hash = (hash ^ hash >> 16) * 0x85ebca6bu;
  hash = (hash ^ hash >> 13) * 0xc2b2ae35u;
  return hash ^ hash >> 16;
}

static void
note (guint8 *registers, guint32 given)
{
  guint32 hash = mix (given);
  guint32 rest = hash >> REGISTER_BITS;
  guint8 rank = (guint8) (rest != 0 ? __builtin_ctz (rest) + 1 : 32 - REGISTER_BITS + 1);
  guint8 *at = &registers[hash % RETOUR_SKETCH_REGISTERS];

  *at = MAX (*at, rank);
}

static void
make_registers (RetourSketch *self)
{
  guint32 *hashes = self->of.hashes;

  self->of.registers = g_new0 (guint8, RETOUR_SKETCH_REGISTERS);
  for (guint i = 0; i < self->n; i++)
    note (self->of.registers, hashes[i]);
  g_free (hashes);
  self->n = RETOUR_SKETCH_EXACT + 1;
}

/* Room doubles: 4, 8, 16, 32, 64. */
static void
append (RetourSketch *self, guint32 hash)
{
  if (self->n == 1) {
    self->of.hashes = g_new (guint32, FIRST_ROOM);
    self->of.hashes[0] = self->only;
  } else if (self->n >= FIRST_ROOM && (self->n & (self->n - 1)) == 0) {
    self->of.hashes = g_renew (guint32, self->of.hashes, (gsize) self->n * 2);
  }
  self->of.hashes[self->n++] = hash;
}

void
retour_sketch_add (RetourSketch *self, guint32 hash)
{
  if (self->n == 0) {
    self->only = hash;
    self->n = 1;
    return;
  }
  if (!has_registers (self)) {
    const guint32 *hashes = self->n == 1 ? &self->only : self->of.hashes;

    for (guint i = 0; i < self->n; i++)
      if (hashes[i] == hash)
        return;
    if (self->n < RETOUR_SKETCH_EXACT) {
      append (self, hash);
      return;
    }
    make_registers (self);
  }
  note (self->of.registers, hash);
}

void
retour_sketch_merge (RetourSketch *self, const RetourSketch *other)
{
  if (!has_registers (other)) {
    for (guint i = 0; i < other->n; i++)
      retour_sketch_add (self, other->n == 1 ? other->only : other->of.hashes[i]);
    return;
  }
  if (self->n == 1)
    append (self, self->only); /* once more: into an array */
  if (!has_registers (self)) {
    if (self->n == 0)
      self->of.hashes = NULL;
    make_registers (self);
  }
  for (guint i = 0; i < RETOUR_SKETCH_REGISTERS; i++)
    self->of.registers[i] = MAX (self->of.registers[i], other->of.registers[i]);
}

guint64
retour_sketch_estimate (const RetourSketch *self)
{
  const double m = RETOUR_SKETCH_REGISTERS;
  double sum = 0, filling = 0, estimate;
  guint zeros = 0;

  if (!has_registers (self))
    return self->n;
  for (guint i = 0; i < RETOUR_SKETCH_REGISTERS; i++) {
    sum += 1.0 / (double) (G_GUINT64_CONSTANT (1) << self->of.registers[i]);
    zeros += self->of.registers[i] == 0;
  }
  estimate = 0.7213 / (1 + 1.079 / m) * m * m / sum;
  /* few: how many it takes, on average, to fill all but so many registers */
  for (guint i = zeros + 1; i <= RETOUR_SKETCH_REGISTERS; i++)
    filling += m / i;
  if (estimate <= 2.5 * m && zeros > 0)
    estimate = filling;
  return MAX ((guint64) (estimate + 0.5), RETOUR_SKETCH_EXACT + 1);
}
