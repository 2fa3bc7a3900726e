/* input-fromline: the "From " line that stands ahead of every mail in an mbox. */
#pragma once
#include "base/slice.h"

/* @line is "From ", a sender and a date: "From a@example.com Thu Jan  1 00:00:00 2009", with or
 * without seconds, zone and "remote from x"; a few other dates too. Words of a body that
 * happen to start with "From " are not. */
gboolean retour_input_is_from_line (RetourSlice line);
