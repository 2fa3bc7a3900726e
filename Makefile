# make            program and library      make check        all tests (T='slice dsn': only these)
# make check-system  real mail systems    make check-all    check and check-system
# make run        read corpus/ as a table  make lint         clang-tidy, cppcheck, headers, layers
# make fuzz       fuzzers (clang)          make cov          coverage report
# make bench      speed beside others      make accept       rewrite what golden tests expect
# make install    DESTDIR= PREFIX=         make valgrind     memcheck over corpus/
# make po         new texts into po/*.po   make po-check     is every text translated?
# make static     a program for chroots, build/static/retour, that needs no other file
#   V=1           show commands            SAN=address,undefined   instrument
.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY:

VERSION    := $(shell sed -n 's/^.define RETOUR_VERSION "\(.*\)"/\1/p' include/retour/retour.h)
PREFIX     ?= /usr/local
BINDIR     ?= $(PREFIX)/bin
LIBDIR     ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
MANDIR     ?= $(PREFIX)/share/man
LOCALEDIR  ?= $(PREFIX)/share/locale
DATADIR    ?= $(PREFIX)/share
SYSCONFDIR ?= /etc
DOCDIR     ?= $(PREFIX)/share/doc/retour
UNITDIR    ?= $(PREFIX)/lib/systemd/system
CC         ?= cc
CFLAGS     ?= -O2 -g
PKG        := glib-2.0 gmime-3.0 smartcols sqlite3 libpsl
# what a process starts with; src/base/library.h loads the rest when it is needed
PKG_LINK   := glib-2.0
WARN       := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
              -Wold-style-definition -Wwrite-strings -Wpointer-arith -Wcast-qual \
              -Wformat=2 -Wundef -Wvla -Wconversion -Wno-sign-conversion
WERROR     ?= -Werror
# clang looks into GLib's macros; gcc with sanitizers doubts values that are initialised
WARN       += $(if $(findstring clang,$(CC)),-Wno-cast-qual,$(if $(SAN),-Wno-maybe-uninitialized))

# The plain build is in build/ itself; every other set of flags has its own folder in there, so
# switching never mixes objects.
VARIANT    := $(if $(filter cc gcc,$(CC)),,-$(notdir $(CC)))$(if $(SAN),-san)$(if $(COV),-cov)
B          := build$(VARIANT:-%=/%)
EXTRA      := $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer) \
              $(if $(COV),--coverage -O0) $(if $(STATIC),-DRETOUR_LINKED -static)
# One set of objects serves both libraries: position-independent, yet free to inline and to call
# its own functions directly.
DEFS       := -std=gnu11 -fPIC -fno-semantic-interposition -DRETOUR_COMPILATION \
              -DG_LOG_DOMAIN=\"retour\" -Iinclude -Isrc
PKG_CFLAGS := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(PKG) 2>/dev/null))
PKG_FOUND  := $(shell pkg-config --libs $(PKG) 2>/dev/null)
PKG_LIBS   := $(shell pkg-config --libs $(PKG_LINK) 2>/dev/null) -ldl
# a static program: what has an archive, and what stands in for the rest
ifdef STATIC
PKG_LIBS   := -Wl,--start-group -lgmime-3.0 -lgobject-2.0 -lglib-2.0 -lffi -lpcre2-8 -lz -lsqlite3 \
              -lpsl -Wl,--end-group -lm
STATIC_AID := $(B)/tools/static-none.o
endif
ALL_CFLAGS  = $(DEFS) $(WARN) $(WERROR) $(PKG_CFLAGS) $(CPPFLAGS) $(CFLAGS) $(EXTRA)
LINK        = $(CC) $(CFLAGS) $(EXTRA) -Wl,--as-needed $(LDFLAGS)
Q          := $(if $(V),,@)
say         = $(if $(V),,@printf '  %-5s %s\n' $(1) $@)

ifeq ($(strip $(PKG_FOUND))$(filter clean,$(MAKECMDGOALS)),)
$(error pkg-config does not find all of "$(PKG)": run tools/setup run, which installs them)
endif

