// How many TFs stand out between two groups, by difference and by z, where the prior means nothing: rewired
// priors, and priors with permuted names of genes, each taken for the prior.
//
//   bench_rewired --data FILE --prior FILE --of COLUMN=VALUE [--against COLUMN=VALUE] [--priors 20]
//                 [--taken 40] [--json]
#include <CLI/CLI.hpp>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>
#include <numeric>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/io/dataset/dataset_reader.h"
#include "core/io/prior/prior_reader.h"
#include "core/workflow/cell_groups.h"
#include "core/workflow/depth_sample.h"
#include "core/workflow/depth_tests.h"
#include "core/workflow/regulon_input.h"
#include "core/workflow/rewired_check.h"

namespace {

using namespace regulus;

struct Statistics {
    std::vector<double> difference, z;  // absolute, one a TF
};

Statistics statistics_of(const TfRead& read, std::size_t tfs, const DepthSample& sample, Job& job) {
    const SideTests tests = test_group({&read, 1}, tfs, sample, 0, "", job).front();
    Statistics made;
    for (const float difference : tests.differences)
        made.difference.push_back(std::abs(static_cast<double>(difference)));
    for (const StratifiedTest& test : tests.tests) made.z.push_back(std::abs(test.z));
    return made;
}

// The share of TFs whose p is most_p_of_rewired at most.
double standing(const Statistics& one, const std::vector<Statistics>& rewired,
                std::vector<double> Statistics::*what) {
    std::size_t count = 0;
    for (std::size_t tf = 0; tf < one.z.size(); ++tf) {
        const auto as_large = std::ranges::count_if(
            rewired, [&](const Statistics& other) { return !((other.*what)[tf] < (one.*what)[tf]); });
        const double p = static_cast<double>(as_large + 1) / static_cast<double>(rewired.size() + 1);
        count += p <= most_p_of_rewired ? 1 : 0;
    }
    return static_cast<double>(count) / static_cast<double>(one.z.size());
}

RegulonSet with_permuted_genes(RegulonSet set, std::uint64_t seed) {
    std::vector<std::int32_t> names(set.genes);
    std::iota(names.begin(), names.end(), 0);
    Random random(seed);
    random.shuffle(std::span(names));
    for (std::size_t t = 0; t < set.count(); ++t) {
        std::vector<std::pair<std::int32_t, float>> edges;
        for (std::size_t i = 0; i < set.targets_of(t).size(); ++i)
            edges.emplace_back(names[static_cast<std::size_t>(set.targets_of(t)[i])], set.weights_of(t)[i]);
        std::ranges::sort(edges);
        auto at = static_cast<std::size_t>(set.offsets[t]);
        for (const auto& [target, weight] : edges) {
            set.targets[at] = target;
            set.weights[at++] = weight;
        }
    }
    return set;
}

struct Options {
    std::string data, prior, of, against;
    std::size_t priors = 20, taken = 40;
};

nlohmann::json run(const Options& options) {
    Job job;
    const auto dataset = read_dataset(options.data, {}, job);
    const RegulatoryNetwork prior = read_prior(options.prior, {}, job);
    const RegulonInput input = prepare_regulons(*dataset, prior, {});
    std::vector<std::uint32_t> rows(dataset->cells());
    std::iota(rows.begin(), rows.end(), 0U);
    std::vector<ColumnValue> against;
    if (!options.against.empty()) against.push_back(parse_column_value(options.against, "--against"));
    const CellGroups groups =
        two_groups(dataset->obs, {parse_column_value(options.of, "--of")}, against, rows);
    const RegulonSet regulons = activity_regulons(input.genes, prior, PriorReaderOptions().min_targets);
    const ComparedValues values = compared_activity(input.expression, regulons);
    const DepthSample cells = depth_sample(values, groups, job);
    const auto begin = std::chrono::steady_clock::now();
    std::vector<Statistics> rewired, taken;
    for (const TfRead& read : values.rewired(options.priors + options.taken, job))
        (rewired.size() < options.priors ? rewired : taken)
            .push_back(statistics_of(read, regulons.count(), cells, job));
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    const Statistics shown = statistics_of(values.read, regulons.count(), cells, job);
    nlohmann::json line = {
        {"bench", "rewired"},
        {"of", options.of},
        {"against", options.against},
        {"tfs", regulons.count()},
        {"seconds_a_prior", seconds.count() / static_cast<double>(options.priors + options.taken)}};
    const auto add = [&](const char* name, std::vector<double> Statistics::*what) {
        double of_rewired = 0, of_permuted = 0;
        for (const Statistics& one : taken) of_rewired += standing(one, rewired, what);
        for (std::size_t i = 0; i < options.taken; ++i) {
            const ComparedValues permuted =
                compared_activity(input.expression, with_permuted_genes(regulons, 1000 + i));
            of_permuted +=
                standing(statistics_of(permuted.read, regulons.count(), cells, job), rewired, what);
        }
        const auto count = static_cast<double>(options.taken);
        line[name] = {{"prior", standing(shown, rewired, what)},
                      {"rewired", of_rewired / count},
                      {"permuted", of_permuted / count}};
    };
    add("difference", &Statistics::difference);
    add("z", &Statistics::z);
    return line;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app(
        "TFs with p of 5 % at most against rewired priors, of a prior and of priors without meaning");
    Options options;
    bool as_json = false;
    app.add_option("--data", options.data)->required();
    app.add_option("--prior", options.prior)->required();
    app.add_option("--of", options.of)->required();
    app.add_option("--against", options.against);
    app.add_option("--priors", options.priors)->check(CLI::Range(20, 1000));
    app.add_option("--taken", options.taken)->check(CLI::Range(1, 1000));
    app.add_flag("--json", as_json);
    CLI11_PARSE(app, argc, argv);
    try {
        const nlohmann::json line = run(options);
        if (as_json) {
            std::cout << line << std::endl;
            return 0;
        }
        for (const char* const what : {"difference", "z"})
            std::printf("by %-10s  prior %.3f  rewired %.3f  permuted %.3f of %zu TFs\n", what,
                        line[what]["prior"].get<double>(), line[what]["rewired"].get<double>(),
                        line[what]["permuted"].get<double>(), line["tfs"].get<std::size_t>());
    } catch (const Error& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
    return 0;
}
