// How a value stands beside those of rewired priors, in the same words wherever it is shown.
#pragma once

#include <QString>

namespace regulus {

// `above`: how many of the `rewired` give at least as much. "beyond all 20 rewired priors", "3 of 20 rewired
// priors go at least as far".
QString rewiredText(int above, int rewired);
// What a key calls a value that at least one of them reaches: "within rewired priors".
QString withinRewired();

// Of a TF that is among the first ten of a group: why it is not stable; see core/interpret/tf_stability.h.
QString notStableText();

}  // namespace regulus
