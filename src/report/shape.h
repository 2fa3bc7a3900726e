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
/* (transfer full): @text as a test line of a rule: one line, with example names for real ones. */
char *retour_shape_make_test (const char *text);
/* Whether the one rule in @rule decides @text. */
gboolean retour_shape_decides (const char *rule, const char *text);
/* (transfer full) (nullable): a rule of @reason that decides @test, a test line. @counts: word ->
 * in how many groups it is, as GUINT_TO_POINTER. */
char *retour_shape_propose (const char *test, const char *reason, GHashTable *counts);
