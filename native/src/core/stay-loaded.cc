#include "core/stay-loaded.h"

#ifdef _WIN32
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#else
#include <dlfcn.h>
#endif

namespace bloscpack {

#ifdef _WIN32

void StayLoaded() {
  HMODULE self;
  GetModuleHandleExA(GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS,
                     reinterpret_cast<LPCSTR>(&StayLoaded), &self);
}

#else

void StayLoaded() {
  Dl_info self;
  if (dladdr(reinterpret_cast<const void*>(&StayLoaded), &self) == 0) return;
  // Only counts it once more: the library is there already, and is never given back.
  dlopen(self.dli_fname, RTLD_NOW | RTLD_NOLOAD);
}

#endif

}  // namespace bloscpack
