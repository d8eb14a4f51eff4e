// The cells that are open on the map of another dataset: a map and two columns of the session.
//
// Thread: the GUI thread.
#pragma once

#include <QString>
#include <functional>
#include <memory>
#include <string>

#include "core/data/dataset.h"
#include "ui/session/session.h"

namespace regulus {

struct PlacingRequest {
    std::shared_ptr<const Dataset> reference;
    std::string map;  // key of one of its embeddings, see can_take_cells()
    int neighbours = 15;
    double minDist = 0.3;
    std::uint64_t seed = 0;
};

// Returns at once; a later one takes its place. The map is shown when it is there, with its columns in a step
// of undo of their own; what a person should know is noticed by the session. Errors go to jobs().failed.
// `done`: that it is there.
void placeOnMap(Session& session, const PlacingRequest& request, std::function<void()> done = {});

// Where a later placing puts its map: those on one map of one file replace each other.
std::string placedKey(const Dataset& reference, const std::string& map);

}  // namespace regulus
