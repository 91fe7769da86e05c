/* The calls of measureChunks, timed without it: prints the smallest time of a pass in each direction, in nanoseconds.
 *
 *     timed-in-c FILE CHUNK_BYTES CODEC LEVEL SHUFFLE TYPESIZE PASSES
 */
#include <blosc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int main(int argc, char** argv) {
  if (argc != 8) return 2;
  FILE* file = fopen(argv[1], "rb");
  if (!file) return 3;
  fseek(file, 0, SEEK_END);
  const size_t size = (size_t)ftell(file);
  rewind(file);
  const size_t chunk = (size_t)atol(argv[2]);
  const size_t chunks = (size + chunk - 1) / chunk;
  const size_t room = chunk + BLOSC_MAX_OVERHEAD;
  char* plain = malloc(size);
  char* packed = malloc(chunks * room);
  char* back = malloc(size);
  if (fread(plain, 1, size, file) != size) return 4;
  memset(packed, 1, chunks * room);
  memset(back, 1, size);
  int64_t best[2] = {INT64_MAX, INT64_MAX};
  for (int pass = 0; pass < atoi(argv[7]); pass++) {
    const int64_t start = now();
    for (size_t i = 0; i < chunks; i++) {
      const size_t n = i + 1 < chunks ? chunk : size - i * chunk;
      if (blosc_compress_ctx(atoi(argv[4]), atoi(argv[5]), (size_t)atoi(argv[6]), n, plain + i * chunk,
                             packed + i * room, n + BLOSC_MAX_OVERHEAD, argv[3], 0, 1) <= 0) {
        return 5;
      }
    }
    const int64_t middle = now();
    for (size_t i = 0; i < chunks; i++) {
      if (blosc_decompress_ctx(packed + i * room, back + i * chunk, size - i * chunk, 1) <= 0) return 6;
    }
    const int64_t end = now();
    if (middle - start < best[0]) best[0] = middle - start;
    if (end - middle < best[1]) best[1] = end - middle;
  }
  printf("%lld %lld\n", (long long)best[0], (long long)best[1]);
  return memcmp(plain, back, size) == 0 ? 0 : 7;
}
