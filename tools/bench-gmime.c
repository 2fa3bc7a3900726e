/* bench-gmime MBOX: lets GMime parse every mail of an mbox, and does nothing with it. What a
 * program costs that is built on GMime the obvious way; see tools/bench. */
#include <fcntl.h>
#include <gmime/gmime.h>
#include <stdio.h>
#include <unistd.h>

int
main (int argc, char **argv)
{
  int fd = argc == 2 ? open (argv[1], O_RDONLY | O_CLOEXEC) : -1;
  GMimeStream *stream = NULL;
  GMimeParser *parser = NULL;
  guint n = 0;

  if (fd < 0) {
    fputs ("usage: bench-gmime MBOX\n", stderr);
    return 64;
  }
  g_mime_init ();
  stream = g_mime_stream_fs_new (fd); /* owns fd */
  parser = g_mime_parser_new_with_stream (stream);
  g_mime_parser_set_format (parser, GMIME_FORMAT_MBOX);
  while (!g_mime_parser_eos (parser)) {
    GMimeMessage *message = g_mime_parser_construct_message (parser, NULL);

    if (message == NULL)
      break; /* the parser is in an error that it does not leave */
    g_object_unref (message);
    n++;
  }
  g_object_unref (parser);
  g_object_unref (stream);
  printf ("%u\n", n);
  return 0;
}
