// One training step of an encoder layer: our kernel over the mask's edges against (a) dense masked attention
// and (b) the same layer without attention. Every way runs in a process of its own, for its own peak memory.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <iostream>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/model/detail/attention_trial.h"
#include "core/model/model_file.h"

namespace {

using namespace regulus;
using namespace regulus::detail;

AttentionMask random_mask(std::size_t tokens, std::size_t regulators) {
    AttentionMask mask;
    mask.tokens = tokens;
    Random random(1);
    for (std::size_t g = 0; g < tokens; ++g) {
        std::vector<std::int32_t> chosen;
        while (chosen.size() < regulators) {
            const auto t = static_cast<std::int32_t>(random.below(tokens));
            if (static_cast<std::size_t>(t) != g && std::ranges::find(chosen, t) == chosen.end())
                chosen.push_back(t);
        }
        std::ranges::sort(chosen);
        mask.regulators.insert(mask.regulators.end(), chosen.begin(), chosen.end());
        mask.offsets.push_back(static_cast<std::int32_t>(mask.regulators.size()));
    }
    mask.signs.assign(mask.regulators.size(), 1);
    return mask;
}

struct Measured {
    double seconds = 0;  // median of the steps after the first two
    double peak_mb = 0;
};

// In a child process: memory that another way left behind does not count.
Measured measure(const AttentionMask& mask, AttentionWay way, int steps) {
    int ends[2];
    if (pipe(ends) != 0) throw Error(ErrorKind::Internal, "pipe failed");
    const pid_t child = fork();
    if (child == 0) {
        std::vector<double> seconds = time_layer(mask, {}, way, steps);
        seconds.erase(seconds.begin(), seconds.begin() + std::min<std::ptrdiff_t>(2, steps - 1));
        std::ranges::sort(seconds);
        const double median = seconds[seconds.size() / 2];
        _exit(write(ends[1], &median, sizeof median) == sizeof median ? 0 : 1);
    }
    close(ends[1]);
    Measured result;
    const bool got = read(ends[0], &result.seconds, sizeof result.seconds) == sizeof result.seconds;
    close(ends[0]);
    int status = 0;
    rusage usage{};
    wait4(child, &status, 0, &usage);
    if (!got || status != 0) throw Error(ErrorKind::Memory, "A measured process failed");
    result.peak_mb = static_cast<double>(usage.ru_maxrss) / 1024;
    return result;
}

// The kernel and the layer without attention in turn, round after round: another program's load, which comes
// and goes, meets both.
struct Rounds {
    Measured kernel, none;       // medians of the rounds
    std::vector<double> ratios;  // kernel over none, one a round, ascending
};

Rounds measure_in_turn(const AttentionMask& mask) {
    constexpr int rounds = 7, steps = 7;
    std::vector<double> kernel, none;
    Rounds result;
    for (int i = 0; i < rounds; ++i) {
        result.kernel = measure(mask, AttentionWay::Kernel, steps);
        result.none = measure(mask, AttentionWay::None, steps);
        kernel.push_back(result.kernel.seconds);
        none.push_back(result.none.seconds);
        result.ratios.push_back(kernel.back() / none.back());
    }
    for (auto* values : {&kernel, &none, &result.ratios}) std::ranges::sort(*values);
    result.kernel.seconds = kernel[rounds / 2];
    result.none.seconds = none[rounds / 2];
    return result;
}

void report(const std::string& name, const AttentionMask& mask, bool as_json) {
    const Rounds turns = measure_in_turn(mask);
    const Measured &kernel = turns.kernel, &none = turns.none;
    const Measured operators = measure(mask, AttentionWay::Operators, 5);
    const Measured dense = measure(mask, AttentionWay::Dense, 4);
    if (!as_json) {
        std::cout << name << ": kernel " << kernel.seconds * 1e3 << " ms, no attention " << none.seconds * 1e3
                  << " ms, dense " << dense.seconds * 1e3 << " ms\n";
        return;
    }
    std::cout << nlohmann::json{{"bench", "attention"},
                                {"mask", name},
                                {"genes", mask.tokens},
                                {"edges", mask.edges()},
                                {"kernel_ms", kernel.seconds * 1e3},
                                {"none_ms", none.seconds * 1e3},
                                {"operators_ms", operators.seconds * 1e3},
                                {"dense_ms", dense.seconds * 1e3},
                                {"kernel_mb", kernel.peak_mb},
                                {"none_mb", none.peak_mb},
                                {"operators_mb", operators.peak_mb},
                                {"dense_mb", dense.peak_mb},
                                {"dense_over_kernel", dense.seconds / kernel.seconds},
                                {"kernel_over_none", turns.ratios[turns.ratios.size() / 2]},
                                {"kernel_over_none_rounds", turns.ratios}}
              << std::endl;
}

}  // namespace

int main(int argc, char** argv) {
    bool as_json = false;
    std::string model;  // a model file whose mask is measured too
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--json") == 0) as_json = true;
        if (std::strcmp(argv[i], "--model") == 0 && i + 1 < argc) model = argv[++i];
    }
    try {
        report("10 regulators", random_mask(1000, 10), as_json);
        report("10 regulators", random_mask(2000, 10), as_json);
        if (!model.empty()) report(model, load_model(model).mask, as_json);
        return 0;
    } catch (const Error& e) {
        std::cerr << e.what() << "\n";
        return exit_code(e.kind());
    }
}
