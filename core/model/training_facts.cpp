#include "core/model/training_facts.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <span>
#include <string_view>

#include "core/base/version.h"
#include "core/io/files/checksum.h"

namespace regulus {
namespace {

using nlohmann::json;

// A name in the plain words that a message uses, and a place in the options.
template <class Options, class Use>
void for_options(Options& options, const Use& use) {
    use("revision of the form", options.model.revision);
    use("heads", options.model.heads);
    use("dimensions", options.model.dimensions);
    use("bypass", options.model.bypass);
    use("bypass by rule", options.bypass_by_rule);
    use("weight of own mRNA", options.own);
    use("TFs, at most", options.max_tfs);
    use("cells of the reader", options.reader_cells);
    use("targets of a TF, at least", options.min_targets);
    use("genes, at most", options.max_genes);
    use("width", options.model.width);
    use("layers", options.model.layers);
    use("feed-forward units", options.model.feed_forward);
    use("pretraining epochs", options.pretraining_epochs);
    use("epochs", options.epochs);
    use("patience", options.patience);
    use("batch", options.batch);
    use("learning rate", options.learning_rate);
    use("weight decay", options.weight_decay);
    use("share of hidden genes", options.hide);
    use("seed of the first weights", options.seed);
    use("seed of a rewired prior", options.mask_seed);
}

json options_json(const TrainingOptions& options) {
    json j{{"form", to_string(options.model.read)}, {"mask", to_string(options.model.mask)}};
    for_options(options, [&](const char* name, const auto& value) { j[name] = value; });
    return j;
}

template <class T>
void add(Sha256& sum, std::span<const T> values) {
    const std::size_t count = values.size();
    sum.add({reinterpret_cast<const char*>(&count), sizeof count});
    sum.add({reinterpret_cast<const char*>(values.data()), values.size_bytes()});
}

void add(Sha256& sum, const std::vector<std::string>& names) {
    for (const std::string& name : names) {
        add<char>(sum, name);
    }
}

std::string digest_of_data(const TrainingInput& input) {
    Sha256 sum;
    sum.add(input.record.data_checksum + input.values_checksum);
    add(sum, input.genes);
    return sum.hex();
}

std::string digest_of_labels(const TrainingInput& input) {
    Sha256 sum;
    add<std::int32_t>(sum, input.labels);
    add(sum, input.classes);
    return sum.hex();
}

std::string digest_of_split(const TrainingInput& input) {
    Sha256 sum;
    for (const CellSet* part : {&input.train, &input.validation, &input.test}) add(sum, part->words());
    add<std::int32_t>(sum, input.groups);
    return sum.hex();
}

}  // namespace

bool same(const TrainingFact& a, const TrainingFact& b) {
    return a.name == b.name && a.digest == b.digest && (!a.digest.empty() || a.value == b.value);
}

std::string digest_of_prior(const RegulatoryNetwork& prior) {
    Sha256 sum;
    add(sum, prior.genes);
    for (const Regulation& edge : prior.edges) {
        add<std::uint32_t>(sum, std::array{edge.tf, edge.target});
        add<std::int8_t>(sum, std::array{edge.sign});
        add<float>(sum, std::array{edge.weight});
    }
    return sum.hex();
}

std::vector<TrainingFact> training_facts(const TrainingInput& input, const TrainingOptions& options) {
    const TrainingRecord& record = input.record;
    std::vector<TrainingFact> facts{{"version of Regulus", version(), ""},
                                    {"data", record.data_name, digest_of_data(input)},
                                    {"values learned from", record.assay, ""},
                                    {"labels", record.label_column, digest_of_labels(input)},
                                    {"split", record.split, digest_of_split(input)},
                                    {"prior", record.prior_name, digest_of_prior(input.prior)}};
    const json chosen = options_json(options);
    // The form first: without it the rest says little.
    for (const char* name : {"form", "mask"}) facts.push_back({name, chosen.at(name).get<std::string>(), ""});
    for_options(options, [&](const char* name, const auto&) {
        facts.push_back({name, chosen.at(name).dump(), ""});
    });
    return facts;
}

std::string difference(const std::vector<TrainingFact>& before, const std::vector<TrainingFact>& now) {
    for (const TrainingFact& fact : now) {
        const auto was = std::ranges::find(before, fact.name, &TrainingFact::name);
        if (was == before.end()) return fact.name + " is not in it";
        const bool same = fact.digest.empty() ? was->value == fact.value : was->digest == fact.digest;
        if (same) continue;
        if (was->value != fact.value) return fact.name + " was " + was->value + ", and is " + fact.value;
        return fact.name + " (" + fact.value + ") changed";
    }
    return {};
}

std::string options_to_json(const TrainingOptions& options) {
    return options_json(options).dump();
}

TrainingOptions options_from_json(const std::string& text) {
    const json j = json::parse(text);
    TrainingOptions options;
    options.model.read = read_mode_from(j.at("form").get<std::string>());
    options.model.mask = mask_mode_from(j.at("mask").get<std::string>());
    for_options(options, [&](const char* name, auto& value) {
        if (const auto found = j.find(name); found != j.end()) found->get_to(value);
    });
    return options;
}

}  // namespace regulus
