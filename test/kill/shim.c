/*
 * Ends or disturbs a process at its n-th change of a file: preloaded into `blpk` by the kill harness.
 *
 * Counted are the calls that write, cut, flush, name or unname something below SHIM_DIR, or open it for writing; everything
 * else passes through. The environment says what happens at call SHIM_AT (from 1; 0 or unset: nothing):
 *
 *   SHIM_MODE=before   SIGKILL instead of the call
 *   SHIM_MODE=torn     a write puts down only its first SHIM_BYTES bytes, then SIGKILL
 *   SHIM_MODE=after    SIGKILL once the call is done
 *   SHIM_MODE=errno    the call fails with SHIM_ERRNO
 *   SHIM_MODE=broken   this and all later calls fail with SHIM_ERRNO
 *   SHIM_MODE=short    a write puts down only its first SHIM_BYTES bytes and says so
 *
 * SHIM_LOG names a file outside of SHIM_DIR that gets a line for each call: number, name, bytes, path.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum mode { NOTHING, BEFORE, TORN, AFTER, FAIL, BROKEN, SHORT };

static atomic_int calls;

static long number(const char *name) {
  const char *text = getenv(name);
  return text ? atol(text) : 0;
}

static enum mode mode_wanted(void) {
  static const char *const names[] = {"", "before", "torn", "after", "errno", "broken", "short"};
  const char *text = getenv("SHIM_MODE");
  for (int i = BEFORE; text && i <= SHORT; i++) {
    if (strcmp(text, names[i]) == 0) return (enum mode)i;
  }
  return NOTHING;
}

/* By raw system calls, which are not counted themselves. */
static void note(int call, const char *name, size_t bytes, const char *path) {
  const char *log = getenv("SHIM_LOG");
  if (!log) return;
  char line[PATH_MAX + 64];
  int length = snprintf(line, sizeof line, "%d %s %zu %s\n", call, name, bytes, path);
  int fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return;
  syscall(SYS_write, fd, line, (size_t)length);
  syscall(SYS_close, fd);
}

static int is_watched(const char *path) {
  const char *folder = getenv("SHIM_DIR");
  return folder && path && strncmp(path, folder, strlen(folder)) == 0;
}

/* What to do with this call; counts it. */
static enum mode next(const char *name, size_t bytes, const char *path) {
  if (!is_watched(path)) return NOTHING;
  int call = atomic_fetch_add(&calls, 1) + 1;
  note(call, name, bytes, path);
  long at = number("SHIM_AT");
  enum mode mode = mode_wanted();
  if (at > 0 && mode == BROKEN && call >= at) return FAIL;
  return call == at ? mode : NOTHING;
}

static const char *path_of(int fd, char *path) {
  char link[32];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  path[length < 0 ? 0 : length] = '\0';
  return path;
}

static _Noreturn void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

static int failed(void) {
  errno = (int)number("SHIM_ERRNO");
  return -1;
}

/* Calls that are done as a whole or not at all. */
#define SIMPLE(name, bytes, path, call)                   \
  do {                                                    \
    const enum mode what = next(name, bytes, path);             \
    if (what == BEFORE || what == TORN) die();            \
    if (what == FAIL) return failed();                    \
    int result = (int)(call);                             \
    if (what == AFTER) die();                             \
    return result;                                        \
  } while (0)

