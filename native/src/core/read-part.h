#ifndef BLOSCPACK_CORE_READ_PART_H_
#define BLOSCPACK_CORE_READ_PART_H_

#include "core/bytes.h"
#include "core/digest.h"
#include "core/file-io.h"

namespace bloscpack {

/** Some plain bytes of one chunk in a file. */
struct PartRead {
  FileRange stored;   // the chunk and its digest
  Bytes header;       // the first 16 bytes of the chunk at least, as found before
  DigestKind digest;  // is compared first; kNone where that was done before
  std::size_t start;  // of the wanted bytes in the chunk's plain bytes
  MutableBytes plain;
};

/**
 * Fills `plain`, which may be empty, with plain bytes of the chunk and returns their number. Only the blocks that hold
 * them are read and decompressed; a digest is that of the whole chunk. What the file holds is believed no more than the
 * caller's header is: nothing larger than that says is allocated.
 *
 * Throws Failure kBadArgument for bytes that the chunk does not have or a header that no chunk has, kChecksumMismatch,
 * kBadChunk, kCodecFailed, and as ReadExactly does.
 */
std::size_t ReadPart(const PartRead& part);

/** Some plain bytes of one chunk in a file, of which nothing but its place was read yet. */
struct FirstPartRead {
  FileRange stored;  // the chunk and its digest; more may follow
  std::size_t nbytes;
  bool is_exact;  // whether the chunk must have `nbytes` plain bytes, or may have fewer
  std::size_t largest_block;
  DigestKind digest;
  std::size_t start;  // of the wanted bytes in the chunk's plain bytes
  MutableBytes plain;
  MutableBytes header;  // receives the first 16 bytes of the chunk
  Bytes stamp;          // see HasStamp()
};

enum class FirstPart {
  kUnexpected = 0,  // the header is not as it should be; nothing but that was read
  kRead = 1,
  kReadUnchanged = 2,  // and the file still had the stamp after it
};

/** ReadPart() together with the chunk's header, in as few system calls as possible. Throws as that does. */
FirstPart ReadFirstPart(const FirstPartRead& part);

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_READ_PART_H_
