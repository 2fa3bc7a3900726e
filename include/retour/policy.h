/* policy.h: what to do about an address. SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#if !defined(RETOUR_INSIDE) && !defined(RETOUR_COMPILATION)
#error "include <retour/retour.h>"
#endif
#include <glib.h>

G_BEGIN_DECLS

/**
 * RetourVerdict:
 * @RETOUR_VERDICT_KEEP: go on writing to it
 * @RETOUR_VERDICT_HOLD: do not write to it for now, and do not remove it: what happened is likely
 *   to be somebody else's trouble, or is not proven
 * @RETOUR_VERDICT_REMOVE: take it off the list
 *
 * What to do about an address, the mildest first.
 */
typedef enum {
  RETOUR_VERDICT_KEEP,
  RETOUR_VERDICT_HOLD,
  RETOUR_VERDICT_REMOVE,
} RetourVerdict;

/* `keep`, `hold`, `remove`. */
const char *retour_verdict_get_name (RetourVerdict verdict);

/**
 * RetourPolicy:
 *
 * For each reason: remove at once, after so many days with a failure within so many days, or never;
 * when failures are forgotten; whether a delivery makes up for them. Immutable and thread-safe.
 */
typedef struct _RetourPolicy RetourPolicy;

/**
 * retour_policy_new:
 * @name: one of retour_policy_list_presets(), or the path of a file (it holds a `/` or ends in
 *   `.conf`) in the format of retour-policy(5)
 * @error: return location for a #GError, or %NULL
 *
 * Returns: (transfer full) (nullable): the policy, or %NULL with %RETOUR_ERROR_USAGE when there is
 *   no such preset, %RETOUR_ERROR_NO_INPUT when there is no such file, %RETOUR_ERROR_DATA
 *   (`file:line: …`) when it is malformed
 */
RetourPolicy *retour_policy_new (const char *name, GError **error);
RetourPolicy *retour_policy_ref (RetourPolicy *self);
void retour_policy_unref (RetourPolicy *self);
const char *retour_policy_get_name (const RetourPolicy *self);
/* (transfer full): the policy as a file that retour_policy_new() reads, with comments for people.
 */
char *retour_policy_print (const RetourPolicy *self);
/* The names of the presets, the default first, %NULL-terminated; (transfer none). */
const char *const *retour_policy_list_presets (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourPolicy, retour_policy_unref)

G_END_DECLS
