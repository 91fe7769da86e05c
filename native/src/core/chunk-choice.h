#ifndef BLOSCPACK_CORE_CHUNK_CHOICE_H_
#define BLOSCPACK_CORE_CHUNK_CHOICE_H_

#include <cstddef>
#include <vector>

#include "core/chunk-codec.h"

namespace bloscpack {

/**
 * Bytes of a window of the sample, about what Blosc makes a block: what a filter gains depends on it. Windows are
 * compressed one by one, because the data of two of them, one behind the other, would be out of step where rows of a
 * picture or points are interleaved.
 */
constexpr std::size_t kSampleBytes = std::size_t{128} << 10;

/** Where the windows of the sample of a chunk start; none when the chunk is its own sample. */
std::vector<std::size_t> SampleStarts(std::size_t plain_bytes);

/** What makes the sample smallest, and what may be as good: null when the sample can tell. */
struct Preferred {
  const CompressSettings* best;
  const CompressSettings* rival;
};

/** Of equal sizes the first of `choices` is preferred, of which there is at least one. */
Preferred PreferBySample(const std::vector<Bytes>& sample, const std::vector<CompressSettings>& choices);

/** Memory that CompressSmallest() uses besides source and target, in bytes. */
std::size_t ChoiceMemory(std::size_t chunk_bytes, const std::vector<CompressSettings>& choices);

/**
 * Compress() with those of `choices`, which has at least one, that make the chunk smallest: all are tried on a sample
 * of the source, and the best one on the whole of it; also the second best, when the sample cannot separate them.
 * Judged by sizes and never by time: the same input and choices give the same bytes. Of equal sizes the first of
 * `choices` is taken.
 */
std::size_t CompressSmallest(Bytes source, MutableBytes target, const std::vector<CompressSettings>& choices);

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_CHUNK_CHOICE_H_
