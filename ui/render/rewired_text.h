// How a value stands beside those of rewired priors, in the same words wherever it is shown. What is compared
// is another thing in each place, and each names it: attention itself, against uniform; how far a group lies
// from the others; how far two groups, or cells, lie apart.
#pragma once

#include <QString>

namespace regulus {

enum class RewiredOf {
    Attention,    // as a multiple of uniform
    Spread,       // of attention, over the cells
    FromGroups,   // distance of a group from the mean of the groups
    FromUniform,  // distance of a group from uniform attention
    Difference,   // of two groups or cells
};

// `above`: how many of the `rewired` give at least as much. "more attention than with any of 20 rewired
// priors", "as much attention with 3 of 20 rewired priors".
QString rewiredText(RewiredOf of, int above, int rewired);
// Behind it, the same against priors in which every regulon stands under another TF's name, with that TF's
// mRNA: "more than with any of 100 with TF names exchanged", "as far with 4 of 100 with TF names exchanged".
QString renamedText(RewiredOf of, int above, int renamed);
// "farther from the mean of the groups than with any of 20 rewired priors": of what there is above all.
QString beyondRewired(RewiredOf of, int rewired);
// While it is not known.
QString beingCompared();
// What a key calls a value that at least one of them reaches: "within rewired priors".
QString withinRewired();

// Of a TF that is among the first ten of a group: why it is not stable; see core/interpret/tf_stability.h.
QString notStableText();

}  // namespace regulus
