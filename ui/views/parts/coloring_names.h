// The names that cells can be coloured by, the same in the window and on the command line: columns, genes,
// prediction, certainty, regulon:TF and measures of it, such as activity:TF.
#pragma once

#include <string>
#include <vector>

#include "ui/figures/coloring.h"

namespace regulus {

class Session;

struct NamedColoring {
    std::string name;
    Coloring coloring;
};
// Of what is open; each name once. A gene that is called as a column is gene:NAME.
std::vector<NamedColoring> coloringNames(const Session& session);

}  // namespace regulus
