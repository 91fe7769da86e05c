#include "core/pack-large.h"

#include <blosc.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <vector>

#include "core/chunk-choice.h"
#include "core/digest-stream.h"
#include "core/in-order.h"
#include "core/packed-pieces.h"
#include "core/piece-team.h"

namespace bloscpack {
namespace {

/** What is copied or read at a time where nothing is compressed. */
constexpr std::size_t kCopyBytes = std::size_t{256} << 10;

/** One chunk of a run. Whatever it returns is worthless once the run is stopped, which an empty optional says. */
class LargeChunk {
 public:
  /** The chunk starts `start` bytes behind the start of the sink. */
  LargeChunk(const PackRun& run, std::size_t number, std::size_t start)
      : run_(run),
        plain_start_(number * run.chunk_bytes),
        plain_bytes_(std::min(run.chunk_bytes, run.plain.size() - plain_start_)),
        start_(start) {}

  /** Writes the chunk and its digest. Returns the length of both. */
  std::optional<std::size_t> Pack() {
    const std::optional<CompressSettings> settings = Choose();
    if (!settings) return std::nullopt;
    const PackedPieces pieces(plain_bytes_, *settings);
    ChunkHeader header = pieces.header();
    const std::optional<std::size_t> compressed = CompressAll(pieces, true);
    if (!compressed) return std::nullopt;
    if (*compressed == 0) {
      header.flags |= BLOSC_MEMCPYED;
      if (!CopyAll()) return std::nullopt;
    }
    header.ctbytes = static_cast<std::uint32_t>(*compressed > 0 ? *compressed : kHeaderBytes + plain_bytes_);
    std::uint8_t head[kHeaderBytes];
    StoreHeader(header, head);
    WriteTo(run_.stored, start_, {head, kHeaderBytes});
    if (!WriteDigest(header.ctbytes)) return std::nullopt;
    const std::size_t stored = header.ctbytes + StoredBytes(run_.digest);
    run_.limits.counters->Add(1, 0, stored);
    return stored;
  }

 private:
  /** As CompressSmallest() does, which has all of the source to try. */
  std::optional<CompressSettings> Choose() {
    if (run_.choices.size() == 1) return run_.choices.front();
    Preferred preferred{};
    const bool is_whole = SampleStarts(plain_bytes_).empty();
    PieceTeam(run_.limits, 1, 0).Do([&](std::size_t) {
      preferred = PreferSampled();
      return true;
    });
    if (!preferred.best) return std::nullopt;
    if (is_whole || !preferred.rival) return *preferred.best;
    const std::optional<std::size_t> best = SizeBy(*preferred.best);
    const std::optional<std::size_t> rival = best ? SizeBy(*preferred.rival) : std::nullopt;
    if (!rival) return std::nullopt;
    return *rival < *best ? *preferred.rival : *preferred.best;
  }

  Preferred PreferSampled() const {
    std::vector<std::size_t> starts = SampleStarts(plain_bytes_);
    const std::size_t size = starts.empty() ? plain_bytes_ : kSampleBytes;
    if (starts.empty()) starts.push_back(0);
    std::vector<ScratchBuffer> memory(starts.size());
    std::vector<Bytes> sample;
    for (std::size_t i = 0; i < starts.size(); i++) {
      sample.push_back(ReadFrom(run_.plain, plain_start_ + starts[i], size, &memory[i]));
    }
    return PreferBySample(sample, run_.choices);
  }

  std::optional<std::size_t> SizeBy(const CompressSettings& settings) {
    const std::optional<std::size_t> size = CompressAll(PackedPieces(plain_bytes_, settings), false);
    return size && *size == 0 ? kHeaderBytes + plain_bytes_ : size;
  }

  /** Compresses all pieces and writes what stands behind the header. Returns the chunk's length; 0 when it has to be a
   * pure copy. */
  std::optional<std::size_t> CompressAll(const PackedPieces& pieces, bool writes) {
    if (IsPureCopy(pieces.header())) return 0;
    InOrder in_order(pieces.head_bytes());
    std::atomic<bool> fits{true};
    PieceTeam team(run_.limits, pieces.pieces(),
                   pieces.PieceMemory() + PlainMemory(pieces.PlainBytesOf(pieces.pieces() - 1)));
    const bool is_done =
        team.Do([&](std::size_t piece) { return CompressOne(pieces, piece, writes, &in_order, &fits); },
                [&] { in_order.Stop(); });
    if (is_done) return in_order.end();
    return fits ? std::nullopt : std::optional<std::size_t>(0);
  }

