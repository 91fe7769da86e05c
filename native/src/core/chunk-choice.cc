#include "core/chunk-choice.h"

#include <algorithm>
#include <cstring>

#include "core/scratch-buffer.h"

namespace bloscpack {
namespace {

constexpr std::size_t kWindows = 2;
/** A chunk of so many windows or fewer is its own sample. */
constexpr std::size_t kMostWindowsOfWhole = 4;
/** Samples that differ by less than this part of them do not say which is smaller. */
constexpr std::size_t kUncertainPart = 32;

struct Candidate {
  const CompressSettings* settings;
  std::size_t sampled;  // bytes of the compressed sample
};

/** The choices, those with the smallest sample first. */
std::vector<Candidate> Ranked(const std::vector<Bytes>& sample, const std::vector<CompressSettings>& choices) {
  const MutableBytes target = ThreadScratch::Mine().trial.Room(sample.front().size + kMaxOverheadBytes);
  std::vector<Candidate> ranked;
  for (const CompressSettings& choice : choices) {
    std::size_t size = 0;
    for (const Bytes window : sample) size += Compress(window, target, choice);
    ranked.push_back({&choice, size});
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const Candidate& a, const Candidate& b) { return a.sampled < b.sampled; });
  return ranked;
}

}  // namespace

std::size_t ChoiceMemory(std::size_t chunk_bytes, const std::vector<CompressSettings>& choices) {
  return choices.size() == 1 ? 0 : chunk_bytes + kMaxOverheadBytes;
}

std::vector<std::size_t> SampleStarts(std::size_t plain_bytes) {
  std::vector<std::size_t> starts;
  if (plain_bytes <= kMostWindowsOfWhole * kSampleBytes) return starts;
  for (std::size_t index = 0; index < kWindows; index++) {
    // At multiples of the window, at which items of most sizes begin, and rows of many pictures.
    starts.push_back(plain_bytes / kSampleBytes * (2 * index + 1) / (2 * kWindows) * kSampleBytes);
  }
  return starts;
}

Preferred PreferBySample(const std::vector<Bytes>& sample, const std::vector<CompressSettings>& choices) {
  if (choices.size() == 1) return {&choices.front(), nullptr};
  const std::vector<Candidate> ranked = Ranked(sample, choices);
  const std::size_t certain = ranked[0].sampled + ranked[0].sampled / kUncertainPart;
  return {ranked[0].settings, ranked[1].sampled > certain ? nullptr : ranked[1].settings};
}

std::size_t CompressSmallest(Bytes source, MutableBytes target, const std::vector<CompressSettings>& choices) {
  if (choices.size() == 1) return Compress(source, target, choices.front());
  std::vector<Bytes> sample;
  for (const std::size_t start : SampleStarts(source.size)) sample.push_back({source.data + start, kSampleBytes});
  const bool is_whole = sample.empty();
  if (is_whole) sample.push_back(source);
  const auto [best, rival] = PreferBySample(sample, choices);
  const std::size_t size = Compress(source, target, *best);
  if (is_whole || !rival) return size;
  const MutableBytes trial = ThreadScratch::Mine().trial.Room(source.size + kMaxOverheadBytes);
  const std::size_t other = Compress(source, trial, *rival);
  if (other >= size) return size;
  std::memcpy(target.data, trial.data, other);
  return other;
}

}  // namespace bloscpack
