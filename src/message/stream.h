/* stream: a GMimeStream over two slices that are never copied: the few header fields that GMime
 * needs, and the body as it stands in the mail. */
#pragma once
#include "base/slice.h"
#include "message/gmime.h"

/* Both slices are borrowed and must outlive the stream and its substreams. */
GMimeStream *retour_stream_new (RetourSlice head, RetourSlice body);

/* The bytes of the body that the substream @part (made by GMime) stands for. */
RetourSlice retour_stream_get_body_slice (GMimeStream *part);
