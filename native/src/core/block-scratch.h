#ifndef BLOSCPACK_CORE_BLOCK_SCRATCH_H_
#define BLOSCPACK_CORE_BLOCK_SCRATCH_H_

#include <cstddef>

namespace bloscpack {

/**
 * From now on, in the whole process, blocks for which C-Blosc would need more than 512 MiB of scratch memory are
 * errors. Electron's allocator, which is Chromium's, ends the process at an allocation of 1 GiB (electron issue 44291),
 * and rounds aligned memory such as C-Blosc's up to the next power of two.
 */
void LimitBlockScratch();

/** What will be done with a block, for the remedy. */
enum class BlockUse { kCompress, kDecompress };

/**
 * Ensures that C-Blosc can allocate its scratch memory for blocks of `blocksize` bytes, which it uses without a check.
 * Call it before anything is allocated for them.
 *
 * Throws Failure kBadArgument (compressing) or kCodecFailed (decompressing) beyond the limit, kCodecFailed when this
 * machine does not have so much memory.
 */
void CheckBlockScratch(BlockUse use, std::size_t blocksize, std::size_t typesize);

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_BLOCK_SCRATCH_H_
