// What is typed into the search of the predictions: words to be found, and conditions on numbers such as
// "probability<0.6" or "2nd >= 0.3".
#pragma once

#include <QString>
#include <vector>

namespace regulus {

struct PredictionTable;

struct NumberFilter {
    // The probability or score of the predicted class and of the second, what the first is ahead of the
    // second by, and how many classes cannot be excluded.
    enum class Of { Score, Second, Margin, Classes } of = Of::Score;
    enum class Sign { Less, AtMost, Equal, AtLeast, More } sign = Sign::Less;
    double value = 0;

    bool operator==(const NumberFilter&) const = default;
    // A cell that has no such number passes none.
    bool passes(const PredictionTable& table, std::size_t cell) const;
};

struct PredictionSearch {
    QString words;
    std::vector<NumberFilter> filters;  // all have to be passed
    QString unknown;                    // what is compared with a number and is the name of none; "": nothing
};
// Names of numbers: probability or score, 2nd, margin, classes; case does not matter, nor do spaces around
// the sign: < <= = >= > (or ≤ ≥). What is no condition is a word.
PredictionSearch readSearch(const QString& text);

}  // namespace regulus
