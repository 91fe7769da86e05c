#ifndef BLOSCPACK_CORE_CHUNK_CHOICE_H_
#define BLOSCPACK_CORE_CHUNK_CHOICE_H_

#include <cstddef>
#include <vector>

#include "core/chunk-codec.h"

namespace bloscpack {

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
