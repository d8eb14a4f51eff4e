// Training on simulated cells: seconds of an epoch (of making the model, where it reads regulons), by form of
// the model, number of cells and device, beside the same network in PyTorch by hand and the making of a model
// of regulons from the same cells.
//
//   bench_training [--cells N...] [--genes N] [--form F...] [--device D...] [--limit SECONDS]
//                  [--memory GB] [--python PROGRAM] [--json]
//
// An epoch that takes longer than the limit is stopped, and its length computed from how far it came.
// Beyond 20,000 cells the same ones come again.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/model/device.h"
#include "tests/bench/model_bench.h"

namespace {

using namespace regulus;
using namespace regulus::bench;
using nlohmann::json;

struct Epoch {
    double seconds = 0;
    bool whole = true;
};

// The next epoch of a trainer.
Epoch time_epoch(Trainer& trainer, double limit) {
    TimedJob job(limit);
    try {
        trainer.run_until(trainer.epoch() + 1, job);
        return {trainer.history().back().seconds, true};
    } catch (const Cancelled&) {
        return {job.whole(), false};
    }
}

json measure(const BenchCells& cells, std::size_t count, std::size_t genes, const std::string& form,
             double limit, const std::string& python) {
    const auto start = std::chrono::steady_clock::now();
    Job quiet;
    TrainingOptions options = bench_options(form, genes);
    const TrainingInput input = bench_input(cells, count);
    const auto trainer = Trainer::create(input, options, quiet);
    json result{{"bench", "training"}, {"form", form}, {"cells", count}, {"made_s", seconds_since(start)}};
    if (trainer->epochs() == 0) {
        const ModelFile model = trainer->best();
        result.update({{"genes", model.genes.size()}, {"edges", model.mask.edges()}});
    } else {
        const Epoch epoch = time_epoch(*trainer, limit);
        const double learned = static_cast<double>((input.validation | input.test).inverted().count());
        result.update({{"genes", genes},
                       {"epoch_s", epoch.seconds},
                       {"whole_epoch", epoch.whole},
                       {"cells_per_s", learned / epoch.seconds}});
        if (!python.empty() && options.model.mask != MaskMode::None) {
            const json other = pytorch_seconds(python, trainer->best(), std::min<std::size_t>(count, 6400));
            const double seconds =
                other.at("train_s").get<double>() * learned / other.at("cells").get<double>();
            result.update({{"pytorch_epoch_s", seconds}, {"pytorch_over_this", seconds / epoch.seconds}});
        }
        if (epoch.whole) {  // labels are learned after it
            const Epoch labelled = time_epoch(*trainer, limit);
            result["labelled_epoch_s"] = labelled.seconds;
            result["labelled_cells"] = input.train.count();
            result["whole_labelled_epoch"] = labelled.whole;
        }
    }
    result["peak_mb"] = peak_memory_mb();
    return result;
}

void print(const json& result, bool as_json) {
    if (as_json) {
        std::puts(result.dump().c_str());
    } else {
        fmt::print("{} on {}: {} cells, made in {:.2f} s", result["form"].get<std::string>(),
                   result["device"].get<std::string>(), result["cells"].get<std::size_t>(),
                   result["made_s"].get<double>());
        if (result.contains("epoch_s"))
            fmt::print(", an epoch {:.2f} s{}, {:.0f} cells/s", result["epoch_s"].get<double>(),
                       result["whole_epoch"].get<bool>() ? "" : " (from a part)",
                       result["cells_per_s"].get<double>());
        fmt::print("; {:.0f} MB\n", result["peak_mb"].get<double>());
    }
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Training, by form, cells and device");
    std::vector<std::size_t> sizes{1000, 10'000};
    std::vector<std::string> forms{"regulons", "genes"}, devices{"cpu"};
    std::size_t genes = 2000;
    double limit = 60;
    std::size_t memory = 0;
    std::string python = "/usr/bin/python3";
    bool as_json = false;
    app.add_option("--cells", sizes);
    app.add_option("--genes", genes);
    app.add_option("--form", forms);
    app.add_option("--device", devices);
    app.add_option("--limit", limit, "Seconds an epoch may take");
    app.add_option("--memory", memory, "GB that data may take, as regulus --memory");
    app.add_option("--python", python, "Python with PyTorch to compare with; empty: none");
    app.add_flag("--json", as_json);
    CLI11_PARSE(app, argc, argv);
    try {
        set_memory_ceiling(memory << 30U);
        const BenchCells cells = bench_cells(*std::ranges::max_element(sizes), genes);
        for (const std::size_t size : sizes) {
            double regulons = 0;  // seconds of the standard form
            for (const std::string& form : forms) {
                for (const std::string& device : devices) {
                    if (form == "regulons" && device != devices.front()) continue;  // on the CPU anyway
                    set_device_choice(device_choice_from(device));
                    json result =
                        measure(cells, size, genes, form, limit, device == devices.front() ? python : "");
                    if (form == "regulons")
                        regulons = result["made_s"];
                    else if (regulons > 0)
                        result["epoch_over_regulons"] = result["epoch_s"].get<double>() / regulons;
                    result.update(
                        {{"device", form == "regulons" ? "cpu" : device}, {"threads", thread_count()}});
                    print(result, as_json);
                }
            }
        }
        return 0;
    } catch (const Error& e) {
        std::fprintf(stderr, "%s\n", e.what());
        return exit_code(e.kind());
    }
}
