/* loopback: servers of the tests, on 127.0.0.1. */
#pragma once
#include <netinet/in.h>
#include <stdio.h>

struct sockaddr_in loopback_address (const char *port);
/* Calls @talk in a process of its own for each client, for a minute at most; @data is the caller's.
 * Returns only when it cannot listen: EXIT_FAILURE. */
int loopback_serve (const char *port, void (*talk) (FILE *in, FILE *out, void *data), void *data);
