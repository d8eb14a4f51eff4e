// Priors of every kind, found out from the content, with the filters by turns; and lists of TFs.
#include "core/io/prior/prior_reader.h"
#include "tests/fuzz/fuzz_target.h"

namespace regulus::fuzz {
namespace {

constexpr std::string_view few = "source,target,weight\nSPI1,CD14,1\nPAX5,CD19,-1\nGATA3,IL7R,1\n";

void check(const RegulatoryNetwork& network) {
    if (network.edges.empty()) finding("a prior without any regulation");
    for (const Regulation& edge : network.edges) {
        if (edge.tf >= network.genes.size() || edge.target >= network.genes.size())
            finding("a regulation without its gene");
    }
}

PriorOptions options_of(std::size_t choice) {
    PriorOptions options;
    options.expand_complexes = (choice & 1U) != 0;
    if ((choice & 2U) != 0) options.worst_confidence = 'C';
    if ((choice & 4U) != 0) options.top_targets = 2;
    if ((choice & 8U) != 0) options.sign = SignFilter::Activating;
    if ((choice & 16U) != 0) options.min_importance = 0.5;
    return options;
}

void run(Bytes input) {
    Job job;
    const InputFile file(input);
    attempt([&] { check(read_prior(file.path(), {}, job)); });
    attempt([&] { check(read_prior_text("text", text_of(input), options_of(choice_of(input)), job)); });
}

void run_tf_list(Bytes input) {
    Job job;
    const InputFile file(input);
    PriorOptions options;
    options.tf_list = file.path();
    attempt([&] { check(read_prior_text("few", few, options, job)); });
}

const Registration target({"prior", run});
const Registration tf_list({"tf_list", run_tf_list});

}  // namespace
}  // namespace regulus::fuzz
