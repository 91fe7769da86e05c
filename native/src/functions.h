#ifndef BLOSCPACK_FUNCTIONS_H_
#define BLOSCPACK_FUNCTIONS_H_

#include <napi.h>

/** What the add-on exports. The arguments are listed in native/addon.ts, in order. */
namespace bloscpack {

Napi::Value CompressSync(const Napi::CallbackInfo& info);
Napi::Value DecompressSync(const Napi::CallbackInfo& info);
Napi::Value GetItemSync(const Napi::CallbackInfo& info);
Napi::Value ValidateChunkSync(const Napi::CallbackInfo& info);
Napi::Value DigestSync(const Napi::CallbackInfo& info);
Napi::Value DeflateSync(const Napi::CallbackInfo& info);
Napi::Value DeflateBoundSync(const Napi::CallbackInfo& info);
Napi::Value TryLockSync(const Napi::CallbackInfo& info);
Napi::Value ReturnFreedMemorySync(const Napi::CallbackInfo& info);
Napi::Value WantLargePagesSync(const Napi::CallbackInfo& info);
Napi::Value Versions(const Napi::CallbackInfo& info);

Napi::Value CompressAsync(const Napi::CallbackInfo& info);
Napi::Value DecompressAsync(const Napi::CallbackInfo& info);
Napi::Value CopyRunAsync(const Napi::CallbackInfo& info);
Napi::Value Hash64Sync(const Napi::CallbackInfo& info);
Napi::Value PackRunAsync(const Napi::CallbackInfo& info);
Napi::Value UnpackRunAsync(const Napi::CallbackInfo& info);
Napi::Value MeasureChunks(const Napi::CallbackInfo& info);
Napi::Value ReadManyAsync(const Napi::CallbackInfo& info);
Napi::Value ReadPartAsync(const Napi::CallbackInfo& info);
Napi::Value ReadFirstPartAsync(const Napi::CallbackInfo& info);

}  // namespace bloscpack

#endif  // BLOSCPACK_FUNCTIONS_H_
