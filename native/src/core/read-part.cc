#include "core/read-part.h"

#include <cstring>

#include "core/chunk-blocks.h"
#include "core/chunk-validation.h"
#include "core/failure.h"
#include "core/file-stamp.h"
#include "core/run.h"
#include "core/scratch-buffer.h"
#include "core/warm-thread.h"

namespace bloscpack {
namespace {

bool Holds(const ChunkHeader& header, std::size_t start, std::size_t size) {
  return start <= header.nbytes && size <= header.nbytes - start;
}

ChunkHeader HeaderOf(const PartRead& part) {
  if (part.header.size >= kHeaderBytes) {
    const ChunkHeader header = ParseHeader(part.header.data);
    const bool fits = header.ctbytes + StoredBytes(part.digest) <= part.stored.length;
    if (IsSoundHeader(header) && fits && Holds(header, part.start, part.plain.size)) return header;
  }
  throw Failure(FailureCode::kBadArgument, "Expected a chunk's header, and bytes that the chunk has");
}

bool IsExpected(const FirstPartRead& part, const ChunkHeader& header) {
  if (!IsSoundHeader(header) || header.ctbytes + StoredBytes(part.digest) > part.stored.length) return false;
  if (part.is_exact ? header.nbytes != part.nbytes : header.nbytes > part.nbytes) return false;
  if (!IsPureCopy(header) && header.blocksize > part.largest_block) return false;
  return Holds(header, part.start, part.plain.size);
}

/** The chunk in memory where all of it is needed for its digest and it is small. */
ByteSource SourceOf(const FirstPartRead& part) {
  const std::size_t length = part.stored.length;
  if (part.digest == DigestKind::kNone || length > ThreadScratch::kKeptBytes) return {part.stored, {nullptr, 0}};
  const MutableBytes all = ThreadScratch::Mine().trial.Room(length).First(length);
  ReadExactly(part.stored.from, all);
  return {std::nullopt, all};
}

FirstPart ReadFirstHere(const FirstPartRead& part) {
  const ByteSource source = SourceOf(part);
  const Bytes head = ReadFrom(source, 0, kHeaderBytes, &ThreadScratch::Mine().in);
  std::memcpy(part.header.data, head.data, kHeaderBytes);
  const ChunkHeader header = ParseHeader(part.header.data);
  if (!IsExpected(part, header)) return FirstPart::kUnexpected;
  const ChunkBlocks chunk(source, 0, header);
  if (source.file) {
    chunk.VerifyDigest(part.digest, nullptr);
  } else {
    VerifyDigest(part.digest, {source.memory.data, header.ctbytes}, source.memory.data + header.ctbytes);
  }
  chunk.Read(part.start, part.plain);
  return HasStamp(part.stored.from.fd, part.stamp) ? FirstPart::kReadUnchanged : FirstPart::kRead;
}

}  // namespace

std::size_t ReadPart(const PartRead& part) {
  const ChunkHeader header = HeaderOf(part);
  const ChunkBlocks chunk(ByteSource{part.stored, {}}, 0, header);
  OnWarmThread(header.blocksize, [&] {
    chunk.VerifyDigest(part.digest, nullptr);
    chunk.Read(part.start, part.plain);
  });
  return part.plain.size;
}

FirstPart ReadFirstPart(const FirstPartRead& part) {
  RequireRoom("header", kHeaderBytes, part.header.size);
  FirstPart found = FirstPart::kUnexpected;
  if (part.stored.length >= kHeaderBytes) {
    // The block's size is not known yet; it is at most the chunk's.
    OnWarmThread(part.nbytes, [&] { found = ReadFirstHere(part); });
  }
  return found;
}

}  // namespace bloscpack
