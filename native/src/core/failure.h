#ifndef BLOSCPACK_CORE_FAILURE_H_
#define BLOSCPACK_CORE_FAILURE_H_

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace bloscpack {

enum class FailureCode {
  kBadArgument,
  kBadChunk,
  kChecksumMismatch,
  kCodecFailed,
  kIo,
  kShortRead,
  kTargetTooSmall,
};

/** The name of the code in JavaScript, such as "bad-chunk". */
const char* NameOf(FailureCode code);

/** A named value of a failure: a number (a size, a position, an errno) or a string (a digest, a system call). */
struct FailureField {
  const char* name;
  std::variant<std::int64_t, std::string> value;
};

/** The only exception of the core: a code, a plain sentence, and the values in that sentence. */
class Failure : public std::runtime_error {
 public:
  Failure(FailureCode code, const std::string& message, std::vector<FailureField> fields = {})
      : std::runtime_error(message), code_(code), fields_(std::move(fields)) {}

  FailureCode code() const { return code_; }
  const std::vector<FailureField>& fields() const { return fields_; }

 private:
  FailureCode code_;
  std::vector<FailureField> fields_;
};

/** A failure of the form "Expected ... but found ...", with both numbers as fields. */
Failure Mismatch(FailureCode code, const std::string& expectation, std::int64_t expected, std::int64_t found);

/** Throws Failure kTargetTooSmall, which calls the buffer `name`, unless `room` is enough for `needed` bytes. */
void RequireRoom(const char* name, std::size_t needed, std::size_t room);

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_FAILURE_H_
