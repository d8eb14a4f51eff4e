// The names that a map of a gallery can be asked for by, the same in the window and on the command line:
// columns, genes, prediction, certainty, regulon:TF and measures of it, such as activity:TF.
#pragma once

#include <string>
#include <vector>

#include "ui/figures/coloring.h"

namespace regulus {

class Session;

struct GalleryName {
    std::string name;
    Coloring coloring;
};
// Of what is open; each name once. A gene that is called as a column is gene:NAME.
std::vector<GalleryName> galleryNames(const Session& session);

}  // namespace regulus
