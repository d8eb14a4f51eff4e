#include "core/model/calibration_file.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/model/calibration.h"

namespace regulus {
namespace {

using nlohmann::json;

constexpr const char* key = "calibration";
constexpr const char* centroids_tensor = "calibration.centroids";
constexpr const char* whitening_tensor = "calibration.whitening";
// No calibration comes near these.
constexpr double most_temperature = 1000, most_offset = 1000, most_cells = 1e12;

void require(bool holds, const std::string& what) {
    if (!holds) throw Error(ErrorKind::Input, what + " of the calibration");
}

std::vector<double> one_a_class(const json& j, std::size_t classes, double least, double most,
                                const std::string& what) {
    auto values = j.get<std::vector<double>>();
    require(values.size() == classes &&
                std::ranges::all_of(values, [&](double v) { return v >= least && v <= most; }),
            what);
    return values;
}

Matrix matrix_from(const TensorFile& file, const std::string& name, std::size_t rows, std::size_t columns) {
    const std::vector<std::int64_t> shape{static_cast<std::int64_t>(rows),
                                          static_cast<std::int64_t>(columns)};
    require(tensor(file, name, tensor_dtype<float>()).shape == shape, "the shape of " + name);
    Matrix values(rows, columns);
    values.values = tensor_values<float>(file, name);
    require(std::ranges::all_of(values.values, [](float v) { return std::isfinite(v); }),
            "numbers in " + name);
    return values;
}

TensorFile::Entry entry_of(const Matrix& values) {
    return make_tensor<float>(
        {static_cast<std::int64_t>(values.rows), static_cast<std::int64_t>(values.cols)},
        std::span<const float>(values.values));
}

}  // namespace

void put_calibration(TensorFile& file, const ModelFile& model) {
    if (!model.calibration) {
        if (!model.not_calibrated.empty()) file.metadata[key] = json{{"none", model.not_calibrated}}.dump();
        return;
    }
    const Calibration& made = *model.calibration;
    file.metadata[key] = json{
        {"temperature", made.temperature},
        {"offsets", made.offsets},
        {"level", made.level},
        {"excluded_below", made.excluded_below},
        {"least_probability", made.least_probability},
        {"most_distance", made.most_distance},
        {"judged", made.judged},
        {"folds", made.folds},
        {"by_group",
         made.by_group}}.dump();
    file.tensors[centroids_tensor] = entry_of(made.shape.centroids);
    file.tensors[whitening_tensor] = entry_of(made.shape.whitening);
}

void take_calibration(const TensorFile& file, ModelFile& model) {
    const auto found = file.metadata.find(key);
    if (found == file.metadata.end()) return;  // older files lack it
    const json j = json::parse(found->second);
    if (j.contains("none")) {
        model.not_calibrated = j.at("none").get<std::string>();
        return;
    }
    if (model.config.read == ReadMode::Genes)
        throw Error(ErrorKind::Input, "a model that reads genes is not calibrated");
    const std::size_t classes = model.classes.size();
    auto made = std::make_shared<Calibration>();
    made->temperature = j.at("temperature");
    require(made->temperature > 0 && made->temperature <= most_temperature, "the temperature");
    made->offsets = one_a_class(j.at("offsets"), classes, -most_offset, most_offset, "the offsets");
    made->level = j.at("level");
    require(made->level > 0 && made->level < 1, "the level");
    made->excluded_below =
        one_a_class(j.at("excluded_below"), classes, 0, 1, "the probabilities of excluded classes");
    made->least_probability = j.at("least_probability");
    require(made->least_probability >= 0 && made->least_probability <= 1, "the least probability");
    made->most_distance =
        one_a_class(j.at("most_distance"), classes, 0, std::numeric_limits<double>::max(), "the distances");
    for (const double cells : one_a_class(j.at("judged"), classes, 0, most_cells, "the numbers of cells"))
        made->judged.push_back(static_cast<std::size_t>(cells));
    const double folds = j.at("folds");
    require(folds >= 2 && folds <= most_cells, "the number of folds");
    made->folds = static_cast<std::size_t>(folds);
    made->by_group = j.at("by_group");
    const auto dimensions = static_cast<std::size_t>(model.config.dimensions);
    made->shape = {matrix_from(file, centroids_tensor, classes, dimensions),
                   matrix_from(file, whitening_tensor, dimensions, dimensions)};
    model.calibration = std::move(made);
}

}  // namespace regulus
