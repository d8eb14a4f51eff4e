// The starter prior as text: a few hundred textbook edges of immune and brain TFs, without references.
#pragma once

#include <string_view>

namespace regulus {

std::string_view starter_text();  // resources/priors/starter.csv: source,target,weight

}  // namespace regulus
