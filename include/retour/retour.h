/* retour.h: the one header a program includes. SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#define RETOUR_VERSION "0.1.0"

#define RETOUR_INSIDE
#include <retour/error.h>
#include <retour/language.h>
#include <retour/reason.h>
#include <retour/field.h>
#include <retour/input.h>
#include <retour/follow.h>
#include <retour/rules.h>
#include <retour/report.h>
#include <retour/explain.h>
#include <retour/unknowns.h>
#include <retour/output.h>
#include <retour/filter.h>
#include <retour/policy.h>
#include <retour/ledger.h>
#include <retour/clean.h>
#include <retour/summary.h>
#include <retour/trial.h>
#undef RETOUR_INSIDE
