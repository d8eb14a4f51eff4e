// Features that are no genes: antibodies, peaks, guides, hashtags. Only for the sources of core/io.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/data/table.h"

namespace regulus {

bool is_expression_type(const std::string& type);  // "Gene Expression", however it is spelt
// A type other than genes that 10x and its users know; other programs write other things beside genes.
bool is_other_type(const std::string& type);

// The type of each feature as a column of var tells; empty when none does.
std::vector<std::string> feature_types_of(const Table& var);

struct ChosenFeatures {
    std::vector<std::uint32_t> which;   // ascending; empty for all
    std::vector<std::string> types;     // of the file, genes first, when it has several
    std::string type;                   // that was chosen among them; "" when all features are of one type
    std::vector<std::string> warnings;  // what was left out
};

// The genes among features of these types (one a feature, "" where none is given: a gene), or those of the
// type `wanted`. Throws Error(Usage) when there is no such type; `where` names the file.
ChosenFeatures choose_features(const std::vector<std::string>& types, const std::string& wanted,
                               const std::string& where);

}  // namespace regulus
