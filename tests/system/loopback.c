#include "loopback.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

struct sockaddr_in
loopback_address (const char *port)
{
  struct sockaddr_in address = { .sin_family = AF_INET };

  address.sin_port = htons ((uint16_t) atoi (port));
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  return address;
}

int
loopback_serve (const char *port, void (*talk) (FILE *in, FILE *out, void *data), void *data)
{
  struct sockaddr_in address = loopback_address (port);
  int listener = socket (AF_INET, SOCK_STREAM, 0), yes = 1;

  signal (SIGCHLD, SIG_IGN);
  setsockopt (listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof (yes));
  if (bind (listener, (struct sockaddr *) &address, sizeof (address)) != 0 ||
      listen (listener, 100) != 0) {
    perror (port);
    return EXIT_FAILURE;
  }
  for (;;) {
    int fd = accept (listener, NULL, NULL);

    if (fd < 0)
      continue;
    if (fork () == 0) {
      alarm (60);
      talk (fdopen (fd, "r"), fdopen (dup (fd), "w"), data);
      exit (EXIT_SUCCESS);
    }
    close (fd);
  }
}
