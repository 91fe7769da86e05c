#include "core/adler32.h"

#include <zlib.h>

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#define BLOSCPACK_HAS_AVX2_CODE
#include <immintrin.h>
#endif

namespace bloscpack {
namespace {

#ifdef BLOSCPACK_HAS_AVX2_CODE

/** The largest prime below 2^16 (RFC 1950). */
constexpr std::uint32_t kBase = 65521;
constexpr std::size_t kStep = 32;
/** Steps after which the sums, starting below kBase, still fit 32 bits: zlib's NMAX is 5552 bytes. */
constexpr std::size_t kStepsAtOnce = 5552 / kStep;

/** The two sums of RFC 1950: of the bytes, and of the first sum after each byte. */
struct Sums {
  std::uint32_t bytes;
  std::uint32_t sums;
};

__attribute__((target("avx2"))) std::uint32_t AddLanes(__m256i lanes) {
  const __m128i halves = _mm_add_epi32(_mm256_castsi256_si128(lanes), _mm256_extracti128_si256(lanes, 1));
  const __m128i pairs = _mm_add_epi32(halves, _mm_shuffle_epi32(halves, 0x4e));
  const __m128i all = _mm_add_epi32(pairs, _mm_shuffle_epi32(pairs, 0xb1));
  return static_cast<std::uint32_t>(_mm_cvtsi128_si32(all));
}

/**
 * Adds `steps` x 32 bytes. In the second sum, a byte counts once for every byte from it to the end: 32, 31, .. 1 times
 * for those of its own step, and 32 times for each step that follows.
 */
__attribute__((target("avx2"))) Sums AddSteps(Sums before, const std::uint8_t* from, std::size_t steps) {
  const __m256i weights = _mm256_setr_epi8(32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14,
                                           13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
  const __m256i ones = _mm256_set1_epi16(1);
  const __m256i zero = _mm256_setzero_si256();
  __m256i bytes = zero;
  __m256i earlier = zero;
  __m256i weighted = zero;
  for (std::size_t step = 0; step < steps; step++) {
    const __m256i data = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from + step * kStep));
    earlier = _mm256_add_epi32(earlier, bytes);
    bytes = _mm256_add_epi32(bytes, _mm256_sad_epu8(data, zero));
    weighted = _mm256_add_epi32(weighted, _mm256_madd_epi16(_mm256_maddubs_epi16(data, weights), ones));
  }
  const auto count = static_cast<std::uint32_t>(steps * kStep);
  const auto step_bytes = static_cast<std::uint32_t>(kStep);
  return {(before.bytes + AddLanes(bytes)) % kBase,
          (before.sums + count * before.bytes + step_bytes * AddLanes(earlier) + AddLanes(weighted)) % kBase};
}

/** Whole steps with AVX2, the rest with zlib. Both halves of `seed` are below kBase. */
std::uint32_t Adler32Avx2(std::uint32_t seed, Bytes bytes) {
  Sums sums = {seed & 0xffff, seed >> 16};
  std::size_t done = 0;
  while (bytes.size - done >= kStep) {
    const std::size_t left = (bytes.size - done) / kStep;
    const std::size_t steps = left < kStepsAtOnce ? left : kStepsAtOnce;
    sums = AddSteps(sums, bytes.data + done, steps);
    done += steps * kStep;
  }
  return static_cast<std::uint32_t>(adler32_z(sums.sums << 16 | sums.bytes, bytes.data + done, bytes.size - done));
}

bool UseAvx2(std::uint32_t seed) {
  // zlib also accepts seeds that are not a valid Adler-32.
  return __builtin_cpu_supports("avx2") && (seed & 0xffff) < kBase && seed >> 16 < kBase;
}

#endif

}  // namespace

std::uint32_t Adler32(std::uint32_t seed, Bytes bytes) {
#ifdef BLOSCPACK_HAS_AVX2_CODE
  if (UseAvx2(seed)) return Adler32Avx2(seed, bytes);
#endif
  return static_cast<std::uint32_t>(adler32_z(seed, bytes.data, bytes.size));
}

}  // namespace bloscpack
