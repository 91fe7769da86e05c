#ifndef BLOSCPACK_CORE_BYTE_COUNTS_H_
#define BLOSCPACK_CORE_BYTE_COUNTS_H_

#include <cstddef>
#include <cstdint>

#include "core/bytes.h"

namespace bloscpack {

/** How often each byte value occurs in the first 16 MiB of some bytes that come in pieces. */
class ByteCounts {
 public:
  static constexpr std::size_t kMostBytes = std::size_t{16} << 20;

  void Add(Bytes bytes);

  /** Shannon entropy in bits a byte, 0 to 8; NaN of no bytes. */
  float Entropy() const;

 private:
  // Four tables in turn: equal bytes that follow each other would wait for each other in one.
  static constexpr std::size_t kTables = 4;

  std::size_t total_ = 0;
  std::uint32_t counts_[kTables][256] = {};
};

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_BYTE_COUNTS_H_
