/* organisation: the domain that somebody registered, out of the name of a host (libpsl). */
#pragma once
#include <glib.h>

/* (transfer none): `example.co.uk` of `mail.example.co.uk`, a part of @domain, which is in lower
 * case; @domain itself where the list of public suffixes is not installed, or says nothing. */
const char *retour_organisation_of (const char *domain);
