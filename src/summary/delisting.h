/* delisting: how to get off a blocklist, from src/data/delisting.tsv. */
#pragma once
#include <glib.h>

typedef struct {
  char *title; /* of the list, for people */
  char *kind;  /* `ip`, `domain`, `uri`, `provider`, `closed` */
  char *page;  /* where to ask; "" if there is none */
  char *way;   /* what to do there, in English */
} RetourDelisting;

/* The way off the list @name; of one without a name, off that of @provider. Both may be %NULL.
 * (transfer full): free it with retour_delisting_free(); %NULL: it is not known. */
RetourDelisting *retour_delisting_lookup (const char *name, const char *provider);
void retour_delisting_free (RetourDelisting *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourDelisting, retour_delisting_free)
