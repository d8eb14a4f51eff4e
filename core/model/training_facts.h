// What the outcome of a training depends on: data, labels, split, prior, options, program. A state of a
// training is kept with these facts, so that it is never taken for one of another training.
#pragma once

#include <string>
#include <vector>

#include "core/model/training_input.h"

namespace regulus {

struct TrainingFact {
    std::string name;    // "prior", "learning rate"
    std::string value;   // for people
    std::string digest;  // SHA-256 of what `value` only names; "" where the value says it all
};

// By digest, where both have one: what the value only names may go by another name.
bool same(const TrainingFact& a, const TrainingFact& b);

// SHA-256 of the edges that a mask or regulons are made of.
std::string digest_of_prior(const RegulatoryNetwork& prior);

// In the order in which a person looks for a difference. Not among them is how many threads there are: the
// bytes do not depend on it.
std::vector<TrainingFact> training_facts(const TrainingInput& input, const TrainingOptions& options);

// The first difference in words: "learning rate was 0.001, and is 0.002"; "" when there is none. A file of
// another name with the same content is none.
std::string difference(const std::vector<TrainingFact>& before, const std::vector<TrainingFact>& now);

// All options, as JSON text; back, what the text lacks has its default. Throws nlohmann::json::exception for
// a value of another type, Error(Usage) for a form or mask that is not known.
std::string options_to_json(const TrainingOptions& options);
TrainingOptions options_from_json(const std::string& text);

}  // namespace regulus
