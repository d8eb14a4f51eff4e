// The genes that a TF is read from.
#pragma once

#include <string>
#include <vector>

namespace regulus {

class Session;

// The TF and those of its targets that weigh most, at most `most`, as the genes are called; empty where the
// TF is not read.
std::vector<std::string> targetsOf(const Session& session, const std::string& tf, std::size_t most);

}  // namespace regulus
