// Work that is too long for a thread that must answer a person says that it begins: a file that is read, a
// pass over all cells. A test listens, and sees on which thread that is.
#pragma once

#include <functional>
#include <string_view>

namespace regulus {

// Costs nothing worth naming while nobody listens. Thread: any.
void begin_heavy_work(std::string_view what);

// Calls `listener` from the thread that begins; empty: nobody listens any more. Not while work is going on.
void listen_to_heavy_work(std::function<void(std::string_view)> listener);

}  // namespace regulus