  /** False when it does not fit, so that the chunk has to be a pure copy, or a piece before it was not done. */
  bool CompressOne(const PackedPieces& pieces, std::size_t piece, bool writes, InOrder* in_order,
                   std::atomic<bool>* fits) {
    ThreadScratch& scratch = ThreadScratch::Mine();
    const Bytes plain = ReadPlain(pieces.PlainStartOf(piece), pieces.PlainBytesOf(piece));
    const std::size_t length = pieces.Compress(piece, plain, &scratch.out);
    std::size_t start = 0;
    if (!in_order->Await(piece, &start)) return false;
    PackedPieces::Piece placed{};
    *fits = pieces.Place(piece, plain, start, length, &scratch.out, &placed);
    if (!*fits) return false;
    in_order->Pass(placed.blocks.size);
    if (writes) {
      WriteTo(run_.stored, start_ + pieces.StartsAt(piece), placed.starts);
      WriteTo(run_.stored, start_ + start, placed.blocks);
    }
    CountPlain(pieces.PlainStartOf(piece) + plain.size);
    return true;
  }

  /** The plain bytes behind the header. */
  bool CopyAll() {
    const std::size_t pieces = std::max<std::size_t>(1, (plain_bytes_ + kCopyBytes - 1) / kCopyBytes);
    return PieceTeam(run_.limits, pieces, PlainMemory(kCopyBytes)).Do([&](std::size_t piece) {
      const std::size_t at = piece * kCopyBytes;
      const Bytes plain = ReadPlain(at, std::min(kCopyBytes, plain_bytes_ - at));
      WriteTo(run_.stored, start_ + kHeaderBytes + at, plain);
      CountPlain(at + plain.size);
      return true;
    });
  }

  bool WriteDigest(std::size_t ctbytes) const {
    if (run_.digest == DigestKind::kNone) return true;
    return PieceTeam(run_.limits, 1, kCopyBytes).Do([&](std::size_t) {
      DigestStream digest(run_.digest);
      const ByteSource written = Written(ctbytes);
      for (std::size_t at = 0; at < ctbytes; at += kCopyBytes) {
        if (run_.limits.counters->MustStop()) return false;
        digest.Update(ReadFrom(written, at, std::min(kCopyBytes, ctbytes - at), &ThreadScratch::Mine().in));
      }
      std::uint8_t bytes[kMaxDigestBytes];
      digest.Finish(bytes);
      WriteTo(run_.stored, start_ + ctbytes, {bytes, StoredBytes(run_.digest)});
      return true;
    });
  }

  ByteSource Written(std::size_t size) const {
    if (!run_.stored.file) return {std::nullopt, {run_.stored.memory.data + start_, size}};
    const auto [fd, position] = *run_.stored.file;
    const FileRange range = {{fd, position + static_cast<std::int64_t>(start_)}, size};
    return {range, {nullptr, 0}};
  }

  Bytes ReadPlain(std::size_t start, std::size_t size) const {
    return ReadFrom(run_.plain, plain_start_ + start, size, &ThreadScratch::Mine().in);
  }

  std::size_t PlainMemory(std::size_t bytes) const { return run_.plain.file ? bytes : 0; }

  /** Progress up to `end`, once, however often the chunk is gone through. */
  void CountPlain(std::size_t end) {
    const std::lock_guard<std::mutex> lock(counting_);
    if (end <= counted_) return;
    run_.limits.counters->Add(0, end - counted_, 0);
    counted_ = end;
  }

  const PackRun& run_;
  const std::size_t plain_start_;
  const std::size_t plain_bytes_;
  const std::size_t start_;
  std::mutex counting_;
  std::size_t counted_ = 0;
};

}  // namespace

std::size_t PackLarge(const PackRun& run) {
  FirstFailure failure;
  std::size_t end = 0;
  const std::size_t chunks = ChunkCount(run.plain.size(), run.chunk_bytes);
  for (std::size_t number = 0; number < chunks; number++) {
    std::optional<std::size_t> stored;
    try {
      stored = LargeChunk(run, number, end).Pack();
    } catch (...) {
      failure.Record(number);
    }
    failure.Rethrow();
    if (!stored) return end;
    run.stored_lengths[number] = static_cast<std::uint32_t>(*stored);
    end += *stored;
  }
  return end;
}

}  // namespace bloscpack
