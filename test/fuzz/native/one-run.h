#ifndef BLOSCPACK_FUZZ_ONE_RUN_H_
#define BLOSCPACK_FUZZ_ONE_RUN_H_

#include <cstdint>

#include "core/pack-run.h"
#include "core/unpack-run.h"

namespace bloscpack::fuzz {

constexpr std::size_t kMostChunks = 4;

/**
 * Takes up to `kMostChunks` stored chunks of any sizes into `plain`, and returns how many those were; those of more than
 * `largest` plain bytes block by block. Throws Failure.
 */
inline std::size_t UnpackInMemory(Bytes stored, MutableBytes plain, DigestKind digest, std::size_t most_chunks,
                                  std::uint32_t largest = 0x7fffffff) {
  RunCounters counters{};
  std::uint32_t headers[4 * kMostChunks];
  UnpackRun run{};
  run.stored.memory = stored;
  run.rules.most_chunks = most_chunks;
  run.rules.each = run.rules.last = {0x7fffffff, false};
  run.rules.largest = largest;
  run.rules.largest_block = 0x7fffffff;
  run.rules.plain_room = plain.size;
  run.digest = digest;
  run.plain.memory = plain;
  run.headers = headers;
  run.limits = {1, 0, &counters};
  return Unpack(run);
}

/**
 * Packs `plain` as one chunk with its digest to the start of `stored`, in pieces if it has more than `largest` bytes, and returns
 * their length. Throws Failure.
 */
inline std::size_t PackInMemory(Bytes plain, MutableBytes stored, const CompressSettings& settings, DigestKind digest,
                                std::size_t largest = 0x7fffffff) {
  RunCounters counters{};
  std::uint32_t length = 0;
  PackRun run{};
  run.plain.memory = plain;
  run.chunk_bytes = plain.size > 0 ? plain.size : 1;
  run.largest_whole = largest;
  run.choices = {settings};
  run.digest = digest;
  run.stored.memory = stored;
  run.stored_lengths = &length;
  run.limits = {1, 0, &counters};
  return Pack(run);
}

}  // namespace bloscpack::fuzz

#endif  // BLOSCPACK_FUZZ_ONE_RUN_H_
