#include <QJsonDocument>
#include <nlohmann/json.hpp>

#include "core/io/files/safetensors.h"
#include "core/io/files/tensor_checksum.h"
#include "ui/session/gates_json.h"
#include "ui/session/looks_json.h"
#include "ui/session/recipe_json.h"
#include "ui/session/session_file.h"
#include "ui/session/session_format.h"

namespace regulus {

const std::string session_format = "regulus.session";

namespace {

using nlohmann::json;

class Writer {
  public:
    explicit Writer(TensorFile& file) : m_file(file) {}

    void put(const std::string& name, const CellSet& cells) {
        std::vector<std::int32_t> rows;
        for (const std::uint32_t row : cells.rows()) rows.push_back(static_cast<std::int32_t>(row));
        put(name, rows);
    }
    void put(const std::string& name, const std::vector<std::int32_t>& values) {
        m_file.tensors[name] = make_tensor<std::int32_t>({static_cast<std::int64_t>(values.size())},
                                                         std::span<const std::int32_t>(values));
    }
    void put(const std::string& name, const std::vector<double>& values) {
        m_file.tensors[name] =
            make_tensor<double>({static_cast<std::int64_t>(values.size())}, std::span<const double>(values));
    }
    void put(const std::string& name, const Matrix& matrix) {
        m_file.tensors[name] = make_tensor<float>(
            {static_cast<std::int64_t>(matrix.rows), static_cast<std::int64_t>(matrix.cols)},
            std::span<const float>(matrix.values));
    }
    // A model's own file within this one.
    void put(const ModelFile& model) {
        TensorFile own = tensors_of(model);
        for (auto& [key, text] : own.metadata) m_file.metadata[session_model_part + key] = std::move(text);
        for (auto& [name, entry] : own.tensors) m_file.tensors[session_model_part + name] = std::move(entry);
    }

