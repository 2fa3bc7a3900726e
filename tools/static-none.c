/* What a static program lacks, and never calls. libgmime-3.0.a names functions of libraries that
 * have no archive (GnuPG's gpgme), or whose archive asks for more without one (GIO, libidn2): for
 * signed and encrypted mail, streams of GFile, and addresses, none of which we have it read. Linked
 * by `make static` alone. */
#include <stdlib.h>
#include <unistd.h>

#define GPGME_ERROR 1U /* GPG_ERR_GENERAL */
#define IDN2_ERROR  (-1)

/* g_mime_init() asks these two: there is no GnuPG. */
const char *gpgme_check_version_internal (const char *wanted, size_t offset);
unsigned gpgme_engine_check_version (int protocol);

const char *
gpgme_check_version_internal (const char *wanted, size_t offset)
{
  (void) wanted;
  (void) offset;
  return NULL;
}

unsigned
gpgme_engine_check_version (int protocol)
{
  (void) protocol;
  return GPGME_ERROR;
}

/* libpsl asks this of a domain that is not in ASCII, and goes on with the domain as it is. */
int idn2_lookup_u8 (const unsigned char *name, unsigned char **ascii, int flags);

int
idn2_lookup_u8 (const unsigned char *name, unsigned char **ascii, int flags)
{
  (void) name;
  (void) flags;
  *ascii = NULL;
  return IDN2_ERROR;
}

static _Noreturn void
refuse (const char *name, size_t length)
{
  static const char why[] = ": not in a static program\n";

  if (write (STDERR_FILENO, name, length) >= 0 && write (STDERR_FILENO, why, sizeof why - 1) >= 0)
    abort ();
  abort ();
}

#define NONE(name)                                                                                 \
  void name (void);                                                                                \
  void name (void)                                                                                 \
  {                                                                                                \
    refuse (#name, sizeof #name - 1);                                                              \
  }

/* clang-format off */
NONE (g_file_append_to)
NONE (g_file_get_type)
NONE (g_file_read)
NONE (g_input_stream_close)
NONE (g_input_stream_read)
NONE (g_output_stream_close)
NONE (g_output_stream_flush)
NONE (g_output_stream_write_all)
NONE (g_seekable_get_type)
NONE (g_seekable_seek)
NONE (g_seekable_tell)
NONE (gpgme_data_new_from_cbs)
NONE (gpgme_data_release)
NONE (gpgme_get_key)
NONE (gpgme_get_keylist_mode)
NONE (gpgme_get_protocol)
NONE (gpgme_key_unref)
NONE (gpgme_new)
NONE (gpgme_op_decrypt)
NONE (gpgme_op_decrypt_result)
NONE (gpgme_op_decrypt_verify)
NONE (gpgme_op_encrypt)
NONE (gpgme_op_encrypt_sign)
NONE (gpgme_op_export_ext)
NONE (gpgme_op_import)
NONE (gpgme_op_import_result)
NONE (gpgme_op_keylist_end)
NONE (gpgme_op_keylist_next)
NONE (gpgme_op_keylist_start)
NONE (gpgme_op_sign)
NONE (gpgme_op_sign_result)
NONE (gpgme_op_verify)
NONE (gpgme_op_verify_result)
NONE (gpgme_release)
NONE (gpgme_set_armor)
NONE (gpgme_set_ctx_flag)
NONE (gpgme_set_keylist_mode)
NONE (gpgme_set_offline)
NONE (gpgme_set_passphrase_cb)
NONE (gpgme_set_protocol)
NONE (gpgme_set_textmode)
NONE (gpgme_signers_add)
NONE (gpgme_signers_clear)
NONE (gpgme_strerror)
NONE (idn2_free)
NONE (idn2_to_ascii_8z)
NONE (idn2_to_unicode_8z8z)
NONE (u8_strlen)
NONE (u8_tolower)
NONE (uninorm_nfkc)
/* clang-format on */
