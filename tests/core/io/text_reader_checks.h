// What the tests of readers of text have in common: what a reader says about a file, whether it reports its
// progress, and text with faults.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/base/job.h"
#include "core/base/random.h"
#include "core/data/dataset.h"

namespace regulus::test {

// Reads with read(), and every value. The exit code and the words of the Error, "" when it could be read.
template <class Read>
std::string outcome_of(const Read& read) {
    try {
        const auto data = read();
        (void)data->assays.at(0).matrix->block(0, data->cells());
    } catch (const Error& error) {
        return std::to_string(exit_code(error.kind())) + " " + error.what();
    }
    return {};
}

// Whether progress goes up. Cancels at a fraction.
struct Watch : Job {
    double last = 0, stop_at = 2;
    bool fell = false;
    void progress(double fraction, std::string_view) override {
        fell = fell || fraction < last;
        last = fraction;
        if (fraction >= stop_at) cancel();
    }
};

// One fault; which kind, goes by the round. `odd` are characters that mean something in such text.
inline std::string with_fault(std::string bytes, int round, std::string_view odd, Random& random) {
    const std::size_t place = random.below(bytes.size());
    switch (round % 7) {
        case 0:
            bytes.resize(place);
            break;
        case 1:
            bytes[place] = static_cast<char>(random.below(256));
            break;
        case 2:
            bytes.insert(place, std::to_string(random.next() >> random.below(64)));
            break;
        case 3:
            bytes.erase(place, 1 + random.below(20));
            break;
        case 4:
            bytes.insert(place, bytes.substr(random.below(bytes.size()), 50));
            break;
        case 5:
            bytes.insert(place, 3'000'000, odd[random.below(odd.size())]);
            break;
        default:
            bytes[place] = odd[random.below(odd.size())];
    }
    return bytes;
}

}  // namespace regulus::test
