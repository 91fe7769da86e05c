#ifndef BLOSCPACK_CORE_BYTES_H_
#define BLOSCPACK_CORE_BYTES_H_

#include <cstddef>
#include <cstdint>

namespace bloscpack {

/** Read-only bytes that belong to the caller. */
struct Bytes {
  const std::uint8_t* data;
  std::size_t size;

  /** The first `count` bytes; the caller has checked that there are so many. */
  Bytes First(std::size_t count) const { return {data, count}; }
};

/** Writable bytes that belong to the caller. */
struct MutableBytes {
  std::uint8_t* data;
  std::size_t size;

  operator Bytes() const { return {data, size}; }
  MutableBytes First(std::size_t count) const { return {data, count}; }
};

inline std::uint32_t LoadU32(const std::uint8_t* from) {
  return static_cast<std::uint32_t>(from[0]) | static_cast<std::uint32_t>(from[1]) << 8 |
         static_cast<std::uint32_t>(from[2]) << 16 | static_cast<std::uint32_t>(from[3]) << 24;
}

inline void StoreU32(std::uint32_t value, std::uint8_t* to) {
  for (int i = 0; i < 4; i++) to[i] = static_cast<std::uint8_t>(value >> (8 * i));
}

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_BYTES_H_
