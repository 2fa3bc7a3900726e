/* group: by what the events of a summary are told apart. */
#pragma once
#include "policy/entry.h"

/* Room for a key that has to be made. */
typedef struct {
  char text[64];
} RetourGroupKey;

/* Numbers of a row that say something in a group. */
enum {
  RETOUR_COLUMN_EVENTS = 1,
  RETOUR_COLUMN_FAILURES = 2,
  RETOUR_COLUMN_CLASSES = 4,
  RETOUR_COLUMN_DELAYED = 8,
  RETOUR_COLUMN_COMPLAINTS = 16,
  RETOUR_COLUMN_DELIVERED = 32,
  RETOUR_COLUMN_ADDRESSES = 64,
};

typedef struct {
  const char *name;
  const char *title; /* English */
  guint keep;        /* of its RetourTallyTable */
  guint columns;     /* set of RETOUR_COLUMN_…, that tables for people have */
  gboolean always;   /* part of a summary that was not told what to group by */
  /* What @entry is grouped under; %NULL: nowhere. @made: for keys that have to be made. */
  const char *(*get_key) (const RetourEntry *entry, RetourGroupKey *made);
} RetourGroup;

/* The addresses, of which only the top ones are kept, have a group without get_key(). */
extern const RetourGroup retour_groups[];
extern const guint retour_n_groups;

/* Its index; retour_n_groups if there is none. */
guint retour_group_lookup (const char *name);
