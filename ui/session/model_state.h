// The model that is open and what it says about the cells. A plain value, replaced as a whole, that only
// Session changes.
#pragma once

#include <memory>
#include <set>
#include <string>

#include "core/workflow/model_results.h"
#include "core/workflow/tf_results.h"

namespace regulus {

// Null until computed: a model is there first, then the regulons of some cells, the predictions, and the
// regulons of all. To compute more (knock-out, attention of a cell), start a job on Lane::Model with a copy
// of `context`.
struct ModelState {
    std::shared_ptr<const ModelFile> file;  // fits the dataset, or null
    std::set<std::string> tokens;           // its genes
    std::shared_ptr<const ModelContext> context;
    std::shared_ptr<const ModelResults> results;
    std::shared_ptr<const RegulonResults> regulons;  // of a model that reads genes
    std::shared_ptr<const TfResults> tfs;            // of one that reads regulons
    // What the TFs of `tfs` get from edges that mean nothing; null until computed.
    std::shared_ptr<const std::vector<RegulonReader>> rewired;
    std::shared_ptr<const HalfReaders> halves;  // and from halves of the cells; as those

    bool unread = false;  // reading its regulons failed or was cancelled

    bool readsRegulons() const { return file && file->reader; }
    bool isToken(const std::string& gene) const { return tokens.contains(gene); }
};

}  // namespace regulus
