// Where the parts of the program lie that are opened or started when they are needed.
#pragma once

#include <string>

namespace regulus {

// The path of a module or a helper of that file name: in the folder that REGULUS_MODULE_DIR names, else in
// ../lib/regulus beside the program's own folder. Whether it is there is for the caller to find out.
std::string program_part(const std::string& file_name);

}  // namespace regulus
