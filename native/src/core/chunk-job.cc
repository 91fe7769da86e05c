#include "core/chunk-job.h"

#include <string>

#include "core/chunk-validation.h"
#include "core/failure.h"

namespace bloscpack {
namespace {

/** The bytes to work on: those of the file range, now at the start of `buffer`, or all of `buffer`. */
MutableBytes Fetch(const char* name, const std::optional<FileRange>& read, MutableBytes buffer) {
  if (!read) return buffer;
  RequireRoom(name, read->length, buffer.size);
  const MutableBytes fetched = buffer.First(read->length);
  ReadExactly(read->from, fetched);
  return fetched;
}

void CheckPlainSize(std::int64_t expected, std::int64_t nbytes) {
  if (expected < 0 || nbytes == expected) return;
  throw Mismatch(FailureCode::kBadChunk, "a chunk of " + std::to_string(expected) + " plain bytes", expected, nbytes);
}

}  // namespace

std::size_t Pack(const PackJob& job) {
  const std::size_t digest_bytes = StoredBytes(job.digest);
  const std::size_t source_bytes = job.read ? job.read->length : job.plain.size;
  // Checked before compressing, which would be wasted if there is no room for the digest.
  RequireRoom("packed", source_bytes + kMaxOverheadBytes + digest_bytes, job.packed.size);
  const Bytes source = Fetch("plain", job.read, job.plain);
  const std::size_t ctbytes = Compress(source, job.packed, job.settings);
  AppendDigest(job.digest, job.packed.First(ctbytes), job.packed.data + ctbytes);
  return ctbytes;
}

std::size_t Unpack(const UnpackJob& job) {
  const MutableBytes stored = Fetch("packed", job.read, job.packed);
  const std::size_t digest_bytes = StoredBytes(job.digest);
  if (stored.size < digest_bytes) {
    throw Mismatch(FailureCode::kBadChunk, "a stored chunk that holds its digest",
                   static_cast<std::int64_t>(digest_bytes), static_cast<std::int64_t>(stored.size));
  }
  const Bytes chunk = stored.First(stored.size - digest_bytes);
  VerifyDigest(job.digest, chunk, chunk.data + chunk.size);
  const ChunkHeader header = ValidateChunk(chunk);
  CheckPlainSize(job.expected_nbytes, header.nbytes);
  const std::size_t nbytes = DecompressValidated(chunk, header, job.plain);
  if (job.write) WriteAll(*job.write, job.plain.First(nbytes));
  return nbytes;
}

}  // namespace bloscpack
