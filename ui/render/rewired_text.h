// How a value stands beside those of rewired priors, in the same words wherever it is shown.
#pragma once

#include <QString>

namespace regulus {

// `above`: how many of the `rewired` give at least as much. "above 20 of 20 rewired priors", "3 of 20 rewired
// priors give at least as much".
QString rewiredText(int above, int rewired);
// What a key calls a value that at least one of them reaches: "not above rewired priors".
QString notAboveRewired();

}  // namespace regulus
