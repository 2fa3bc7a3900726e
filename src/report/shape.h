/* shape: what replies have in common that differ in names and numbers only, and rules for them. */
#pragma once
#include <retour/retour.h>

enum {
  RETOUR_SHAPE_TOKENS = 60,   /* of a reply that are looked at */
  RETOUR_SHAPE_SAMPLE = 1024, /* bytes of a reply that are kept */
  RETOUR_SHAPE_WORDS = 4,     /* in the phrase of a proposed rule */
};

/* Calls @func with each word that a phrase could hold. */
typedef void (*RetourShapeFunc) (const char *word, gpointer data);

/* (transfer full): the codes and words of @text, with stand-ins for what differs. */
char *retour_shape_of (const char *text);
void retour_shape_each_word (const char *text, RetourShapeFunc func, gpointer data);
/* (transfer full) (nullable): a rule of @reason that decides @text. @counts: word -> in how many
 * groups it is, as GUINT_TO_POINTER. */
char *retour_shape_propose (const char *text, const char *reason, GHashTable *counts);
