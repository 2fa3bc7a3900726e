/* json-object: rows as JSON objects. Keys and braces are joined once, ahead of all rows. */
#pragma once
#include "output/row.h"
#include "output/sink.h"

typedef struct _RetourJsonObject RetourJsonObject;

/* @columns are borrowed. Columns `x.a`, `x.b` become one object `x`, at the place of the first. */
RetourJsonObject *retour_json_object_new (const RetourColumn *columns, guint n);
void retour_json_object_free (RetourJsonObject *self);
/* Appends one object, without line end. */
void retour_json_object_write (const RetourJsonObject *self, RetourSink *sink,
                               const RetourRow *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetourJsonObject, retour_json_object_free)
