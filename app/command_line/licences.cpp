#include "app/command_line/licences.h"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

namespace regulus {
namespace {

struct Part {
    const char *name, *licence, *use, *home;
};

constexpr std::array parts{
    Part{"Qt 6", "LGPL-3.0-only", "interface, figures", "https://www.qt.io"},
    Part{"LibTorch (PyTorch)", "BSD-3-Clause", "model", "https://pytorch.org"},
    Part{"OpenBLAS", "BSD-3-Clause", "linear algebra under LibTorch", "https://www.openblas.net"},
    Part{"oneDNN", "Apache-2.0", "linear algebra in LibTorch", "https://github.com/oneapi-src/oneDNN"},
    Part{"VTK", "BSD-3-Clause", "3-D view", "https://vtk.org"},
    Part{"HDF5", "BSD-style (HDF5 licence)", "reading and writing data", "https://www.hdfgroup.org"},
    Part{"zlib", "Zlib", "compression", "https://zlib.net"},
    Part{"Eigen", "MPL-2.0", "linear algebra", "https://eigen.tuxfamily.org"},
    Part{"nlohmann/json", "MIT", "JSON", "https://github.com/nlohmann/json"},
    Part{"CLI11", "BSD-3-Clause", "command line", "https://github.com/CLIUtils/CLI11"},
    Part{"fmt", "MIT", "text", "https://fmt.dev"},
    Part{"spdlog", "MIT", "log", "https://github.com/gabime/spdlog"},
    Part{"Inter", "OFL-1.1", "font of the interface", "https://rsms.me/inter"},
    Part{"Liberation Fonts", "OFL-1.1", "font of figures", "https://github.com/liberationfonts"},
    Part{"Breeze icons", "LGPL-3.0-or-later", "icons", "https://develop.kde.org/frameworks/breeze-icons"},
};

}  // namespace

std::string licences_text() {
    std::string text = "Regulus is licensed as its file LICENSE says. It is built with:\n";
    for (const Part& part : parts) {
        text += fmt::format("  {:<20} {:<26} {:<32} {}\n", part.name, part.licence, part.use, part.home);
    }
    return text + "On Debian their full texts are under /usr/share/doc/<package>/copyright.";
}

nlohmann::json licences_json() {
    nlohmann::json list = nlohmann::json::array();
    for (const Part& part : parts) {
        list.push_back(
            {{"name", part.name}, {"licence", part.licence}, {"use", part.use}, {"home", part.home}});
    }
    return {{"licences", list}};
}

}  // namespace regulus
