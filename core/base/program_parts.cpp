#include "core/base/program_parts.h"

#include <cstdlib>
#include <filesystem>

namespace regulus {

std::string program_part(const std::string& file_name) {
    namespace fs = std::filesystem;
    if (const char* folder = std::getenv("REGULUS_MODULE_DIR"))
        return (fs::path(folder) / file_name).string();
    std::error_code ignored;
    const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
    return (program.parent_path().parent_path() / "lib" / "regulus" / file_name).string();
}

}  // namespace regulus
