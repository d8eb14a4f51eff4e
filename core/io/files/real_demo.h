// A small real dataset to try the program on: 700 blood cells, as scanpy's repository has them. Fetched once,
// when a person asks for it, and kept for work without a network; whatever is opened has the bytes that are
// expected.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "core/base/job.h"
#include "core/io/files/http_download.h"

namespace regulus {

struct RealDemo {
    const char* file;    // name of the kept file
    const char* url;     // one commit's: it does not change
    const char* sha256;  // of all its bytes
    std::size_t bytes;
    std::size_t cells;
    const char* licence;
    const char* labels;  // column of obs
};
const RealDemo& real_demo();

struct RealDemoFetch {
    std::string url;  // empty: what the environment's REGULUS_DEMO says (a mirror), else real_demo().url
    std::string
        folder;  // where it is kept; empty: XDG_DATA_HOME/regulus/demo, or ~/.local/share/regulus/demo
    HttpLimits limits;
};

// Path of the kept file, if it is there and its bytes are those expected. Reads it once. Throws Cancelled.
std::optional<std::string> kept_real_demo(const RealDemoFetch& request, Job& job);

// Path of the kept file, which is downloaded unless it is there whole. Throws what http_download() throws,
// Error(Input) when other bytes came than expected, Error(Storage) without a folder or room for it,
// Cancelled; in all these cases nothing is kept.
std::string fetch_real_demo(const RealDemoFetch& request, Job& job);

}  // namespace regulus
