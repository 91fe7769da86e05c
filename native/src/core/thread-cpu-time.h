#ifndef BLOSCPACK_CORE_THREAD_CPU_TIME_H_
#define BLOSCPACK_CORE_THREAD_CPU_TIME_H_

#include <cstdint>

namespace bloscpack {

/** Nanoseconds of processor time that the calling thread has used so far; only differences are meaningful. */
std::int64_t ThreadCpuNanoseconds();

}  // namespace bloscpack

#endif  // BLOSCPACK_CORE_THREAD_CPU_TIME_H_
