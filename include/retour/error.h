/* error.h: what can go wrong on our side. SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#if !defined(RETOUR_INSIDE) && !defined(RETOUR_COMPILATION)
#error "include <retour/retour.h>"
#endif
#include <glib.h>

G_BEGIN_DECLS

#define RETOUR_ERROR (retour_error_quark ())

/**
 * RetourError:
 * @RETOUR_ERROR_DATA: a reasons, rules or dialect file is malformed; the message
 *   starts with `file:line:`
 * @RETOUR_ERROR_NO_INPUT: a source does not exist or may not be read
 * @RETOUR_ERROR_IO: reading or writing failed half-way
 * @RETOUR_ERROR_USAGE: the caller named a field, format or kind that there is not
 * @RETOUR_ERROR_UNAVAILABLE: a library that this needs is not installed
 * @RETOUR_ERROR_CLOSED: whoever read what we write went away (EPIPE)
 *
 * What can go wrong in our own house. A malformed *mail* is never an error: it is a
 * fact in the report.
 */
typedef enum {
  RETOUR_ERROR_DATA,
  RETOUR_ERROR_NO_INPUT,
  RETOUR_ERROR_IO,
  RETOUR_ERROR_USAGE,
  RETOUR_ERROR_CLOSED,
  RETOUR_ERROR_UNAVAILABLE,
} RetourError;

GQuark retour_error_quark (void);

G_END_DECLS
