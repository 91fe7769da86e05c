#ifndef BLOSCPACK_CORE_STAY_LOADED_H_
#define BLOSCPACK_CORE_STAY_LOADED_H_

namespace bloscpack {

/**
 * Keeps this library in memory until the process ends. Node unloads an add-on with the last worker that loaded it
 * (nodejs issue 41107), while threads of the add-on may still wait in its code.
 */
void StayLoaded();

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_STAY_LOADED_H_
