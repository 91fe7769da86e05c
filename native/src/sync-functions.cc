#include <blosc.h>
#include <blosclz.h>
#include <lz4.h>
#include <snappy-stubs-public.h>
#include <zlib.h>
#include <zstd.h>

#include <string>

#include "arguments.h"
#include "core/chunk-codec.h"
#include "core/chunk-validation.h"
#include "core/digest.h"
#include "core/file-lock.h"
#include "core/freed-memory.h"
#include "core/large-pages.h"
#include "core/zlib-deflate.h"
#include "functions.h"

namespace bloscpack {
namespace {

Napi::Value ToNumber(const Napi::CallbackInfo& info, std::size_t value) {
  return Napi::Number::New(info.Env(), static_cast<double>(value));
}

}  // namespace

Napi::Value CompressSync(const Napi::CallbackInfo& info) {
  ArgumentReader arguments(info);
  const Bytes source = arguments.NextBytes();
  const MutableBytes target = arguments.NextBytes();
  return ToNumber(info, Compress(source, target, arguments.NextSettings()));
}

Napi::Value DecompressSync(const Napi::CallbackInfo& info) {
  ArgumentReader arguments(info);
  const Bytes chunk = arguments.NextBytes();
  return ToNumber(info, Decompress(chunk, arguments.NextBytes()));
}

Napi::Value GetItemSync(const Napi::CallbackInfo& info) {
  ArgumentReader arguments(info);
  const Bytes chunk = arguments.NextBytes();
  const std::int64_t start = arguments.NextInteger(0, kMaxInt32);
  const std::int64_t count = arguments.NextInteger(0, kMaxInt32);
  return ToNumber(info, GetItems(chunk, start, count, arguments.NextBytes()));
}

Napi::Value ValidateChunkSync(const Napi::CallbackInfo& info) {
  const ChunkHeader header = ValidateChunk(ArgumentReader(info).NextBytes());
  Napi::Object result = Napi::Object::New(info.Env());
  result.Set("nbytes", header.nbytes);
  result.Set("blocksize", header.blocksize);
  result.Set("ctbytes", header.ctbytes);
  result.Set("typesize", header.typesize);
  result.Set("flags", header.flags);
  return result;
}

Napi::Value DigestSync(const Napi::CallbackInfo& info) {
  ArgumentReader arguments(info);
  const Bytes bytes = arguments.NextBytes();
  const auto kind = static_cast<DigestKind>(arguments.NextInteger(1, 2));
  const auto seed = static_cast<std::uint32_t>(arguments.NextInteger(0, kMaxU32));
  return ToNumber(info, ComputeDigest(kind, bytes, seed));
}

Napi::Value DeflateSync(const Napi::CallbackInfo& info) {
  ArgumentReader arguments(info);
  const Bytes source = arguments.NextBytes();
  const MutableBytes target = arguments.NextBytes();
  return ToNumber(info, Deflate(source, target, static_cast<int>(arguments.NextInteger(0, 9))));
}

Napi::Value DeflateBoundSync(const Napi::CallbackInfo& info) {
  const std::int64_t source_bytes = ArgumentReader(info).NextInteger(0, kMaxU32);
  return ToNumber(info, DeflateBound(static_cast<std::size_t>(source_bytes)));
}

Napi::Value TryLockSync(const Napi::CallbackInfo& info) {
  const std::int64_t fd = ArgumentReader(info).NextInteger(0, kMaxInt32);
  return Napi::Boolean::New(info.Env(), TryLock(static_cast<int>(fd)));
}

Napi::Value ReturnFreedMemorySync(const Napi::CallbackInfo& info) {
  ReturnFreedMemory();
  return info.Env().Undefined();
}

Napi::Value WantLargePagesSync(const Napi::CallbackInfo& info) {
  ArgumentReader arguments(info);
  WantLargePages(arguments.NextBytes());
  return info.Env().Undefined();
}

Napi::Value Versions(const Napi::CallbackInfo& info) {
  // From the codec libraries: C-Blosc returns their versions in allocated memory, which is freed here.
  Napi::Object codecs = Napi::Object::New(info.Env());
  codecs.Set("blosclz", BLOSCLZ_VERSION_STRING);
  codecs.Set("lz4", LZ4_versionString());
  codecs.Set("lz4hc", LZ4_versionString());
  codecs.Set("snappy", std::to_string(SNAPPY_MAJOR) + "." + std::to_string(SNAPPY_MINOR) + "." +
                           std::to_string(SNAPPY_PATCHLEVEL));
  codecs.Set("zlib", zlibVersion());
  codecs.Set("zstd", ZSTD_versionString());
  Napi::Object result = Napi::Object::New(info.Env());
  result.Set("blosc", blosc_get_version_string());
  result.Set("date", BLOSC_VERSION_DATE);
  result.Set("codecs", codecs);
  return result;
}

}  // namespace bloscpack
