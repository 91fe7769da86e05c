#include "core/read-part.h"

#include <exception>

#include "core/chunk-blocks.h"
#include "core/chunk-validation.h"
#include "core/failure.h"
#include "core/scratch-buffer.h"
#include "core/worker-pool.h"

namespace bloscpack {
namespace {

ChunkHeader HeaderOf(const PartRead& part) {
  if (part.header.size >= kHeaderBytes) {
    const ChunkHeader header = ParseHeader(part.header.data);
    const bool holds = part.start <= header.nbytes && part.plain.size <= header.nbytes - part.start;
    if (IsSoundHeader(header) && holds && header.ctbytes + StoredBytes(part.digest) <= part.stored.length) {
      return header;
    }
  }
  throw Failure(FailureCode::kBadArgument, "Expected a chunk's header, and bytes that the chunk has");
}

void ReadHere(const PartRead& part) {
  const ChunkBlocks chunk(ByteSource{part.stored, {}}, 0, HeaderOf(part));
  struct Trim {
    ~Trim() { ThreadScratch::Mine().Trim(); }
  } trim;
  chunk.VerifyDigest(part.digest, nullptr);
  chunk.Read(part.start, part.plain);
}

}  // namespace

// On a thread of the pool: reads one after the other are then all on the same one, whose memory is there already.
// libuv's threads take turns.
std::size_t ReadPart(const PartRead& part) {
  std::exception_ptr failed;
  RunOnThreads(1, [&] {
    try {
      ReadHere(part);
    } catch (...) {
      failed = std::current_exception();
    }
  });
  if (failed) std::rethrow_exception(failed);
  return part.plain.size;
}

}  // namespace bloscpack
