// What the decisions of a model that reads regulons rest on, in words, for window and command line alike.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace regulus {

// Sentences, as many as the metrics of its record allow; see finish_training(). `bypass`: its ρ.
std::vector<std::string> rests_on(const std::map<std::string, double>& metrics, double bypass);

}  // namespace regulus
