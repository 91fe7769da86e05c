/*
 * Ends or disturbs a process at its n-th call on a file: preloaded into `blpk` by the harnesses of kills and of faults.
 *
 * Counted are the calls on what lies below SHIM_DIR that change it: those that write, cut, flush, name, unname, make or
 * give rights, or open for writing. With SHIM_COUNT=all those that read, look, lock and close count as well; everything
 * else passes through. The environment says what happens at call SHIM_AT (from 1; 0 or unset: nothing):
 *
 *   SHIM_MODE=before   SIGKILL instead of the call
 *   SHIM_MODE=torn     a write puts down only its first SHIM_BYTES bytes, then SIGKILL
 *   SHIM_MODE=after    SIGKILL once the call is done
 *   SHIM_MODE=errno    the call fails with SHIM_ERRNO, and call SHIM_AGAIN (a later one) too
 *   SHIM_MODE=broken   this and all later calls fail with SHIM_ERRNO
 *   SHIM_MODE=short    a read or write moves only its first SHIM_BYTES bytes and says so
 *
 * SHIM_LOG names a file outside of SHIM_DIR that gets a line for each call: number, name, bytes, path; with SHIM_AT only
 * for the calls that something happens at.
 */
#define _GNU_SOURCE
#include <dirent.h>
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
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum mode { NOTHING, BEFORE, TORN, AFTER, FAIL, BROKEN, SHORT };
enum kind { CHANGES, LOOKS };

static atomic_int calls;

