#include "arguments.h"

#include <string>

namespace bloscpack {
namespace {

constexpr std::int64_t kLastCodec = 5;
constexpr std::int64_t kHighestLevel = 9;
constexpr std::int64_t kLastShuffle = 2;
constexpr std::int64_t kLargestTypesize = 255;
constexpr std::size_t kSettingsNumbers = 5;
constexpr std::int64_t kMostChoices = 256;

[[noreturn]] void Reject(std::size_t index, const std::string& expectation) {
  throw Failure(FailureCode::kBadArgument, "Expected " + expectation + " as argument " + std::to_string(index + 1));
}

}  // namespace

MutableBytes ArgumentReader::NextBytes() {
  const std::size_t index = next_++;
  const Napi::Value value = info_[index];
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array) {
    Reject(index, "a Uint8Array");
  }
  const Napi::Uint8Array array = value.As<Napi::Uint8Array>();
  return {const_cast<std::uint8_t*>(array.Data()), array.ByteLength()};
}

std::int64_t ArgumentReader::NextInteger(std::int64_t min, std::int64_t max) {
  const std::size_t index = next_++;
  const Napi::Value value = info_[index];
  const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : 0.5;
  // Compared as doubles first: converting a double out of range would be undefined.
  const bool in_range = number >= static_cast<double>(min) && number <= static_cast<double>(max);
  if (!in_range || number != static_cast<double>(static_cast<std::int64_t>(number))) {
    Reject(index, "an integer between " + std::to_string(min) + " and " + std::to_string(max));
  }
  return static_cast<std::int64_t>(number);
}

CompressSettings ArgumentReader::NextSettings() {
  CompressSettings settings{};
  settings.codec = static_cast<int>(NextInteger(0, kLastCodec));
  settings.clevel = static_cast<int>(NextInteger(0, kHighestLevel));
  settings.shuffle = static_cast<int>(NextInteger(0, kLastShuffle));
  settings.typesize = static_cast<std::size_t>(NextInteger(1, kLargestTypesize));
  settings.blocksize = static_cast<std::size_t>(NextInteger(0, kMaxInt32));
  return settings;
}

std::vector<CompressSettings> ArgumentReader::NextChoices() {
  const std::size_t count = static_cast<std::size_t>(NextInteger(1, kMostChoices));
  const std::int32_t* numbers = NextArray<std::int32_t>(count * kSettingsNumbers);
  const std::size_t index = next_ - 1;
  const auto take = [&](std::int64_t min, std::int64_t max) {
    const std::int32_t number = *numbers++;
    if (number < min || number > max) Reject(index, "settings that Blosc has");
    return number;
  };
  std::vector<CompressSettings> choices(count);
  for (CompressSettings& settings : choices) {
    settings.codec = take(0, kLastCodec);
    settings.clevel = take(0, kHighestLevel);
    settings.shuffle = take(0, kLastShuffle);
    settings.typesize = static_cast<std::size_t>(take(1, kLargestTypesize));
    settings.blocksize = static_cast<std::size_t>(take(0, kMaxInt32));
  }
  return choices;
}

DigestKind ArgumentReader::NextDigest() {
  return static_cast<DigestKind>(NextInteger(0, kLastDigest));
}

std::optional<FilePosition> ArgumentReader::NextFilePosition() {
  const int fd = static_cast<int>(NextInteger(-1, kMaxInt32));
  const std::int64_t position = NextInteger(0, kMaxSafeInteger);
  if (fd < 0) return std::nullopt;
  return FilePosition{fd, position};
}

std::optional<FileRange> ArgumentReader::NextFileRange() {
  const std::optional<FilePosition> from = NextFilePosition();
  const std::size_t length = static_cast<std::size_t>(NextInteger(0, kMaxSafeInteger));
  if (!from) return std::nullopt;
  return FileRange{*from, length};
}

ByteSource ArgumentReader::NextSource() {
  const std::optional<FileRange> file = NextFileRange();
  return {file, NextBytes()};
}

ByteSink ArgumentReader::NextSink() {
  const std::optional<FilePosition> file = NextFilePosition();
  return {file, NextBytes()};
}

RunLimits ArgumentReader::NextLimits() {
  RunLimits limits{};
  limits.threads = static_cast<std::size_t>(NextInteger(1, kMostThreads));
  limits.memory_bytes = static_cast<std::size_t>(NextInteger(0, kMaxSafeInteger));
  limits.counters = NextArray<RunCounters>(1);
  return limits;
}

Napi::Error ToError(Napi::Env env, const Failure& failure) {
  Napi::Object fields = Napi::Object::New(env);
  for (const FailureField& field : failure.fields()) {
    if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
      fields.Set(field.name, static_cast<double>(*number));
    } else {
      fields.Set(field.name, std::get<std::string>(field.value));
    }
  }
  Napi::Error error = Napi::Error::New(env, failure.what());
  error.Set("code", NameOf(failure.code()));
  error.Set("fields", fields);
  return error;
}

}  // namespace bloscpack
