#ifndef BLOSCPACK_CORE_BLOCK_SCRATCH_H_
#define BLOSCPACK_CORE_BLOCK_SCRATCH_H_

#include <cstddef>

namespace bloscpack {

/**
 * From here on, for the whole process and every thread, blocks are refused that C-Blosc would need more than 512 MiB of
 * scratch memory for. Electron's allocator, which is Chromium's, ends the process where it is asked for 1 GiB (electron
 * issue 44291), and rounds aligned memory such as C-Blosc's up to the next power of two.
 */
void LimitBlockScratch();

/** What is about to be done with a block, for the remedy. */
enum class BlockUse { kCompress, kDecompress };

/**
 * Makes sure that C-Blosc will get its scratch memory for blocks of `blocksize` bytes, which it uses without checking;
 * to be called before anything is allocated for them.
 *
 * Throws Failure kBadArgument (compressing) or kCodecFailed (decompressing) beyond the limit, kCodecFailed where this
 * machine has not as much memory.
 */
void CheckBlockScratch(BlockUse use, std::size_t blocksize, std::size_t typesize);

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_BLOCK_SCRATCH_H_