#define REAL(type, name, parameters)                      \
  static type(*real) parameters;                          \
  if (!real) *(void **)&real = dlsym(RTLD_NEXT, #name)

static ssize_t write_some(int fd, const void *bytes, size_t count, off_t position) {
  return position < 0 ? syscall(SYS_write, fd, bytes, count) : syscall(SYS_pwrite64, fd, bytes, count, position);
}

/* One write, whole, in part, or not at all. `position` is -1 for the file's own. */
static ssize_t write_watched(const char *name, int fd, const void *bytes, size_t count, off_t position) {
  char path[PATH_MAX];
  enum mode mode = next(name, count, path_of(fd, path));
  if (mode == BEFORE) die();
  if (mode == FAIL) return failed();
  size_t part = (size_t)number("SHIM_BYTES");
  if (mode == TORN || mode == SHORT) count = part < count ? part : count;
  ssize_t written = write_some(fd, bytes, count, position);
  if (mode == TORN || mode == AFTER) die();
  return written;
}

static ssize_t writev_watched(const char *name, int fd, const struct iovec *parts, int count, off_t position) {
  size_t total = 0;
  for (int i = 0; i < count; i++) total += parts[i].iov_len;
  char *all = malloc(total ? total : 1);
  size_t filled = 0;
  for (int i = 0; i < count; i++) {
    memcpy(all + filled, parts[i].iov_base, parts[i].iov_len);
    filled += parts[i].iov_len;
  }
  ssize_t written = write_watched(name, fd, all, total, position);
  free(all);
  return written;
}

ssize_t write(int fd, const void *bytes, size_t count) { return write_watched("write", fd, bytes, count, -1); }

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t position) {
  return write_watched("pwrite", fd, bytes, count, position);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t position) {
  return write_watched("pwrite", fd, bytes, count, position);
}

ssize_t writev(int fd, const struct iovec *parts, int count) { return writev_watched("writev", fd, parts, count, -1); }

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t position) {
  return writev_watched("pwritev", fd, parts, count, position);
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t position) {
  return writev_watched("pwritev", fd, parts, count, position);
}

int ftruncate(int fd, off_t length) {
  char path[PATH_MAX];
  SIMPLE("ftruncate", 0, path_of(fd, path), syscall(SYS_ftruncate, fd, length));
}

int ftruncate64(int fd, off64_t length) {
  char path[PATH_MAX];
  SIMPLE("ftruncate", 0, path_of(fd, path), syscall(SYS_ftruncate, fd, length));
}

int fsync(int fd) {
  char path[PATH_MAX];
  SIMPLE("fsync", 0, path_of(fd, path), syscall(SYS_fsync, fd));
}

int fdatasync(int fd) {
  char path[PATH_MAX];
  SIMPLE("fdatasync", 0, path_of(fd, path), syscall(SYS_fdatasync, fd));
}

int rename(const char *from, const char *to) {
  REAL(int, rename, (const char *, const char *));
  SIMPLE("rename", 0, to, real(from, to));
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
  REAL(int, renameat, (int, const char *, int, const char *));
  SIMPLE("renameat", 0, to, real(from_folder, from, to_folder, to));
}

int link(const char *from, const char *to) {
  REAL(int, link, (const char *, const char *));
  SIMPLE("link", 0, to, real(from, to));
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) {
  REAL(int, linkat, (int, const char *, int, const char *, int));
  SIMPLE("linkat", 0, to, real(from_folder, from, to_folder, to, flags));
}

int unlink(const char *path) {
  REAL(int, unlink, (const char *));
  SIMPLE("unlink", 0, path, real(path));
}

int unlinkat(int folder, const char *path, int flags) {
  REAL(int, unlinkat, (int, const char *, int));
  SIMPLE("unlinkat", 0, path, real(folder, path, flags));
}

static int open_watched(int folder, const char *path, int flags, mode_t mode) {
  int changes = (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0;
  SIMPLE("open", 0, changes ? path : NULL, syscall(SYS_openat, folder, path, flags, mode));
}

static mode_t mode_in(int flags, va_list rest) { return flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; }

#define OPEN_LIKE(name, folder, ...)                      \
  int name(__VA_ARGS__, int flags, ...) {                 \
    va_list rest;                                         \
    va_start(rest, flags);                                \
    mode_t mode = mode_in(flags, rest);                   \
    va_end(rest);                                         \
    return open_watched(folder, path, flags, mode);       \
  }

OPEN_LIKE(open, AT_FDCWD, const char *path)
OPEN_LIKE(open64, AT_FDCWD, const char *path)
OPEN_LIKE(openat, at, int at, const char *path)
OPEN_LIKE(openat64, at, int at, const char *path)
