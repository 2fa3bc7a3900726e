/* bench-random: numbers that look random and are the same in every run. */
#pragma once
#include <glib.h>

/* A number of its own for each @x. */
static inline guint64
bench_mix (guint64 x)
{
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}
