#include "core/model/model_record.h"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

namespace regulus {
namespace {

using nlohmann::json;

// JSON has no NaN: null stands for it.
json number(double value) {
    return std::isfinite(value) ? json(value) : json(nullptr);
}
double number(const json& j) {
    return j.is_null() ? std::numeric_limits<double>::quiet_NaN() : j.get<double>();
}

json history_json(const std::vector<EpochRecord>& history) {
    json list = json::array();
    for (const EpochRecord& epoch : history) {
        list.push_back({{"epoch", epoch.epoch},
                        {"pretraining", epoch.pretraining},
                        {"loss", number(epoch.loss)},
                        {"validation_loss", number(epoch.validation_loss)},
                        {"validation_macro_f1", number(epoch.validation_macro_f1)},
                        {"seconds", number(epoch.seconds)}});
    }
    return list;
}

std::vector<EpochRecord> history_from(const json& list) {
    std::vector<EpochRecord> history;
    for (const json& j : list) {
        history.push_back({j.at("epoch").get<int>(), j.at("pretraining").get<bool>(), number(j.at("loss")),
                           number(j.at("validation_loss")), number(j.at("validation_macro_f1")),
                           number(j.at("seconds"))});
    }
    return history;
}

}  // namespace

std::string history_to_json(const std::vector<EpochRecord>& history) {
    return history_json(history).dump();
}

std::vector<EpochRecord> history_from_json(const std::string& text) {
    return history_from(json::parse(text));
}

std::string record_to_json(const TrainingRecord& record) {
    json metrics = json::object();
    for (const auto& [name, value] : record.metrics) metrics[name] = number(value);
    json written = {
        {"data",
         {{"name", record.data_name},
          {"sha256", record.data_checksum},
          {"assay", record.assay},
          {"scale_known", record.scale_known},
          {"detected", record.detected}}},
        {"genes",
         {{"column", record.gene_column},
          {"spelling", record.gene_spelling},
          {"mapping", record.gene_mapping}}},
        {"prior", {{"name", record.prior_name}, {"sha256", record.prior_checksum}}},
        {"labels", record.label_column},
        {"split_by", record.split_column},
        {"split", record.split},
        {"label_fraction", record.label_fraction},
        {"seed", record.seed},
        {"seeds", {{"split", record.split_seed}, {"draw", record.draw_seed}, {"mask", record.mask_seed}}},
        {"simulated", record.simulated},
        {"cells",
         {{"train", record.train_cells},
          {"validation", record.validation_cells},
          {"test", record.test_cells}}},
        {"metrics", metrics},
        {"history", history_json(record.history)},
        {"written_by", record.version}};
    if (record.max_tfs > 0) written["max_tfs"] = record.max_tfs;
    if (!record.device.empty()) written["device"] = record.device;
    if (record.genes_in_totals) written["data"]["genes_in_totals"] = *record.genes_in_totals;
    return written.dump();
}

TrainingRecord record_from_json(const std::string& text) {
    const json j = json::parse(text);
    TrainingRecord record;
    record.data_name = j.at("data").at("name");
    record.data_checksum = j.at("data").at("sha256");
    record.assay = j.at("data").at("assay");
    record.scale_known = j.at("data").value("scale_known", true);  // older files lack it
    if (const auto genes = j.at("data").find("genes_in_totals"); genes != j.at("data").end())
        record.genes_in_totals = genes->get<std::size_t>();
    record.detected = j.at("data").value("detected", record.detected);  // older files lack it
    if (const auto genes = j.find("genes"); genes != j.end()) {         // older files lack it
        record.gene_column = genes->at("column");
        record.gene_spelling = genes->at("spelling");
        record.gene_mapping = genes->at("mapping");
    }
    record.prior_name = j.at("prior").at("name");
    record.prior_checksum = j.at("prior").at("sha256");
    record.label_column = j.at("labels");
    record.split_column = j.at("split_by");
    record.split = j.at("split");
    record.label_fraction = j.at("label_fraction");
    record.seed = record.split_seed = record.mask_seed = j.at("seed");
    if (const auto seeds = j.find("seeds"); seeds != j.end()) {  // older files lack it
        record.split_seed = seeds->at("split");
        record.draw_seed = seeds->at("draw");
        record.mask_seed = seeds->at("mask");
    }
    record.max_tfs = j.value("max_tfs", record.max_tfs);  // of all TFs it is not written
    record.simulated = j.at("simulated");
    record.train_cells = j.at("cells").at("train");
    record.validation_cells = j.at("cells").at("validation");
    record.test_cells = j.at("cells").at("test");
    for (const auto& [name, value] : j.at("metrics").items()) record.metrics[name] = number(value);
    record.history = history_from(j.at("history"));
    record.version = j.at("written_by");
    record.device = j.value("device", record.device);  // older files lack it
    return record;
}

}  // namespace regulus
