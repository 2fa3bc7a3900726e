/* Addresses alone, one a line: what `remove_members --file` of Mailman 2, `mailman delmembers
 * --file` of Mailman 3 and `sympa del` (on standard input) read; and their digests, by which
 * advertisers keep people out. */
#include "clean/export.h"

static void
append_address (RetourSlice address, const RetourFinding *finding, GString *out)
{
  (void) finding;
  g_string_append_len (out, address.data, (gssize) address.len);
  g_string_append_c (out, '\n');
}

static void
append_sha256 (RetourSlice address, const RetourFinding *finding, GString *out)
{
  g_autofree char *lower = g_utf8_strdown (address.data, (gssize) address.len);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, lower, -1);

  (void) finding;
  g_string_append (out, digest);
  g_string_append_c (out, '\n');
}

const RetourExportDriver retour_export_mailman = {
  .name = "mailman",
  .file = "mailman.txt",
  .append = append_address,
};

const RetourExportDriver retour_export_sympa = {
  .name = "sympa",
  .file = "sympa.txt",
  .append = append_address,
};

const RetourExportDriver retour_export_plain = {
  .name = "plain",
  .file = "plain.txt",
  .append = append_address,
};

const RetourExportDriver retour_export_sha256 = {
  .name = "sha256",
  .file = "sha256.txt",
  .append = append_sha256,
};
