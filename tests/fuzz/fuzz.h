/* fuzz: what libFuzzer calls. The bytes end exactly at the end of a heap block. */
#pragma once
#include <glib.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);
