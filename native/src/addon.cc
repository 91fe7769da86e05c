#include <napi.h>

#include "arguments.h"
#include "core/block-scratch.h"
#include "core/failure.h"
#include "functions.h"

namespace bloscpack {
namespace {

using Callback = Napi::Value (*)(const Napi::CallbackInfo&);

/** Wraps `callback`: turns the core's failures into JavaScript errors. */
template <Callback callback>
Napi::Value Guarded(const Napi::CallbackInfo& info) {
  try {
    return callback(info);
  } catch (const Failure& failure) {
    throw ToError(info.Env(), failure);
  }
}

template <Callback callback>
void Export(Napi::Object exports, const char* name) {
  exports.Set(name, Napi::Function::New<Guarded<callback>>(exports.Env(), name));
}

bool IsElectron(Napi::Env env) {
  const Napi::Object process = env.Global().Get("process").As<Napi::Object>();
  return process.Get("versions").As<Napi::Object>().Has("electron");
}

/**
 * Runs once for the main thread and once for every worker. The add-on is context-aware: apart from settings of the
 * whole process, it has no state, neither global nor per instance.
 */
Napi::Object Init(Napi::Env env, Napi::Object exports) {
  if (IsElectron(env)) LimitBlockScratch();
  Export<CompressSync>(exports, "compress");
  Export<DecompressSync>(exports, "decompress");
  Export<GetItemSync>(exports, "getitem");
  Export<ValidateChunkSync>(exports, "validateChunk");
  Export<DigestSync>(exports, "digest");
  Export<DeflateSync>(exports, "deflate");
  Export<DeflateBoundSync>(exports, "deflateBound");
  Export<TryLockSync>(exports, "tryLock");
  Export<ReturnFreedMemorySync>(exports, "returnFreedMemory");
  Export<WantLargePagesSync>(exports, "wantLargePages");
  Export<Versions>(exports, "versions");
  Export<CompressAsync>(exports, "compressAsync");
  Export<DecompressAsync>(exports, "decompressAsync");
  Export<CopyRunAsync>(exports, "copyRun");
  Export<Hash64Sync>(exports, "hash64");
  Export<PackRunAsync>(exports, "packRun");
  Export<UnpackRunAsync>(exports, "unpackRun");
  Export<MeasureChunks>(exports, "measureChunks");
  Export<ReadManyAsync>(exports, "readMany");
  Export<ReadPartAsync>(exports, "readPart");
  Export<ReadFirstPartAsync>(exports, "readFirstPart");
  return exports;
}

}  // namespace
}  // namespace bloscpack

Napi::Object InitAddon(Napi::Env env, Napi::Object exports) {
  return bloscpack::Init(env, exports);
}
NODE_API_MODULE(NODE_GYP_MODULE_NAME, InitAddon)
