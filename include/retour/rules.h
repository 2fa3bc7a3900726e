/* rules.h: rules of the user's own. SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#if !defined(RETOUR_INSIDE) && !defined(RETOUR_COMPILATION)
#error "include <retour/retour.h>"
#endif
#include <retour/reason.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * RetourRules:
 *
 * Rules that are asked before the built-in ones, in the format of retour-rules(5). Immutable;
 * any number of threads may classify with it. Strings belong to it.
 */
typedef struct _RetourRules RetourRules;

/**
 * retour_rules_load:
 * @paths: (array zero-terminated=1): files, or folders of which every `*.rules` is read, in the
 *   order of their names; the rules of an earlier one are asked first
 * @error: return location for a #GError, or %NULL
 *
 * Classes and blocklists of the built-in rules (`@mail`, `@blocklist`, …) can be used in them; a
 * `provider` that is built in keeps its hosts.
 *
 * Returns: (transfer full) (nullable): the rules, perhaps none; %NULL with %RETOUR_ERROR_NO_INPUT
 *   when a path cannot be read, with %RETOUR_ERROR_DATA (`file:line: …`) when a file is malformed
 */
RetourRules *retour_rules_load (const char *const *paths, GError **error);

/* (transfer full): the built-in rules, to be listed and tested. Classifying with them again
 * changes nothing. */
RetourRules *retour_rules_new_builtin (void);
void retour_rules_free (RetourRules *self);

/**
 * RetourRulesFunc:
 * @place: `file:line`
 * @message: what is wrong there, translated
 * @data: what was given with the function
 */
typedef void (*RetourRulesFunc) (const char *place, const char *message, gpointer data);

/**
 * retour_rules_check:
 * @path: a rules file, or a folder of them
 * @func: (scope call): called for each mistake, with its line
 * @data: for @func
 * @error: return location for a #GError, or %NULL
 *
 * Returns: %FALSE if there are mistakes; with @error set as retour_rules_load() does, when it is
 *   not one of a line
 */
gboolean retour_rules_check (const char *path, RetourRulesFunc func, gpointer data, GError **error);

guint retour_rules_get_n (const RetourRules *self);
/* `file:line`, as in field `rule`. */
const char *retour_rules_get_name (const RetourRules *self, guint rule);
const RetourReason *retour_rules_get_reason (const RetourRules *self, guint rule);
/* (transfer full): its first `say`, or else its first condition, as the file has it. */
char *retour_rules_get_condition (const RetourRules *self, guint rule);

/**
 * retour_rules_test:
 * @self: rules
 * @func: (scope call): called for each thing that is wrong
 * @data: for @func
 *
 * Reads each `test` and `not` line as a reply that it is about; and, for each rule, a text made of
 * each of its phrases, to find the rules that no text reaches because an earlier one always wins.
 *
 * Returns: the number of `test` and `not` lines
 */
guint retour_rules_test (const RetourRules *self, RetourRulesFunc func, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourRules, retour_rules_free)

G_END_DECLS
