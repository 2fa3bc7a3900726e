/* Linked with the libraries of retour, and does nothing: what starting any such program costs. */
int
main (void)
{
  return 0;
}