#define REAL(type, name, parameters)                      \
  static type(*real) parameters;                          \
  if (!real) *(void **)&real = dlsym(RTLD_NEXT, #name)

/* The C library's own, which this file replaces. */
static long raw(long number, long a, long b, long c, long d) {
  REAL(long, syscall, (long, ...));
  return real(number, a, b, c, d);
}

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
  int fd = (int)raw(SYS_openat, AT_FDCWD, (long)log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return;
  raw(SYS_write, fd, (long)line, length, 0);
  raw(SYS_close, fd, 0, 0, 0);
}

static int is_watched(const char *path) {
  const char *folder = getenv("SHIM_DIR");
  return folder && path && strncmp(path, folder, strlen(folder)) == 0;
}

static int is_counted(enum kind kind) {
  const char *what = getenv("SHIM_COUNT");
  return kind == CHANGES || (what && strcmp(what, "all") == 0);
}

/* What to do with this call; counts it. */
static enum mode next(enum kind kind, const char *name, size_t bytes, const char *path) {
  if (!is_counted(kind) || !is_watched(path)) return NOTHING;
  int call = atomic_fetch_add(&calls, 1) + 1;
  long at = number("SHIM_AT");
  enum mode wanted = mode_wanted();
  enum mode mode = call == at || (call == number("SHIM_AGAIN") && wanted == FAIL) ? wanted : NOTHING;
  if (at > 0 && wanted == BROKEN && call >= at) mode = FAIL;
  if (at == 0 || mode != NOTHING) note(call, name, bytes, path);
  return mode;
}

static const char *path_of(int fd, char *path) {
  char link[32];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  long length = raw(SYS_readlinkat, AT_FDCWD, (long)link, (long)path, PATH_MAX - 1);
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
#define WHOLE(type, failure, kind, name, path, call)      \
  do {                                                    \
    const enum mode what = next(kind, name, 0, path);     \
    if (what == BEFORE || what == TORN) die();            \
    if (what == FAIL) return failed(), failure;           \
    type result = (type)(call);                           \
    if (what == AFTER) die();                             \
    return result;                                        \
  } while (0)

#define SIMPLE(kind, name, path, call) WHOLE(int, -1, kind, name, path, call)

/* One read or write, whole, in part, or not at all. `position` is -1 for the file's own. */
static ssize_t moved(enum kind kind, const char *name, int fd, void *bytes, size_t count, off_t position) {
  char path[PATH_MAX];
  enum mode mode = next(kind, name, count, path_of(fd, path));
  if (mode == BEFORE || (mode == TORN && kind == LOOKS)) die();
  if (mode == FAIL) return failed();
  size_t part = (size_t)number("SHIM_BYTES");
  if (mode == TORN || mode == SHORT) count = part < count ? part : count;
  long call = kind == LOOKS ? (position < 0 ? SYS_read : SYS_pread64) : (position < 0 ? SYS_write : SYS_pwrite64);
  ssize_t done = raw(call, fd, (long)bytes, (long)count, position);
  if (mode == TORN || mode == AFTER) die();
  return done;
}

static ssize_t write_watched(const char *name, int fd, const void *bytes, size_t count, off_t position) {
  return moved(CHANGES, name, fd, (void *)bytes, count, position);
}

static size_t total_of(const struct iovec *parts, int count) {
  size_t total = 0;
  for (int i = 0; i < count; i++) total += parts[i].iov_len;
  return total;
}

static ssize_t writev_watched(const char *name, int fd, const struct iovec *parts, int count, off_t position) {
  size_t total = total_of(parts, count);
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

/* Into the first part alone: a read may always give less. */
static ssize_t readv_watched(const char *name, int fd, const struct iovec *parts, int count, off_t position) {
  if (count == 0) return 0;
  return moved(LOOKS, name, fd, parts[0].iov_base, parts[0].iov_len, position);
}

ssize_t read(int fd, void *bytes, size_t count) { return moved(LOOKS, "read", fd, bytes, count, -1); }

ssize_t pread(int fd, void *bytes, size_t count, off_t position) {
  return moved(LOOKS, "pread", fd, bytes, count, position);
}

ssize_t pread64(int fd, void *bytes, size_t count, off64_t position) {
  return moved(LOOKS, "pread", fd, bytes, count, position);
}

ssize_t readv(int fd, const struct iovec *parts, int count) { return readv_watched("readv", fd, parts, count, -1); }

ssize_t preadv(int fd, const struct iovec *parts, int count, off_t position) {
  return readv_watched("preadv", fd, parts, count, position);
}

ssize_t preadv64(int fd, const struct iovec *parts, int count, off64_t position) {
  return readv_watched("preadv", fd, parts, count, position);
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

#define ON_DESCRIPTOR(kind, name, call_name, parameters, ...) \
  int name parameters {                                       \
    REAL(int, name, parameters);                              \
    char path[PATH_MAX];                                      \
    SIMPLE(kind, call_name, path_of(fd, path), real(fd, ##__VA_ARGS__)); \
  }

ON_DESCRIPTOR(CHANGES, ftruncate, "ftruncate", (int fd, off_t length), length)
ON_DESCRIPTOR(CHANGES, ftruncate64, "ftruncate", (int fd, off64_t length), length)
ON_DESCRIPTOR(CHANGES, fsync, "fsync", (int fd))
ON_DESCRIPTOR(CHANGES, fdatasync, "fdatasync", (int fd))
ON_DESCRIPTOR(CHANGES, fchmod, "fchmod", (int fd, mode_t mode), mode)
ON_DESCRIPTOR(CHANGES, fchown, "fchown", (int fd, uid_t user, gid_t group), user, group)
ON_DESCRIPTOR(CHANGES, futimens, "futimens", (int fd, const struct timespec times[2]), times)
ON_DESCRIPTOR(LOOKS, flock, "flock", (int fd, int operation), operation)

#define ON_PATH(kind, name, path, parameters, ...)        \
  int name parameters {                                   \
    REAL(int, name, parameters);                          \
    SIMPLE(kind, #name, path, real(__VA_ARGS__));         \
  }

ON_PATH(CHANGES, rename, to, (const char *from, const char *to), from, to)
ON_PATH(CHANGES, renameat, to, (int at, const char *from, int to_at, const char *to), at, from, to_at, to)
ON_PATH(CHANGES, link, to, (const char *from, const char *to), from, to)
ON_PATH(CHANGES, linkat, to, (int at, const char *from, int to_at, const char *to, int flags), at, from, to_at, to, flags)
ON_PATH(CHANGES, unlink, path, (const char *path), path)
ON_PATH(CHANGES, unlinkat, path, (int at, const char *path, int flags), at, path, flags)
ON_PATH(CHANGES, mkdir, path, (const char *path, mode_t mode), path, mode)
ON_PATH(CHANGES, rmdir, path, (const char *path), path)

char *realpath(const char *path, char *resolved) {
  REAL(char *, realpath, (const char *, char *));
  WHOLE(char *, NULL, LOOKS, "realpath", path, real(path, resolved));
}

int scandir64(const char *path, struct dirent64 ***names, int (*filter)(const struct dirent64 *),
              int (*compare)(const struct dirent64 **, const struct dirent64 **)) {
  REAL(int, scandir64,
       (const char *, struct dirent64 ***, int (*)(const struct dirent64 *),
        int (*)(const struct dirent64 **, const struct dirent64 **)));
  SIMPLE(LOOKS, "scandir", path, real(path, names, filter, compare));
}

static int open_watched(int folder, const char *path, int flags, mode_t mode) {
  int changes = (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0;
  SIMPLE(changes ? CHANGES : LOOKS, changes ? "open" : "open-to-read", path, raw(SYS_openat, folder, (long)path, flags, mode));
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

/* The descriptor is closed all the same, as Linux does it. */
static int close_watched(int fd) {
  char path[PATH_MAX];
  enum mode what = next(LOOKS, "close", 0, path_of(fd, path));
  if (what == BEFORE || what == TORN) die();
  int result = (int)raw(SYS_close, fd, 0, 0, 0);
  if (what == AFTER) die();
  return what == FAIL ? failed() : result;
}

int close(int fd) { return close_watched(fd); }

static int statx_watched(int at, const char *path, long flags, long mask, void *into) {
  REAL(long, syscall, (long, ...));
  char own[PATH_MAX];
  const char *looked_at = path && *path ? path : path_of(at, own);
  SIMPLE(LOOKS, "stat", looked_at, real(SYS_statx, at, path, flags, mask, into));
}

/* libuv closes and looks by number. */
long syscall(long number, ...) {
  REAL(long, syscall, (long, ...));
  va_list rest;
  va_start(rest, number);
  long a[6];
  for (int i = 0; i < 6; i++) a[i] = va_arg(rest, long);
  va_end(rest);
  if (number == SYS_close) return close_watched((int)a[0]);
  if (number == SYS_statx) return statx_watched((int)a[0], (const char *)a[1], a[2], a[3], (void *)a[4]);
  return real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
