// Shares of a whole: intervals, and the scales on which they are tested.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace regulus {

struct Interval {
    double low = 0, high = 1;
};

// 95 % score interval of a share of which `part` of `whole` drawn independently were counted: Wilson, Journal
// of the American Statistical Association 22 (1927), 209. `part` <= `whole`; 0 to 1 of nothing.
Interval wilson_interval(std::size_t part, std::size_t whole);

// 95 % interval of the mean of shares (0 to 1) of several samples by Student's t, cut off at 0 and 1. Of
// fewer than two it is not known: NaN.
Interval mean_interval(std::span<const double> shares);

// How shares become numbers that can be tested, as speckle's propeller does it: Phipson et al.,
// Bioinformatics 38 (2022), 4720.
enum class ShareTransform {
    Logit,        // ln(s / (1 − s)) of s = (c + ½) / (C + K/2), C being all cells of a sample, K groups
    ArcsineRoot,  // asin √(c / C)
};
const char* to_string(ShareTransform transform);  // "logit", "arcsine"

// `counts`: groups × samples; samples have cells, and there are two groups or more. Returns as many.
std::vector<double> transformed_shares(std::span<const double> counts, std::size_t samples,
                                       ShareTransform transform);

}  // namespace regulus
