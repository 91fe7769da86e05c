#ifndef BLOSCPACK_ARGUMENTS_H_
#define BLOSCPACK_ARGUMENTS_H_

#include <napi.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "core/bytes.h"
#include "core/chunk-codec.h"
#include "core/digest.h"
#include "core/failure.h"
#include "core/run.h"

/**
 * Converts JavaScript's arguments to the core's types, and the core's failures to JavaScript's errors. The TypeScript
 * wrapper has checked the arguments with readable messages; the checks here protect memory.
 */
namespace bloscpack {

constexpr std::int64_t kMaxU32 = 0xffffffff;
/** Up to here doubles are exact. */
constexpr std::int64_t kMaxSafeInteger = (std::int64_t{1} << 53) - 1;
constexpr std::int64_t kMostThreads = 256;
/** A bound for numbers of items and bytes that C-Blosc counts in an int; the core compares it with the actual size.
 */
constexpr std::int64_t kMaxInt32 = 0x7fffffff;

/** Reads the arguments of a call from left to right. Throws Failure kBadArgument. */
class ArgumentReader {
 public:
  explicit ArgumentReader(const Napi::CallbackInfo& info) : info_(info) {}

  /** A Uint8Array, of any kind of buffer. The bytes belong to JavaScript and are valid as long as the argument. */
  MutableBytes NextBytes();
  /** A number that is an integer between `min` and `max`, both included; at most 2^53 - 1, where doubles stay exact. */
  std::int64_t NextInteger(std::int64_t min, std::int64_t max);
  /** Five numbers: codec, clevel, shuffle, typesize, blocksize. */
  CompressSettings NextSettings();
  /** A number of settings, and a Uint8Array over so many times five 32-bit integers, as NextSettings() takes them. */
  std::vector<CompressSettings> NextChoices();
  DigestKind NextDigest();
  /** Two numbers, file descriptor and position; a descriptor of -1 means no file. */
  std::optional<FilePosition> NextFilePosition();
  /** Three numbers, file descriptor, position and length; a descriptor of -1 means no file. */
  std::optional<FileRange> NextFileRange();
  /** Four values: file descriptor, position, length, and a Uint8Array of the bytes where the descriptor is -1. */
  ByteSource NextSource();
  /** Three values: file descriptor, position, and a Uint8Array to fill where the descriptor is -1. */
  ByteSink NextSink();
  /** Three values: threads, bytes of memory, and a Uint8Array over the RunCounters. */
  RunLimits NextLimits();

  /** A Uint8Array over at least `count` values of T, which JavaScript's typed arrays align. */
  template <typename T>
  T* NextArray(std::size_t count) {
    const MutableBytes bytes = NextBytes();
    RequireRoom("an array", count * sizeof(T), bytes.size);
    if (reinterpret_cast<std::uintptr_t>(bytes.data) % alignof(T) != 0) {
      throw Failure(FailureCode::kBadArgument, "Expected an aligned array");
    }
    return reinterpret_cast<T*>(bytes.data);
  }

 private:
  const Napi::CallbackInfo& info_;
  std::size_t next_ = 0;
};

/** An Error with the failure's message, `code` and `fields`. */
Napi::Error ToError(Napi::Env env, const Failure& failure);

}  // namespace bloscpack

#endif  // BLOSCPACK_ARGUMENTS_H_
