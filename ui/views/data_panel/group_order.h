// The order of names in a list that is put in order by hand.
#pragma once

#include <string>
#include <vector>

namespace regulus {

// `name` moved to stand before the name at `before`, as the list is now; its length: to the end. As it was
// for a name that is not there.
std::vector<std::string> movedTo(std::vector<std::string> names, const std::string& name, std::size_t before);

}  // namespace regulus