  private:
    TensorFile& m_file;
};

json dataJson(const SessionRecord& record) {
    const OpenChoices& choices = record.choices;
    const ReadOptions& read = choices.read;
    json j{{"path", record.data.toStdString()},
           {"cells", record.cells},
           {"fingerprint", record.fingerprint},
           {"values", record.values},
           {"labels", choices.labelColumn},
           {"donors", choices.batchColumn},
           {"assay", choices.assay},
           {"part", read.part},
           {"obs", read.annotation},
           {"rows", static_cast<int>(read.table_rows)},
           {"gene column", choices.genes.column},
           {"gene mapping", choices.mappingPath}};
    if (choices.genes.spelling) j["gene spelling"] = static_cast<int>(*choices.genes.spelling);
    return j;
}

json priorJson(const SessionRecord& record) {
    const PriorOptions& options = record.priorOptions;
    return {{"path", record.prior.toStdString()},
            {"worst confidence", static_cast<int>(options.worst_confidence)},
            {"sign", static_cast<int>(options.sign)},
            {"min importance", options.min_importance},
            {"top targets", options.top_targets},
            {"tf list", options.tf_list},
            {"expand complexes", options.expand_complexes}};
}

json scaleJson(const Coloring& coloring) {
    return {coloring.range->low, coloring.range->high};
}

json partJson(const Coloring& part) {
    json j{{"colour", static_cast<int>(part.source)},
           {"colour name", part.name},
           {"colour assay", part.assay},
           {"colour measure", static_cast<int>(part.measure)}};
    if (part.range) j["colour range"] = scaleJson(part);
    return j;
}

json coloringJson(const Coloring& coloring) {
    json j = partJson(coloring);
    if (coloring.source != ColorSource::Blend) return j;
    json& parts = j["colour blend"] = json::array();
    for (const Coloring& part : coloring.parts) parts.push_back(partJson(part));
    return j;
}

json cameraJson(const PlaneView& camera) {
    return {camera.center.x(), camera.center.y(), camera.span, camera.aspect};
}

json viewJson(const SessionRecord& record) {
    const ViewSettings& view = record.view;
    json j{{"embedding", view.embedding},
           {"point size", view.pointSize},
           {"opacity", view.opacity},
           {"labels", view.labels},
           {"legend", view.legend},
           {"contours", view.contours},
           {"mixed order", view.mixedOrder},
           {"3d", view.threeD},
           {"3d embedding", view.spaceEmbedding},
           {"3d orientation", view.orientation},
           {"colour map", view.continuousMap},
           {"split", view.splitColumn},
           {"gallery names", view.galleryNames},
           {"gallery one scale", view.galleryOneScale},
           {"gallery embeddings", view.besideMaps},
           {"pane embeddings", view.paneMaps},
           {"tf", record.tf},
           {"window", record.window.toStdString()},
           {"views", QJsonDocument(record.views).toJson(QJsonDocument::Compact).toStdString()}};
    j.update(coloringJson(record.coloring));
    if (record.cell) j["cell"] = *record.cell;
    if (record.pinned) j["pinned cell"] = *record.pinned;
    if (record.camera) j["camera"] = cameraJson(*record.camera);
    for (const auto& [key, camera] : record.otherCameras) j["other cameras"][key] = cameraJson(camera);
    return j;
}

json sideJson(const ComparedCells& side, const std::string& name, Writer& writer) {
    if (!side.chosen()) return nullptr;
    writer.put(name, side.cells);
    return {{"column", side.column}, {"codes", side.codes}, {"name", side.name.toStdString()}};
}

json filtersJson(const ComparisonFilters& filters) {
    return {{"min share", filters.minShare},
            {"min change", filters.minChange},
            {"most q", filters.mostQ},
            {"up only", filters.upOnly},
            {"standing only", filters.standingOnly}};
}

json comparisonJson(const ComparisonSetup& setup, Writer& writer) {
    return {{"all groups", setup.allGroups},
            {"column", setup.column},
            {"donors", setup.donors},
            {"visible only", setup.visibleOnly},
            {"filters", filtersJson(setup.filters)},
            {"a", sideJson(setup.a, "side.a", writer)},
            {"b", sideJson(setup.b, "side.b", writer)}};
}

json judgingJson(const JudgingSettings& judging) {
    json j{{"threshold", judging.threshold}, {"selected", judging.selected}};
    if (judging.on) j["on"] = static_cast<int>(*judging.on);
    return j;
}

json plotsJson(const PlotSettings& plots) {
    const PlotLook& look = plots.look;
    return {{"kind", toString(look.kind)},
            {"colour", static_cast<int>(look.color)},
            {"swapped", look.swapped},
            {"tree", look.tree},
            {"cluster genes", look.clusterGenes},
            {"counts", look.counts},
            {"values", static_cast<int>(plots.values)},
            {"compared", plots.compared},
            {"column", plots.column},
            {"split", plots.split},
            {"across", plots.across},
            {"donors", plots.donors},
            {"reference", plots.reference},
            {"names", plots.names.toStdString()},
            {"group order", plots.groupOrder},
            {"part order", plots.partOrder}};
}

// `place`: what the tensors of its filters are called.
json lookJson(const WorkspaceLook& look, const std::string& place, Writer& writer) {
    json visible = json::array();
    for (const auto& [key, cells] : look.filters.visible) {
        writer.put(place + ".visible." + std::to_string(visible.size()), cells);
        visible.push_back(key);
    }
    writer.put(place + ".selection", look.selection);
    json j{{"visible", visible},
           {"hidden", look.filters.hidden},
           {"compares visible", look.comparesVisible},
           {"map", look.map},
           {"3d", look.space},
           {"3d map", look.spaceMap},
           {"colouring", coloringJson(look.coloring)}};
    if (look.camera) j["camera"] = cameraJson(*look.camera);
    return j;
}

json workspacesJson(const Workspaces& workspaces, Writer& writer) {
    json all = json::array();
    for (const Workspace& one : workspaces.all) {
        const std::string place = "workspace." + std::to_string(all.size());
        writer.put(place, one.cells);
        all.push_back({{"name", one.name.toStdString()},
                       {"new map", one.newMap},
                       {"look", lookJson(one.look, place, writer)}});
    }
    return {{"all", all},
            {"current", workspaces.current.toStdString()},
            {"outside", lookJson(workspaces.outside, "outside", writer)}};
}

json partsJson(const SessionRecord& record, Writer& writer) {
    json own = json::array(), embeddings = json::array(), visible = json::array(), groups = json::array();
    for (const OwnColumn& column : record.own) {
        const std::string place = "column." + std::to_string(own.size());
        json one{{"name", column.name}, {"origin", column.origin.toStdString()}, {"edited", column.edited}};
        one["recipe"] = recipeJson(column.recipe, record.model);
        if (column.numbers) {
            writer.put(place, column.numbers->values);
            one["numbers"] = true;
        } else {
            writer.put(place, column.values->codes);
            one["categories"] = column.values->categories;
            one["colors"] = column.values->colors;
        }
        own.push_back(std::move(one));
    }
    for (const auto& embedding : record.embeddings) {
        const std::string number = std::to_string(embeddings.size());
        writer.put("embedding." + number, *embedding->coordinates);
        json one{{"key", embedding->key},
                 {"title", embedding->title.toStdString()},
                 {"provenance", embedding->provenance.toStdString()},
                 {"recipe", recipeJson(embedding->recipe, record.model)}};
        if (embedding->reference) {
            writer.put("reference." + number, *embedding->reference);
            one["reference"] = embedding->referenceName.toStdString();
        }
        embeddings.push_back(std::move(one));
    }
    for (const auto& [key, cells] : record.visible) {
        writer.put("visible." + std::to_string(visible.size()), cells);
        visible.push_back(key);
    }
    for (const auto& [name, cells] : record.groups) {
        writer.put("group." + std::to_string(groups.size()), cells);
        groups.push_back(name.toStdString());
    }
    return {{"columns", own},
            {"looks", looksJson(record.looks)},
            {"labels", record.labelColumn},
            {"embeddings", embeddings},
            {"visible", visible},
            {"hidden", record.hidden},
            {"groups", groups},
            {"comparison", comparisonJson(record.comparison, writer)},
            {"plots", plotsJson(record.plots)},
            {"scatter", scatterJson(record.scatter)},
            {"gates", gatesJson(record.gates)},
            {"workspaces", workspacesJson(record.workspaces, writer)},
            {"judging", judgingJson(record.judging)},
            {"learned here", record.learnedHere}};
}

}  // namespace

void writeSession(const SessionRecord& record, const std::string& path, Job& job) {
    TensorFile file;
    Writer writer(file);
    writer.put("selection", record.selection);
    const json parts = partsJson(record, writer);
    const json j{{"data", dataJson(record)},
                 {"prior", priorJson(record)},
                 {"view", viewJson(record)},
                 {"parts", parts}};
    if (record.model) writer.put(*record.model);
    file.metadata["format"] = session_format;
    file.metadata["version"] = std::to_string(session_version);
    file.metadata["session"] = j.dump(-1, ' ', false, json::error_handler_t::replace);
    file.metadata[tensor_checksum_key] = tensor_checksum(file);
    write_safetensors(file, path, job);
}

}  // namespace regulus
