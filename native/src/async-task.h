#ifndef BLOSCPACK_ASYNC_TASK_H_
#define BLOSCPACK_ASYNC_TASK_H_

#include <napi.h>

#include <memory>
#include <optional>
#include <utility>

#include "arguments.h"
#include "core/failure.h"

namespace bloscpack {

/**
 * Work off the JavaScript thread: one libuv work item, which settles one promise. `Work` is called without arguments
 * and returns a number. It must not use JavaScript values, except the bytes of the call's arguments, which are kept
 * alive until the promise is settled.
 */
template <typename Work>
class AsyncTask final : public Napi::AsyncWorker {
 public:
  static Napi::Promise Start(const Napi::CallbackInfo& info, Work work) {
    auto task = std::make_unique<AsyncTask>(info, std::move(work));
    const Napi::Promise promise = task->deferred_.Promise();
    task->Queue();
    task.release();  // queued: it deletes itself after settling the promise
    return promise;
  }

  AsyncTask(const Napi::CallbackInfo& info, Work work)
      : Napi::AsyncWorker(info.Env(), "bloscpack"), deferred_(info.Env()), work_(std::move(work)) {
    const Napi::Array arguments = Napi::Array::New(info.Env(), info.Length());
    for (std::size_t i = 0; i < info.Length(); i++) arguments.Set(static_cast<std::uint32_t>(i), info[i]);
    kept_alive_ = Napi::Persistent(arguments.As<Napi::Object>());
  }

 private:
  void Execute() override {
    try {
      result_ = static_cast<double>(work_());
    } catch (const Failure& failure) {
      failure_ = failure;
      SetError(failure.what());
    }
  }

  void OnOK() override { deferred_.Resolve(Napi::Number::New(Env(), result_)); }

  // Other exceptions than Failure, such as a failed allocation, become AsyncWorker's error.
  void OnError(const Napi::Error& error) override {
    deferred_.Reject(failure_ ? ToError(Env(), *failure_).Value() : error.Value());
  }

  Napi::Promise::Deferred deferred_;
  Napi::ObjectReference kept_alive_;
  Work work_;
  double result_ = 0;
  std::optional<Failure> failure_;
};

/** Starts `work`; the promise settles with its number or with the error of its Failure. */
template <typename Work>
Napi::Promise RunAsync(const Napi::CallbackInfo& info, Work work) {
  return AsyncTask<Work>::Start(info, std::move(work));
}

}  // namespace bloscpack

#endif  // BLOSCPACK_ASYNC_TASK_H_
