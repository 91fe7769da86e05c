#include "core/byte-counts.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace bloscpack {

void ByteCounts::Add(Bytes bytes) {
  const std::size_t size = std::min(bytes.size, kMostBytes - total_);
  std::size_t i = 0;
  for (; i + kTables <= size; i += kTables) {
    for (std::size_t table = 0; table < kTables; table++) counts_[table][bytes.data[i + table]]++;
  }
  for (; i < size; i++) counts_[0][bytes.data[i]]++;
  total_ += size;
}

float ByteCounts::Entropy() const {
  if (total_ == 0) return std::numeric_limits<float>::quiet_NaN();
  double bits = 0;
  for (std::size_t value = 0; value < 256; value++) {
    std::uint32_t count = 0;
    for (const auto& table : counts_) count += table[value];
    const double share = static_cast<double>(count) / static_cast<double>(total_);
    if (count > 0) bits -= share * std::log2(share);
  }
  return static_cast<float>(std::max(0.0, bits));
}

}  // namespace bloscpack
