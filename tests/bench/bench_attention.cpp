// One training step of an encoder layer: our kernel over the mask's edges against (a) dense masked attention
// and (b) the same layer without attention. Every way runs in a process of its own, for its own peak memory.
//
//   bench_attention [--genes N...] [--model FILE] [--gpu N] [--check DEVICE] [--json]
//
// --gpu measures LibTorch's operators on that GPU beside them. --check measures nothing: it compares the
// kernel and the device (operators, cuda, cuda:N) with a dense reference in double precision, and a whole
// network on the device with the kernel's, and fails where one differs by 1e-5 of the largest value or more.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <iostream>
#include <nlohmann/json.hpp>
#include <tuple>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/model/detail/attention_trial.h"
#include "core/model/detail/network_trial.h"
#include "core/model/model_file.h"
#include "tests/support/skewed_mask.h"

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
Measured measure(const AttentionMask& mask, AttentionWay way, int steps, int gpu = -1) {
    int ends[2];
    if (pipe(ends) != 0) throw Error(ErrorKind::Internal, "pipe failed");
    const pid_t child = fork();
    if (child == 0) {
        std::vector<double> seconds = time_layer(mask, {}, way, steps, gpu);
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

void report(const std::string& name, const AttentionMask& mask, bool as_json, int gpu) {
    const Rounds turns = measure_in_turn(mask);
    const Measured &kernel = turns.kernel, &none = turns.none;
    const Measured operators = measure(mask, AttentionWay::Operators, 5);
    // A genes × genes matrix a head and cell: beyond this it takes tens of gigabytes.
    const bool with_dense = mask.tokens <= 2500;
    Measured dense;
    if (with_dense) dense = measure(mask, AttentionWay::Dense, 4);
    Measured on_gpu, dense_on_gpu;
    if (gpu >= 0) {
        on_gpu = measure(mask, AttentionWay::Operators, 20, gpu);
        if (with_dense) dense_on_gpu = measure(mask, AttentionWay::Dense, 20, gpu);
    }
    if (!as_json) {
        std::cout << name << ": kernel " << kernel.seconds * 1e3 << " ms, no attention " << none.seconds * 1e3
                  << " ms, dense " << dense.seconds * 1e3 << " ms";
        if (gpu >= 0)
            std::cout << "; GPU: operators " << on_gpu.seconds * 1e3 << " ms, dense "
                      << dense_on_gpu.seconds * 1e3 << " ms";
        std::cout << "\n";
        return;
    }
    nlohmann::json result{{"bench", "attention"},
                          {"mask", name},
                          {"genes", mask.tokens},
                          {"edges", mask.edges()},
                          {"kernel_ms", kernel.seconds * 1e3},
                          {"none_ms", none.seconds * 1e3},
                          {"operators_ms", operators.seconds * 1e3},
                          {"kernel_mb", kernel.peak_mb},
                          {"none_mb", none.peak_mb},
                          {"operators_mb", operators.peak_mb},
                          {"operators_over_kernel", operators.seconds / kernel.seconds},
                          {"kernel_over_none", turns.ratios[turns.ratios.size() / 2]},
                          {"kernel_over_none_rounds", turns.ratios}};
    if (with_dense)
        result.update({{"dense_ms", dense.seconds * 1e3},
                       {"dense_mb", dense.peak_mb},
                       {"dense_over_kernel", dense.seconds / kernel.seconds}});
    if (gpu >= 0) {
        result["operators_gpu_ms"] = on_gpu.seconds * 1e3;
        if (with_dense) result["dense_gpu_ms"] = dense_on_gpu.seconds * 1e3;
        result["kernel_over_gpu"] = kernel.seconds / on_gpu.seconds;
    }
    std::cout << result << std::endl;
}

class Comparison {
  public:
    explicit Comparison(bool as_json) : m_as_json(as_json) {}
    void add(const std::string& what, double difference) {
        const bool close = difference < 1e-5;
        m_same = m_same && close;
        if (m_as_json)
            std::cout << nlohmann::json{{"check", what}, {"difference", difference}, {"same", close}}
                      << std::endl;
        else
            std::cout << (close ? "same  " : "OTHER ") << difference << "  " << what << std::endl;
    }
    void add(const std::string& what, const std::vector<float>& values, const std::vector<float>& reference) {
        double largest = 1e-12, worst = values.size() == reference.size() ? 0 : INFINITY;
        for (std::size_t i = 0; i < std::min(values.size(), reference.size()); ++i) {
            largest = std::max(largest, std::abs(static_cast<double>(reference[i])));
            worst =
                std::max(worst, std::abs(static_cast<double>(values[i]) - static_cast<double>(reference[i])));
        }
        add(what, worst / largest);
    }
    bool same() const { return m_same; }

  private:
    bool m_as_json, m_same = true;
};

void compare_attention(Comparison& comparison, const AttentionMask& mask, int heads, int head_width,
                       int cells, int gpu) {
    const AttentionTrial exact = try_attention(mask, cells, heads, head_width, 1, AttentionWay::Dense, true);
    const auto compare = [&](const std::string& way, const AttentionTrial& trial) {
        const std::string what =
            way + ", " + std::to_string(heads) + " × " + std::to_string(head_width) + ": ";
        comparison.add(what + "output", trial.out, exact.out);
        comparison.add(what + "weights", trial.weights, exact.weights);
        comparison.add(what + "gradient of q", trial.grad_q, exact.grad_q);
        comparison.add(what + "gradient of k", trial.grad_k, exact.grad_k);
        comparison.add(what + "gradient of v", trial.grad_v, exact.grad_v);
        comparison.add(what + "gradient of bias", trial.grad_bias, exact.grad_bias);
    };
    compare("kernel", try_attention(mask, cells, heads, head_width, 1, AttentionWay::Kernel));
    compare(gpu < 0 ? "operators" : "GPU",
            try_attention(mask, cells, heads, head_width, 1, AttentionWay::Operators, false, gpu));
}

// Whether all is the same.
bool check(const std::string& device, bool as_json) {
    const DeviceChoice choice = device_choice_from(device);
    const int gpu = choice.kind == DeviceChoice::Kind::Gpu ? choice.gpu : -1;
    Comparison comparison(as_json);
    const AttentionMask skewed = test::skewed_mask(60, 5);
    for (const auto& [heads, head_width, cells] :
         {std::tuple{4, 8, 11}, std::tuple{4, 16, 9}, std::tuple{3, 5, 17}, std::tuple{1, 12, 1}})
        compare_attention(comparison, skewed, heads, head_width, cells, gpu);
    for (const int layers : {1, 2}) {
        for (const auto& [what, difference] : device_differences(skewed, choice, layers, 37))
            comparison.add("network, " + std::to_string(layers) + " layers: " + what, difference);
    }
    for (const auto& [what, difference] : device_differences(random_mask(1000, 10), choice, 1, 64))
        comparison.add("network, 1000 genes: " + what, difference);
    return comparison.same();
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Attention in one encoder layer, in several ways");
    bool as_json = false;
    std::string model, device;
    int gpu = -1;
    std::vector<std::size_t> sizes{1000, 2000};
    app.add_option("--genes", sizes, "Tokens of random masks of 10 regulators each");
    app.add_option("--model", model, "A model file whose mask is measured, too");
    app.add_option("--gpu", gpu, "Also measure LibTorch's operators on this GPU");
    app.add_option("--check", device, "Measure nothing: compare this device with the kernel");
    app.add_flag("--json", as_json);
    CLI11_PARSE(app, argc, argv);
    try {
        if (!device.empty()) return check(device, as_json) ? 0 : 1;
        for (const std::size_t genes : sizes) report("10 regulators", random_mask(genes, 10), as_json, gpu);
        if (!model.empty()) report(model, load_model(model).mask, as_json, gpu);
        return 0;
    } catch (const Error& e) {
        std::cerr << e.what() << "\n";
        return exit_code(e.kind());
    }
}
