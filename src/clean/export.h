/* export: the removed addresses as other programs take them. One driver a format. */
#pragma once
#include "base/slice.h"
#include "clean/findings.h"

typedef struct {
  const char *name;
  const char *file;   /* what it is called when the user does not say */
  const char *header; /* %NULL: none */
  /* Appends one address, with its line end. */
  void (*append) (RetourSlice address, const RetourFinding *finding, GString *out);
} RetourExportDriver;

/* export-addresses.c: nothing but addresses; export-services.c: CSV of senders' services. */
extern const RetourExportDriver retour_export_mailman;
extern const RetourExportDriver retour_export_sympa;
extern const RetourExportDriver retour_export_plain;
extern const RetourExportDriver retour_export_sha256;
extern const RetourExportDriver retour_export_listmonk;
extern const RetourExportDriver retour_export_ses;
extern const RetourExportDriver retour_export_sendgrid;
extern const RetourExportDriver retour_export_postmark;

/* %NULL if there is none of that name. */
const RetourExportDriver *retour_export_lookup (const char *name);
/* %NULL-terminated; (transfer none). */
const char *const *retour_export_list_names (void);