LIB_SRC    := $(filter-out src/cli/%,$(wildcard src/*/*.c))
CLI_SRC    := $(wildcard src/cli/*.c)
GEN_SRC    := $(wildcard tools/compile-*.c tools/bootstrap-data.c)
DATA       := $(wildcard src/data/*.tsv src/data/*/*)
TEST_SRC   := $(wildcard tests/unit/test-*.c tests/golden/test-*.c)
TEST_SRC   := $(if $(T),$(filter $(T:%=tests/unit/test-%.c) $(T:%=tests/golden/test-%.c),$(TEST_SRC)),$(TEST_SRC))
TEST_AID   := $(wildcard tests/*.c)
FUZZ_SRC   := $(wildcard tests/fuzz/fuzz-*.c)
FUZZ_AID   := $(filter-out $(FUZZ_SRC),$(wildcard tests/fuzz/*.c))
TOOL_SRC   := $(wildcard tools/*.c)
HEADERS    := $(wildcard include/retour/*.h)
SCRIPTS     = $(sort $(shell grep -l '^\#!/bin/sh' tools/* tests/system/*) $(wildcard tests/system/*.sh))
obj         = $(patsubst %.c,$(B)/%.o,$(1))
bin         = $(patsubst %.c,$(B)/%,$(1))
MO         := $(patsubst po/%.po,$(B)/locale/%/LC_MESSAGES/retour.mo,$(wildcard po/*.po))
# without the generator there is no built-in data: the library is built, but does not link
DATA_OBJ   := $(if $(wildcard tools/compile-data.c),$(B)/data.o)

.PHONY: all run static
all: $(B)/retour $(B)/libretour.a $(B)/libretour.so.0 $(MO)
run: $(B)/retour
	$(Q)$< classify --format table corpus/*/*.eml

# the linker warns of functions that read /etc/passwd: where there is none, nobody has a home
static:
	$(Q)$(MAKE) STATIC=1 B=$(B)/static $(B)/static/retour

# Rewritten only when the flags change: then every object is made anew.
$(B)/flags: FORCE
	$(Q)mkdir -p $(@D)
	$(Q)printf '%s\n' '$(subst ','\'',$(CC) $(ALL_CFLAGS) $(LDFLAGS))' >$@.tmp
	$(Q)if cmp -s $@.tmp $@; then rm $@.tmp; else mv $@.tmp $@; fi
.PHONY: FORCE
FORCE:

$(B)/%.o: %.c Makefile $(B)/flags
	$(call say,CC)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

$(B)/src/base/language.o: private DEFS += -DRETOUR_LOCALEDIR=\"$(LOCALEDIR)\"
$(B)/src/cli/cmd.o: private DEFS += -DRETOUR_RULES_FOLDER=\"$(SYSCONFDIR)/retour/rules.d\"

# Data files become constant tables: the generator is the library itself, with empty tables, and
# the same readers that load a user's files at run time.
$(B)/data.list: FORCE
	$(Q)mkdir -p $(@D)
	$(Q)printf '%s\n' $(sort $(DATA)) >$@.tmp
	$(Q)if cmp -s $@.tmp $@; then rm $@.tmp; else mv $@.tmp $@; fi
$(B)/libbare.a: $(call obj,$(LIB_SRC))
	$(Q)rm -f $@ && $(AR) rcs $@ $^
$(B)/compile-data: $(call obj,$(GEN_SRC)) $(B)/libbare.a $(STATIC_AID)
	$(call say,LD)
	$(Q)$(LINK) -o $@ $^ $(PKG_LIBS)
$(B)/data.stamp: $(B)/compile-data $(B)/data.list $(DATA)
	$(call say,GEN)
	$(Q)ASAN_OPTIONS=detect_leaks=0 $(B)/compile-data src/data >$(B)/data.tmp
	$(Q)if cmp -s $(B)/data.tmp $(B)/data.c; then rm $(B)/data.tmp; else mv $(B)/data.tmp $(B)/data.c; fi
	$(Q)touch $@
$(B)/data.c: $(B)/data.stamp ;
$(B)/data.o: $(B)/data.c Makefile $(B)/flags
	$(call say,CC)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

$(B)/libretour.a: $(call obj,$(LIB_SRC)) $(DATA_OBJ)
	$(call say,AR)
	$(Q)rm -f $@ && $(AR) rcs $@ $^
# what the public headers declare is what the shared library exports
$(B)/libretour.map: $(HEADERS) Makefile
	$(Q)mkdir -p $(@D)
	$(Q){ echo 'LIBRETOUR_0 {'; echo 'global:'; \
	  sed -n '/^[ \/]\*/d; /^#/d; s/.*\<\(retour_[a-z0-9_]*\) (.*/  \1;/p' $(HEADERS) | sort -u; \
	  echo 'local: *;'; echo '};'; } >$@
$(B)/libretour.so.0: $(call obj,$(LIB_SRC)) $(DATA_OBJ) $(B)/libretour.map
	$(call say,LD)
	$(Q)$(LINK) -shared -Wl,-soname,libretour.so.0 $(if $(SAN),,-Wl,-z,defs) \
	  -Wl,--version-script=$(B)/libretour.map -o $@ $(filter %.o,$^) $(PKG_LIBS)
$(B)/retour: $(call obj,$(CLI_SRC)) $(B)/libretour.a $(STATIC_AID)
	$(call say,LD)
	$(Q)$(LINK) -o $@ $^ $(PKG_LIBS)

# ----------------------------------------------------------------------------------- translations
$(B)/locale/%/LC_MESSAGES/retour.mo: po/%.po Makefile
	$(call say,MO)
	$(Q)mkdir -p $(@D)
	$(Q)msgfmt --check -o $@ $<
# every text that people read: those that are marked in the code, and the sentences in the data
$(B)/retour.pot: $(LIB_SRC) $(CLI_SRC) src/cli/pipe.h $(wildcard src/data/*.tsv) tools/data-texts Makefile
	$(Q)mkdir -p $(@D)
	$(Q)tools/data-texts >$(B)/data-texts.c
	$(Q)xgettext --from-code=UTF-8 --keyword=_ --keyword=N_ --keyword=fail:2 --no-location --no-wrap \
	  --package-name=retour -o $@ $(sort $(filter src/base/% src/input/% src/classify/% src/output/% \
	  src/ledger/% src/policy/% src/clean/% src/summary/% src/cli/%,$(filter %.c %.h,$^))) $(B)/data-texts.c
.PHONY: po po-check
po: $(B)/retour.pot
	$(Q)for po in $(wildcard po/*.po); do \
	  msgmerge --quiet --no-wrap --no-fuzzy-matching --no-location --sort-output --update --backup=none $$po $<; done
po-check: $(B)/retour.pot
	$(Q)for po in $(wildcard po/*.po); do msgfmt --check -o /dev/null $$po && msgcmp $$po $< || exit 1; done

# ------------------------------------------------------------------------------------------ tests
$(B)/tests/%: private DEFS += -Itests -Itests/fuzz
$(call bin,$(TEST_SRC)): %: %.o $(call obj,$(TEST_AID)) $(B)/libretour.a
	$(call say,LD)
	$(Q)$(LINK) -o $@ $^ $(PKG_LIBS) $$(pkg-config --libs check)

.PHONY: check check-system check-all accept valgrind
check: $(call bin,$(TEST_SRC)) $(MO) $(B)/retour.pot $(if $(filter tests/golden/%,$(TEST_SRC)),$(B)/retour $(B)/libretour.so.0)
	$(Q)B=$(B) RETOUR=$(B)/retour tools/run-tests $(call bin,$(TEST_SRC))
# real mail systems; as root, on 127.0.0.1
SYSTEM_TEST := $(wildcard tests/system/test-*)
SYSTEM_TEST := $(if $(T),$(filter $(T:%=tests/system/test-%),$(SYSTEM_TEST)),$(SYSTEM_TEST))
SYSTEM_AID := $(addprefix $(B)/tests/system/,events smtp pop3 chaos crash.so)
$(B)/tests/system/smtp $(B)/tests/system/pop3: $(B)/tests/system/loopback.o
$(B)/tests/system/%: $(B)/tests/system/%.o
	$(call say,LD)
	$(Q)$(LINK) -o $@ $^ $(if $(filter %/events,$@),-lsqlite3)
$(B)/tests/system/crash.so: tests/system/crash.c
	$(call say,LD)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -shared -fPIC -o $@ $<
check-system: $(B)/retour $(SYSTEM_AID)
	$(Q)B=$(B) RETOUR=$(B)/retour tools/run-tests $(SYSTEM_TEST)
# both in one go, with one line of numbers at the end
check-all: $(call bin,$(TEST_SRC)) $(MO) $(B)/retour.pot $(B)/retour $(B)/libretour.so.0 $(SYSTEM_AID)
	$(Q)B=$(B) RETOUR=$(B)/retour tools/run-tests $(call bin,$(TEST_SRC)) $(SYSTEM_TEST)
accept: $(B)/tests/golden/test-corpus $(B)/tests/golden/test-readme $(B)/retour
	$(Q)B=$(B) RETOUR=$(B)/retour RETOUR_ACCEPT=1 tools/run-tests $(filter %/test-corpus %/test-readme,$^)
	$(Q)git diff --stat -- corpus README.md
valgrind: $(B)/retour
	$(Q)G_SLICE=always-malloc G_DEBUG=gc-friendly valgrind --quiet --leak-check=full --suppressions=tests/valgrind.supp \
	  --errors-for-leak-kinds=definite --error-exitcode=1 $< classify --format ndjson corpus/*/*.eml >/dev/null

$(call bin,$(FUZZ_SRC)): private LINK += -fsanitize=fuzzer
$(call bin,$(FUZZ_SRC)): %: %.o $(call obj,$(FUZZ_AID)) $(B)/libretour.a
	$(call say,LD)
	$(Q)$(LINK) -o $@ $^ $(PKG_LIBS)
.PHONY: fuzz fuzz-run
fuzz:
	$(Q)$(MAKE) CC=$(or $(FUZZ_CC),clang-14) SAN=fuzzer-no-link,address,undefined fuzz-run
fuzz-run: $(call bin,$(FUZZ_SRC))
	$(Q)FUZZ_TIME=$(or $(FUZZ_TIME),60) tools/run-fuzzers $^

# ------------------------------------------------------------------------------------------- lint
.PHONY: lint format tidy cppcheck headers layers scripts
lint: format tidy cppcheck headers layers scripts po-check
format:
	$(Q)clang-format --dry-run -Werror $(shell find src include tests tools -name '*.[ch]')
tidy:
	$(Q)printf '%s\n' $(LIB_SRC) $(CLI_SRC) $(TOOL_SRC) | xargs -P 2 -n 3 sh -c \
	  'clang-tidy --quiet --warnings-as-errors="*" "$$@" -- $(DEFS) $(PKG_CFLAGS) 2>/dev/null' -
cppcheck:
	$(Q)cppcheck --quiet --error-exitcode=1 --std=c11 --enable=warning,performance,portability \
	  --suppress=memleak --library=gtk --library=tools/cppcheck.cfg '-DG_GNUC_FORMAT(n)=' --inline-suppr -Iinclude -Isrc src
# every header compiles alone
headers:
	$(Q)for h in $$(find include src tools -name '*.h' ! -path 'include/retour/[!r]*') \
	  include/retour/retour.h; do \
	  $(CC) $(ALL_CFLAGS) -fsyntax-only -include $$h -x c /dev/null || exit 1; done
layers:
	$(Q)tools/check-layers.sh
scripts:
	$(Q)if command -v shellcheck >/dev/null; then shellcheck -S warning -s sh $(SCRIPTS); fi

# ------------------------------------------------------------------------------------------- rest
.PHONY: cov bench install clean
cov:
	$(Q)find . -path './build/*' -name '*.gcda' -delete # what older objects counted
	-$(Q)$(MAKE) COV=1 check
	$(Q)lcov -q -c -b . -d build/cov --no-external -o build/cov.info 2>/dev/null
	$(Q)lcov -q -r build/cov.info '*/build/*' '*/tests/*' '*/tools/*' -o build/cov.info
	$(Q)lcov --list build/cov.info
bench: $(B)/retour $(call bin,$(filter tools/bench-%,$(TOOL_SRC)))
	$(Q)B=$(B) tools/bench $(BENCH_MBOX)
$(B)/tools/bench-match $(B)/tools/bench-ledger $(B)/tools/bench-clean: %: %.o $(B)/libretour.a
	$(call say,LD)
	$(Q)$(LINK) -o $@ $^ $(PKG_LIBS)
$(B)/tools/bench-%: $(B)/tools/bench-%.o
	$(call say,LD)
	$(Q)$(LINK) -o $@ $< $(PKG_FOUND)
# with exactly the libraries of the program, whether it needs them or not
$(B)/tools/bench-empty: $(B)/tools/bench-empty.o $(B)/retour
	$(call say,LD)
	$(Q)$(LINK) -Wl,--no-as-needed -o $@ $< \
	  $$(readelf -d $(B)/retour | sed -n 's/.*(NEEDED).*\[\(.*\)\]/-l:\1/p')

$(B)/retour.pc: retour.pc.in Makefile FORCE
	$(Q)sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' -e 's|@VERSION@|$(VERSION)|' \
	  -e 's|@INCLUDEDIR@|$(INCLUDEDIR)|' $< >$@
install: all $(B)/retour.pc
	$(Q)install -d $(addprefix $(DESTDIR),$(BINDIR) $(LIBDIR)/pkgconfig $(INCLUDEDIR)/retour $(MANDIR)/man1 $(MANDIR)/man5 $(DATADIR)/retour)
	$(Q)install -m 755 $(B)/retour $(DESTDIR)$(BINDIR)/retour
	$(Q)install -m 644 $(B)/libretour.a $(B)/libretour.so.0 $(DESTDIR)$(LIBDIR)
	$(Q)ln -sf libretour.so.0 $(DESTDIR)$(LIBDIR)/libretour.so
	$(Q)install -m 644 $(HEADERS) $(DESTDIR)$(INCLUDEDIR)/retour
	$(Q)install -m 644 src/summary/report.schema.json $(DESTDIR)$(DATADIR)/retour
	$(Q)install -m 644 $(B)/retour.pc $(DESTDIR)$(LIBDIR)/pkgconfig/retour.pc
	$(Q)install -m 644 src/cli/retour.1 $(DESTDIR)$(MANDIR)/man1/retour.1
	$(Q)install -m 644 src/cli/retour-rules.5 src/cli/retour-policy.5 $(DESTDIR)$(MANDIR)/man5
	$(Q)install -D -m 644 src/cli/retour-integration.7 $(DESTDIR)$(MANDIR)/man7/retour-integration.7
	$(Q)install -d $(DESTDIR)$(DOCDIR)/examples $(DESTDIR)$(UNITDIR)
	$(Q)for f in $(wildcard src/service/examples/*); do sed 's#/usr/local/bin#$(BINDIR)#' $$f \
	  >$(DESTDIR)$(DOCDIR)/examples/$${f##*/} || exit 1; done
	$(Q)for f in $(wildcard src/service/systemd/*); do sed 's#/usr/local/bin#$(BINDIR)#' $$f \
	  >$(DESTDIR)$(UNITDIR)/$${f##*/} || exit 1; done
	$(Q)for mo in $(MO:$(B)/locale/%=%); do \
	  install -D -m 644 $(B)/locale/$$mo $(DESTDIR)$(LOCALEDIR)/$$mo || exit 1; done
clean:
	rm -rf build

-include $(shell find $(B)/src $(B)/tests $(B)/tools $(B)/data.d -name '*.d' 2>/dev/null)
