// Words and numbers as priors write them. Only for the sources of core/io.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace regulus {

// Error(Input) at a line; 0 names no line.
[[noreturn]] void refuse_prior(const std::string& path, std::size_t line, const std::string& what,
                               const std::string& remedy = "Correct the line, or choose a TF–target table");

std::string lower_case(std::string_view text);
std::optional<double> number_in(std::string_view text);
// "0,75" as "0.75": a comma within a field separates no columns, though it may in quotes where others do.
void use_decimal_points(std::vector<std::string>& fields);

struct SignWord {
    std::int8_t sign = 0;
    bool conflicting = false;
};
// The sign of a weight or the word for a mode; nullopt for anything else.
std::optional<SignWord> sign_in(std::string_view field);
// Words that stand between two genes in SIF files, known signs included; no numbers.
std::optional<SignWord> relation_in(std::string_view field);

// 'A' to 'E' in any case; of several ("B;D", as OmniPath joins them) the best; 0 for anything else.
char confidence_in(std::string_view field);
// "1", "True", "yes"; false for everything else.
bool truth_in(std::string_view field);

}  // namespace regulus
