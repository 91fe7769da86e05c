#include "core/crc32.h"

#include <zlib.h>

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#define BLOSCPACK_HAS_PCLMUL_CODE
#include <immintrin.h>
#endif

namespace bloscpack {
namespace {

#ifdef BLOSCPACK_HAS_PCLMUL_CODE

#define BLOSCPACK_PCLMUL __attribute__((target("pclmul,sse4.1")))

constexpr std::size_t kLane = 16;
constexpr std::size_t kStep = 4 * kLane;

BLOSCPACK_PCLMUL __m128i LaneAt(const std::uint8_t* from) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
}

/** Carries a lane over as many bits as the two constants are for, and adds what stands there. */
BLOSCPACK_PCLMUL __m128i Fold(__m128i lane, __m128i constants, __m128i next) {
  const __m128i low = _mm_clmulepi64_si128(lane, constants, 0x00);
  const __m128i high = _mm_clmulepi64_si128(lane, constants, 0x11);
  return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

/** The remainder of 128 bits. */
BLOSCPACK_PCLMUL std::uint32_t Reduce(__m128i lane, __m128i over_128) {
  const __m128i over_64 = _mm_set_epi64x(0, 0x0163cd6124);
  const __m128i barrett = _mm_set_epi64x(0x01f7011641, 0x01db710641);
  const __m128i low_words = _mm_setr_epi32(-1, 0, -1, 0);
  lane = _mm_xor_si128(_mm_srli_si128(lane, 8), _mm_clmulepi64_si128(lane, over_128, 0x10));
  const __m128i rest = _mm_srli_si128(lane, 4);
  lane = _mm_xor_si128(_mm_clmulepi64_si128(_mm_and_si128(lane, low_words), over_64, 0x00), rest);
  const __m128i quotient = _mm_clmulepi64_si128(_mm_and_si128(lane, low_words), barrett, 0x10);
  const __m128i product = _mm_clmulepi64_si128(_mm_and_si128(quotient, low_words), barrett, 0x00);
  return static_cast<std::uint32_t>(_mm_extract_epi32(_mm_xor_si128(lane, product), 1));
}

/**
 * Of whole lanes, at least four. `state` is the inverted CRC-32, before and after. The constants are those of Gopal et
 * al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction" (Intel, 2009), for the reflected
 * polynomial.
 */
BLOSCPACK_PCLMUL std::uint32_t FoldLanes(std::uint32_t state, const std::uint8_t* from, std::size_t size) {
  const __m128i over_512 = _mm_set_epi64x(0x01c6e41596, 0x0154442bd4);
  const __m128i over_128 = _mm_set_epi64x(0x00ccaa009e, 0x01751997d0);
  __m128i lanes[4] = {LaneAt(from), LaneAt(from + kLane), LaneAt(from + 2 * kLane), LaneAt(from + 3 * kLane)};
  lanes[0] = _mm_xor_si128(lanes[0], _mm_cvtsi32_si128(static_cast<int>(state)));
  std::size_t done = kStep;
  for (; size - done >= kStep; done += kStep) {
    for (std::size_t lane = 0; lane < 4; lane++) {
      lanes[lane] = Fold(lanes[lane], over_512, LaneAt(from + done + lane * kLane));
    }
  }
  __m128i all = lanes[0];
  for (std::size_t lane = 1; lane < 4; lane++) all = Fold(all, over_128, lanes[lane]);
  for (; done < size; done += kLane) all = Fold(all, over_128, LaneAt(from + done));
  return Reduce(all, over_128);
}

bool HasPclmul() {
  return __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1");
}

#endif

}  // namespace

std::uint32_t Crc32(std::uint32_t seed, Bytes bytes) {
  std::size_t done = 0;
#ifdef BLOSCPACK_HAS_PCLMUL_CODE
  if (bytes.size >= kStep && HasPclmul()) {
    done = bytes.size - bytes.size % kLane;
    seed = ~FoldLanes(~seed, bytes.data, done);
  }
#endif
  return static_cast<std::uint32_t>(crc32_z(seed, bytes.data + done, bytes.size - done));
}

}  // namespace bloscpack
