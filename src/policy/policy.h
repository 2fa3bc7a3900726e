/* policy: what a policy file says, ready to be asked. */
#pragma once
#include <retour/retour.h>

#include "base/texts.h"
#include "classify/tables.h"
#include "policy/entry.h"

/* Scores are whole numbers of this part of a point: sums are exact. */
#define RETOUR_SCORE_POINT G_GINT64_CONSTANT (1000000000)

enum {
  RETOUR_POLICY_REASONS = 64, /* as many reasons as there can be */
  RETOUR_POLICY_FEEDBACK = RETOUR_POLICY_REASONS,
  RETOUR_POLICY_RULES,
};

typedef enum {
  RETOUR_RULE_NEVER,
  RETOUR_RULE_ONCE,
  RETOUR_RULE_AFTER,
  RETOUR_RULE_SCORE,
} RetourRuleKind;

/* What one failing day for one reason does. */
typedef struct {
  RetourRuleKind kind;
  guint n;       /* failing days; of RETOUR_RULE_AFTER */
  gint64 weight; /* what the day adds to the score; 0: nothing */
  guint over;    /* days that the first and the last failing day must be apart */
  guint within;  /* days for which it counts; 0: for ever */
} RetourPolicyRule;

struct _RetourPolicy {
  gatomicrefcount refs;
  char *name;
  char *text;       /* as it was read; %NULL when it builds on another policy */
  gint64 remove_at; /* 0: never */
  gint64 hold_at;   /* 0: never */
  guint hold_days;
  gboolean remove_held; /* at the end of a hold */
  guint forget;         /* days; 0: never */
  guint outage_days;
  gboolean keeps;          /* a delivery makes up for nothing */
  gboolean holds_unproven; /* reports that nothing proves */
  RetourPolicyRule rules[RETOUR_POLICY_RULES];
};

/* A policy that is built in, as a file. */
typedef struct {
  RetourText name;
  RetourText text;
} RetourPolicyText;

/* The default first. */
typedef struct {
  const char *texts;
  const RetourPolicyText *rows;
  guint n;
} RetourPolicyTable;

extern const RetourPolicyTable retour_builtin_policies;

/* Reads a policy. @name: the policy's; @file: for messages; @reasons: what names refer to. */
RetourPolicy *retour_policy_read (const char *name, const char *file, GBytes *text,
                                  const RetourReasonTable *reasons, GError **error);
/* The rule for a failure or a complaint; %NULL: @entry is neither. */
const RetourPolicyRule *retour_policy_find_rule (const RetourPolicy *self,
                                                 const RetourEntry *entry);
