/* sent-to: whom a report is about by the address that it was sent to. */
#pragma once
#include <retour/retour.h>

/* The recipient that the report's own header (To, Delivered-To, …) names in the manner of VERP;
 * %NULL if it does not. */
const char *retour_report_get_verp (const RetourReport *self);
/* The same of an address; @sent_to may be %NULL. In @pool. */
const char *retour_sent_to_recipient (const char *sent_to, GStringChunk *pool);
