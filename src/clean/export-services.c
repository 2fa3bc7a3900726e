/* Files that services of senders import: listmonk (blocklisting), Amazon SES (bulk import into the
 * account's suppression list: no header), SendGrid (suppressions: one column, `email`), Postmark
 * (suppressions). Their words for why are few; ours that are not theirs become the nearest. */
#include "clean/csv.h"
#include "clean/export.h"

static void
append_listmonk (RetourSlice address, const RetourFinding *finding, GString *out)
{
  const char *reason =
      finding->reason != NULL ? retour_reason_get_id (finding->reason) : "complaint";
  g_autofree char *attributes = g_strdup_printf ("{\"retour_reason\":\"%s\"}", reason);

  retour_csv_append (out, address, ',');
  g_string_append (out, ",,");
  retour_csv_append (out, retour_slice_of (attributes), ',');
  g_string_append (out, "\r\n");
}

static void
append_ses (RetourSlice address, const RetourFinding *finding, GString *out)
{
  retour_csv_append (out, address, ',');
  g_string_append (out, finding->reason != NULL ? ",BOUNCE\n" : ",COMPLAINT\n");
}

static void
append_sendgrid (RetourSlice address, const RetourFinding *finding, GString *out)
{
  (void) finding;
  retour_csv_append (out, address, ',');
  g_string_append (out, "\r\n");
}

static void
append_postmark (RetourSlice address, const RetourFinding *finding, GString *out)
{
  const char *why = finding->reason == NULL                   ? "SpamComplaint"
                    : retour_reason_is_hard (finding->reason) ? "HardBounce"
                                                              : "ManualSuppression";

  retour_csv_append (out, address, ',');
  g_string_append_printf (out, ",%s\r\n", why);
}

const RetourExportDriver retour_export_listmonk = {
  .name = "listmonk",
  .file = "listmonk.csv",
  .header = "email,name,attributes\r\n",
  .append = append_listmonk,
};

const RetourExportDriver retour_export_ses = {
  .name = "ses",
  .file = "ses.csv",
  .append = append_ses,
};

const RetourExportDriver retour_export_sendgrid = {
  .name = "sendgrid",
  .file = "sendgrid.csv",
  .header = "email\r\n",
  .append = append_sendgrid,
};

const RetourExportDriver retour_export_postmark = {
  .name = "postmark",
  .file = "postmark.csv",
  .header = "EmailAddress,SuppressionReason\r\n",
  .append = append_postmark,
};
