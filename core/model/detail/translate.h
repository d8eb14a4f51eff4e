// Torch's exceptions as ours.
#pragma once

#include <c10/util/Exception.h>

#include <new>

#include "core/base/error.h"
#include "core/model/detail/placement.h"

namespace regulus::detail {

template <class Work>
auto translated(const Work& work) {
    try {
        return work();
    } catch (const c10::Error& e) {
        const std::string message = e.what_without_backtrace();
        if (out_of_memory(e)) {
            throw Error(ErrorKind::Memory, "Out of memory for the model", message,
                        "Use fewer genes or smaller batches; on a GPU also the CPU instead");
        }
        throw Error(ErrorKind::Internal, "The model computation failed", message);
    } catch (const std::bad_alloc&) {
        throw Error(ErrorKind::Memory, "Out of memory for the model", {},
                    "Use fewer genes or smaller batches");
    }
}

}  // namespace regulus::detail
