/* members: how many addresses of a list each domain has, for the guard against outages. */
#pragma once
#include <glib.h>

typedef struct _RetourMembers RetourMembers;

typedef void (*RetourMembersFunc) (const char *domain, guint64 n, gpointer data);

RetourMembers *retour_members_new (void);
void retour_members_free (RetourMembers *self);
/* One more member of @domain. Domains past RETOUR_LIMIT_LIST_DOMAINS are not counted: nothing is
 * known of them. */
void retour_members_add (RetourMembers *self, const char *domain);
/* 0: not counted. */
guint64 retour_members_get (const RetourMembers *self, const char *domain);
/* Calls @func for each domain that was counted, in no order. */
void retour_members_each (const RetourMembers *self, RetourMembersFunc func, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourMembers, retour_members_free)
