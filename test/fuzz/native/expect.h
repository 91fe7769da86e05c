#ifndef BLOSCPACK_FUZZ_EXPECT_H_
#define BLOSCPACK_FUZZ_EXPECT_H_

#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <optional>

#include "core/failure.h"

namespace bloscpack::fuzz {

/** Ends the process, which libFuzzer takes for a finding, unless `holds`. */
inline void Expect(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

/** Runs `work`; its failure, if it threw one. Any other exception is a finding, since it is not caught. */
template <typename Work>
std::optional<FailureCode> FailureOf(const Work& work) {
  try {
    work();
    return std::nullopt;
  } catch (const Failure& failure) {
    return failure.code();
  }
}

inline void ExpectOneOf(std::optional<FailureCode> found, std::initializer_list<FailureCode> allowed,
                        const char* promise) {
  if (!found) return;
  for (const FailureCode code : allowed) {
    if (code == *found) return;
  }
  std::fprintf(stderr, "failed with %s\n", NameOf(*found));
  Expect(false, promise);
}

}  // namespace bloscpack::fuzz

#endif  // BLOSCPACK_FUZZ_EXPECT_H_
