#include "core/io/files/real_demo.h"

#include <cstdlib>
#include <filesystem>

#include "core/base/error.h"
#include "core/base/user_folder.h"
#include "core/io/files/atomic_file.h"
#include "core/io/files/checksum.h"

namespace regulus {
namespace {

namespace fs = std::filesystem;

fs::path kept_path(const RealDemoFetch& request) {
    const std::string folder =
        request.folder.empty() ? user_folder(UserFolder::Data, "demo") : request.folder;
    return folder.empty() ? fs::path() : fs::path(folder) / real_demo().file;
}

std::string address(const RealDemoFetch& request) {
    if (!request.url.empty()) return request.url;
    const char* set = std::getenv("REGULUS_DEMO");
    return set != nullptr && *set != '\0' ? set : real_demo().url;
}

}  // namespace

const RealDemo& real_demo() {
    static const RealDemo demo{"10x_pbmc68k_reduced.h5ad",
                               "https://raw.githubusercontent.com/scverse/scanpy/"
                               "1472a5f2b17d32817b7902280101f68222670128/src/scanpy/"
                               "datasets/10x_pbmc68k_reduced.h5ad",
                               "863e19914ab2d4ba97edc9623ac3a343c0461f1e40b121bfb5fa92638b22e9bd",
                               1'911'295,
                               700,
                               "BSD-3-Clause",
                               "bulk_labels"};
    return demo;
}

std::optional<std::string> kept_real_demo(const RealDemoFetch& request, Job& job) {
    const fs::path path = kept_path(request);
    std::error_code problem;
    if (path.empty() || !fs::is_regular_file(path, problem) ||
        fs::file_size(path, problem) != real_demo().bytes)
        return std::nullopt;
    try {
        if (sha256_of_file(path.string(), job) != real_demo().sha256) return std::nullopt;
    } catch (const Error&) {
        return std::nullopt;  // it cannot be read: another one can be fetched
    }
    return path.string();
}

std::string fetch_real_demo(const RealDemoFetch& request, Job& job) {
    if (auto kept = kept_real_demo(request, job)) return *std::move(kept);
    const fs::path path = kept_path(request);
    if (path.empty())
        throw Error(ErrorKind::Storage, "There is no folder for the demo", {}, "Set XDG_DATA_HOME or HOME");
    const HttpAnswer answer = http_download(address(request), request.limits, job);
    if (answer.body.size() != real_demo().bytes || sha256(answer.body) != real_demo().sha256)
        throw Error(
            ErrorKind::Input,
            "The download is not the demo: its checksum differs from the one expected, so it was not kept",
            answer.url, "Check whether a proxy answers in place of the server, and try again");
    std::error_code problem;
    fs::create_directories(path.parent_path(), problem);
    if (problem)
        throw Error(ErrorKind::Storage, "The folder for the demo could not be created",
                    path.parent_path().string(), problem.message());
    AtomicFile file(path.string());
    file.write(answer.body);
    job.checkpoint();
    file.commit();
    return path.string();
}

}  // namespace regulus
