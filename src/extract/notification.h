/* notification: what a service says about our mail as JSON, in a mail of its own. Amazon SES sends
 * its events so, by way of SNS: the event itself is the text of the mail, or a string in an
 * envelope ("email-json" subscriptions). */
#pragma once
#include "extract/extract.h"

/* Reads @message as a notification: kind, recipients, dialect and the returned header of @out.
 * %FALSE when it is none, and then @out is untouched. */
gboolean retour_notification_read (RetourMessage *message, RetourExtract *out);
