/*
 * Add-on of fork-server.cjs: `fork`, `wait` and `exit` of the C library for a Node program without other threads.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <node_api.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* Of libuv, whose header is not among those of add-ons: makes a loop usable in a child. */
int uv_loop_fork(struct uv_loop_s *loop);

static napi_value number(napi_env env, int value) {
  napi_value result = NULL;
  napi_create_int32(env, value, &result);
  return result;
}

static int first_argument(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument = NULL;
  int value = 0;
  napi_get_cb_info(env, info, &count, &argument, NULL, NULL);
  napi_get_value_int32(env, argument, &value);
  return value;
}

/* V8 keeps its heap out of children (MADV_DONTFORK): this one shall have it. */
static void share_memory(void) {
  FILE *maps = fopen("/proc/self/maps", "re");
  char line[8192];
  unsigned long start = 0;
  unsigned long end = 0;
  while (maps && fgets(line, sizeof line, maps)) {
    // Refused for what the kernel has put there, which every child has.
    if (sscanf(line, "%lx-%lx", &start, &end) == 2) madvise((void *)start, end - start, MADV_DOFORK);
  }
  if (maps) fclose(maps);
}

/* fork(): the child's number in the parent, 0 in the child, -1 when there is no child. */
static napi_value fork_program(napi_env env, napi_callback_info info) {
  (void)info;
  struct uv_loop_s *loop = NULL;
  if (napi_get_uv_event_loop(env, &loop) != napi_ok) return number(env, -1);
  share_memory();
  pid_t child = fork();
  if (child == 0 && uv_loop_fork(loop) != 0) _exit(70);
  return number(env, (int)child);
}

/* wait(pid): the exit status of a child that has ended by itself, or minus the number of the signal that has ended it. */
static napi_value wait_for(napi_env env, napi_callback_info info) {
  int status = 0;
  pid_t child = first_argument(env, info);
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  return number(env, WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status));
}

/* exit(status): at once. The threads that Node would wait for are not in a child. */
static napi_value exit_now(napi_env env, napi_callback_info info) {
  _exit(first_argument(env, info));
}

static napi_value pid_now(napi_env env, napi_callback_info info) {
  (void)info;
  return number(env, (int)getpid());
}

NAPI_MODULE_INIT() {
  const napi_property_descriptor functions[] = {
      {"fork", NULL, fork_program, NULL, NULL, NULL, napi_enumerable, NULL},
      {"wait", NULL, wait_for, NULL, NULL, NULL, napi_enumerable, NULL},
      {"exit", NULL, exit_now, NULL, NULL, NULL, napi_enumerable, NULL},
      {"pid", NULL, pid_now, NULL, NULL, NULL, napi_enumerable, NULL},
  };
  napi_define_properties(env, exports, sizeof functions / sizeof *functions, functions);
  return exports;
}
