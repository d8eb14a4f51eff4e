#include <QJsonDocument>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "core/base/error.h"
#include "core/io/files/safetensors.h"
#include "core/io/files/tensor_checksum.h"
#include "ui/session/gates_json.h"
#include "ui/session/looks_json.h"
#include "ui/session/recipe_json.h"
#include "ui/session/session_file.h"
#include "ui/session/session_format.h"

namespace regulus {

namespace {

using nlohmann::json;

constexpr std::size_t most_cells = 1'000'000'000;

// What a session cannot hold.
class Impossible : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

[[noreturn]] void damaged(const std::string& path, const std::string& why) {
    throw Error(ErrorKind::Input, "The session file is damaged: " + why, path,
                "Open the dataset again, or an older copy of the session");
}

template <class Word>
Word word(const json& j, int last) {
    const int value = j.get<int>();
    if (value < 0 || value > last) throw Impossible("a choice that is not known");
    return static_cast<Word>(value);
}

QString text(const json& j) {
    return QString::fromStdString(j.get<std::string>());
}

void takeData(const json& j, SessionRecord& record) {
    record.data = text(j.at("path"));
    record.cells = j.at("cells");
    if (record.cells > most_cells) throw Impossible("more cells than there can be");
    record.fingerprint = j.at("fingerprint");
    record.values = j.value("values", std::string());  // older files have none
    OpenChoices& choices = record.choices;
    choices.labelColumn = j.at("labels");
    choices.batchColumn = j.at("donors");
    choices.assay = j.at("assay");
    choices.read.part = j.at("part");
    choices.read.annotation = j.at("obs");
    choices.read.table_rows = word<TableRows>(j.at("rows"), 2);
    choices.genes.column = j.at("gene column");
    choices.mappingPath = j.at("gene mapping");
    if (j.contains("gene spelling"))
        choices.genes.spelling =
            word<Spelling>(j.at("gene spelling"), static_cast<int>(Spelling::WithoutCase));
}

void takePrior(const json& j, SessionRecord& record) {
    record.prior = text(j.at("path"));
    PriorOptions& options = record.priorOptions;
    options.worst_confidence = static_cast<char>(word<int>(j.at("worst confidence"), 127));
    options.sign = word<SignFilter>(j.at("sign"), 2);
    options.min_importance = j.at("min importance");
    options.top_targets = j.at("top targets");
    options.tf_list = j.at("tf list");
    options.expand_complexes = j.at("expand complexes");
}

Coloring coloringFrom(const json& j) {
    Coloring coloring;
    coloring.source = word<ColorSource>(j.at("colour"), static_cast<int>(ColorSource::Blend));
    coloring.name = j.at("colour name");
    coloring.assay = j.at("colour assay");
    coloring.measure = word<RegulonMeasure>(j.at("colour measure"), static_cast<int>(RegulonMeasure::Effect));
    if (j.contains("colour range")) {
        coloring.range = {j["colour range"].at(0).get<double>(), j["colour range"].at(1).get<double>()};
        if (!(coloring.range->low < coloring.range->high)) throw Impossible("a colour scale without colours");
    }
    return coloring;
}

// A number that cannot be read is left out: the session opens, and says that its blend lacks a number.
std::vector<Coloring> blendFrom(const json& j) {
    std::vector<Coloring> parts;
    if (!j.contains("colour blend") || !j["colour blend"].is_array()) return parts;
    for (const json& one : j["colour blend"]) {
        try {
            parts.push_back(coloringFrom(one));
        } catch (const json::exception&) {
        } catch (const Impossible&) {
        }
    }
    return parts;
}

Coloring wholeColoring(const json& j) {
    Coloring coloring = coloringFrom(j);
    if (coloring.source == ColorSource::Blend) coloring.parts = blendFrom(j);
    return coloring;
}

PlaneView cameraFrom(const json& j) {
    PlaneView camera{{j.at(0).get<double>(), j.at(1).get<double>()}, j.at(2).get<double>()};
    // Files of before have none.
    if (j.size() > 3) camera.aspect = std::max(0.0, j.at(3).get<double>());
    return camera;
}

std::vector<std::string> textsFrom(const json& j) {
    std::vector<std::string> texts;
    if (!j.is_array()) return texts;
    for (const json& one : j)
        if (one.is_string()) texts.push_back(one.get<std::string>());
    return texts;
}

// Where files of before kept what the gallery shows.
void takeOldGallery(SessionRecord& record) {
    const QJsonObject gallery = record.views.take(QStringLiteral("gallery")).toObject();
    if (const QString names = gallery[QStringLiteral("names")].toString(); !names.isEmpty())
        record.view.galleryNames = names.toStdString();
    if (gallery[QStringLiteral("one scale")].toBool()) record.view.galleryOneScale = true;
}

void takeView(const json& j, SessionRecord& record) {
    ViewSettings& view = record.view;
    view.embedding = j.at("embedding");
    view.pointSize = j.at("point size");
    view.opacity = j.at("opacity");
    view.labels = j.at("labels");
    view.legend = j.at("legend");
    view.threeD = j.at("3d");
    // Files of before have neither.
    if (const auto at = j.find("3d embedding"); at != j.end() && at->is_string()) view.spaceEmbedding = *at;
    if (const auto at = j.find("3d orientation"); at != j.end() && at->is_boolean()) view.orientation = *at;
    view.continuousMap = j.at("colour map");
    view.splitColumn = j.at("split");
    if (const auto at = j.find("contours"); at != j.end() && at->is_string()) view.contours = *at;
    if (const auto at = j.find("mixed order"); at != j.end() && at->is_boolean()) view.mixedOrder = *at;
    if (const auto at = j.find("gallery names"); at != j.end() && at->is_string()) view.galleryNames = *at;
    if (const auto at = j.find("gallery one scale"); at != j.end() && at->is_boolean())
        view.galleryOneScale = *at;
    if (const auto at = j.find("gallery embeddings"); at != j.end()) view.besideMaps = textsFrom(*at);
    if (const auto at = j.find("pane embeddings"); at != j.end() && at->is_object())
        for (const auto& [pane, maps] : at->items())
            if (auto keys = textsFrom(maps); !keys.empty()) view.paneMaps.emplace(pane, std::move(keys));
    record.coloring = wholeColoring(j);
    record.tf = j.at("tf");
    record.window = text(j.at("window"));
    // Words of views are theirs to understand; files of before have none.
    if (j.contains("views"))
        record.views =
            QJsonDocument::fromJson(QByteArray::fromStdString(j.at("views").get<std::string>())).object();
    takeOldGallery(record);
    if (const auto at = j.find("camera"); at != j.end()) record.camera = cameraFrom(*at);
    if (const auto at = j.find("other cameras"); at != j.end() && at->is_object())
        for (const auto& [key, camera] : at->items()) record.otherCameras.emplace(key, cameraFrom(camera));
    const auto cellOf = [&](const char* name) -> std::optional<std::uint32_t> {
        if (!j.contains(name)) return std::nullopt;
        const auto cell = j.at(name).get<std::uint32_t>();
        if (cell >= record.cells) throw Impossible("a cell that is not there");
        return cell;
    };
    record.cell = cellOf("cell");
    record.pinned = cellOf("pinned cell");
}

class Reader {
  public:
    Reader(const TensorFile& file, std::size_t cells) : m_file(file), m_cells(cells) {}

    CellSet set(const std::string& name) const {
        CellSet cells(m_cells);
        for (const std::int32_t row : tensor_values<std::int32_t>(m_file, name)) {
            if (row < 0 || static_cast<std::size_t>(row) >= m_cells)
                throw Impossible("a cell that is not there");
            cells.insert(static_cast<std::size_t>(row));
        }
        return cells;
    }
    std::vector<std::int32_t> codes(const std::string& name, std::size_t categories) const {
        std::vector<std::int32_t> codes = tensor_values<std::int32_t>(m_file, name);
        if (codes.size() != m_cells) throw Impossible("a column of another length");
        for (const std::int32_t code : codes)
            if (code < -1 || code >= static_cast<std::int32_t>(categories))
                throw Impossible("a category that is not there");
        return codes;
    }
    std::vector<double> numbers(const std::string& name) const {
        std::vector<double> numbers = tensor_values<double>(m_file, name);
        if (numbers.size() != m_cells) throw Impossible("a column of another length");
        return numbers;
    }
    Matrix coordinates(const std::string& name) const {
        Matrix matrix = places(name);
        if (matrix.rows != m_cells) throw Impossible("a map of another length");
        return matrix;
    }
    // Of the cells of another dataset.
    Matrix places(const std::string& name) const {
        const TensorFile::Entry& entry = tensor(m_file, name, tensor_dtype<float>());
        if (entry.shape.size() != 2 || entry.shape[0] < 1 || entry.shape[1] < 2)
            throw Impossible("a map without places");
        Matrix matrix(static_cast<std::size_t>(entry.shape[0]), static_cast<std::size_t>(entry.shape[1]));
        matrix.values = tensor_values<float>(m_file, name);
        return matrix;
    }

  private:
    const TensorFile& m_file;
    std::size_t m_cells;
};

ComparedCells sideFrom(const json& j, const std::string& name, const Reader& reader) {
    if (j.is_null()) return {};
    return {j.at("column"), j.at("codes").get<std::vector<int>>(), text(j.at("name")), reader.set(name)};
}

ComparisonFilters filtersFrom(const json& j) {
    return {j.at("min share"), j.at("min change"), j.at("most q"), j.at("up only").get<bool>(),
            j.value("standing only", false)};
}

ComparisonSetup comparisonFrom(const json& j, const Reader& reader) {
    ComparisonSetup setup;
    setup.allGroups = j.at("all groups");
    setup.column = j.at("column");
    setup.a = sideFrom(j.at("a"), "side.a", reader);
    setup.b = sideFrom(j.at("b"), "side.b", reader);
    setup.donors = j.at("donors");
    setup.visibleOnly = j.at("visible only");
    setup.filters = filtersFrom(j.at("filters"));
    return setup;
}

// As words of views: what a later version may say is passed over.
JudgingSettings judgingFrom(const json& j) {
    JudgingSettings judging;
    if (const auto at = j.find("threshold"); at != j.end() && at->is_number())
        if (const double kept = *at; kept >= 0 && kept <= 1) judging.threshold = kept;
    if (const auto at = j.find("selected"); at != j.end() && at->is_boolean()) judging.selected = *at;
    if (const auto at = j.find("on"); at != j.end() && at->is_number_integer())
        if (const int kept = *at; kept >= 0 && kept <= static_cast<int>(JudgedOn::HeldOut))
            judging.on = static_cast<JudgedOn>(kept);
    return judging;
}

PlotSettings plotsFrom(const json& j) {
    const auto kind = plotKindNamed(j.at("kind"));
    if (!kind) throw Impossible("a plot that is not known");
    PlotSettings plots;
    plots.look = {.kind = *kind,
                  .color = word<PlotColor>(j.at("colour"), static_cast<int>(PlotColor::ZScore)),
                  .swapped = j.at("swapped"),
                  .tree = j.at("tree"),
                  .clusterGenes = j.at("cluster genes"),
                  .counts = j.at("counts")};
    plots.values = word<ValuesOf>(j.at("values"), static_cast<int>(ValuesOf::Columns));
    plots.compared = j.at("compared");
    plots.column = j.at("column");
    plots.split = j.at("split");
    plots.across = j.at("across");
    plots.donors = j.at("donors");
    plots.reference = j.at("reference");
    plots.names = text(j.at("names"));
    plots.groupOrder = j.at("group order").get<std::vector<std::string>>();
    plots.partOrder = j.at("part order").get<std::vector<std::string>>();
    return plots;
}

WorkspaceLook lookFrom(const json& j, const std::string& place, const Reader& reader) {
    WorkspaceLook look;
    std::size_t at = 0;
    for (const json& key : j.at("visible"))
        look.filters.visible[key.get<std::string>()] = reader.set(place + ".visible." + std::to_string(at++));
    look.filters.hidden = j.at("hidden").get<std::map<std::string, std::set<int>>>();
    look.selection = reader.set(place + ".selection");
    look.comparesVisible = j.at("compares visible");
    look.map = j.at("map");
    look.space = j.at("3d");
    look.spaceMap = j.at("3d map");
    look.coloring = wholeColoring(j.at("colouring"));
    if (const auto camera = j.find("camera"); camera != j.end()) look.camera = cameraFrom(*camera);
    return look;
}

Workspaces workspacesFrom(const json& j, const Reader& reader) {
    Workspaces workspaces;
    for (const json& one : j.at("all")) {
        const std::string place = "workspace." + std::to_string(workspaces.all.size());
        workspaces.all.push_back({text(one.at("name")), reader.set(place), one.at("new map"),
                                  lookFrom(one.at("look"), place, reader)});
        if (workspaces.all.back().name.isEmpty()) throw Impossible("a workspace without a name");
    }
    workspaces.current = text(j.at("current"));
    workspaces.outside = lookFrom(j.at("outside"), "outside", reader);
    const auto named = [&](const QString& name) {
        return std::ranges::count(workspaces.all, name, &Workspace::name);
    };
    const bool twice =
        std::ranges::any_of(workspaces.all, [&](const auto& one) { return named(one.name) > 1; });
    if (twice || (!workspaces.current.isEmpty() && named(workspaces.current) == 0))
        throw Impossible("workspaces that are not there");
    return workspaces;
}

void takeParts(const json& j, const Reader& reader, SessionRecord& record) {
    const auto numbered = [](const char* part, std::size_t at) { return part + std::to_string(at); };
    const auto recipe = [&record](const json& one) {  // older files have none
        return recipeFrom(one.value("recipe", json()), record.model);
    };
    for (const json& one : j.at("columns")) {
        if (one.value("numbers", false)) {
            Numeric scores;
            scores.values = reader.numbers(numbered("column.", record.own.size()));
            scores.type = {sizeof(float), false};
            record.own.push_back({one.at("name"), nullptr, text(one.at("origin")),
                                  one.at("edited").get<bool>(),
                                  std::make_shared<const Numeric>(std::move(scores)), recipe(one)});
            continue;
        }
        Categorical values;
        values.categories = one.at("categories").get<std::vector<std::string>>();
        values.colors = one.at("colors").get<std::vector<std::string>>();
        values.codes = reader.codes(numbered("column.", record.own.size()), values.categories.size());
        record.own.push_back({one.at("name"),
                              std::make_shared<const Categorical>(std::move(values)),
                              text(one.at("origin")),
                              one.at("edited").get<bool>(),
                              {},
                              recipe(one)});
    }
    if (j.contains("looks")) record.looks = looksFrom(j.at("looks"));
    record.labelColumn = j.at("labels");
    for (const json& one : j.at("embeddings")) {
        auto coordinates = std::make_shared<const Matrix>(
            reader.coordinates(numbered("embedding.", record.embeddings.size())));
        ShownEmbedding map{.key = one.at("key"),
                           .title = text(one.at("title")),
                           .provenance = text(one.at("provenance")),
                           .coordinates = std::move(coordinates),
                           .recipe = recipe(one)};
        if (one.contains("reference")) {
            map.reference = std::make_shared<const Matrix>(
                reader.places(numbered("reference.", record.embeddings.size())));
            map.referenceName = text(one.at("reference"));
        }
        record.embeddings.push_back(withGrid(std::move(map)));
    }
    std::size_t at = 0;
    for (const json& key : j.at("visible"))
        record.visible[key.get<std::string>()] = reader.set(numbered("visible.", at++));
    record.hidden = j.at("hidden").get<std::map<std::string, std::set<int>>>();
    for (const json& name : j.at("groups"))
        record.groups.emplace_back(text(name), reader.set(numbered("group.", record.groups.size())));
    if (j.contains("comparison")) record.comparison = comparisonFrom(j.at("comparison"), reader);
    if (j.contains("plots")) record.plots = plotsFrom(j.at("plots"));
    if (j.contains("scatter")) record.scatter = scatterFrom(j.at("scatter"));
    if (j.contains("judging")) record.judging = judgingFrom(j.at("judging"));
    if (j.contains("gates")) record.gates = gatesFrom(j.at("gates"));
    if (const std::string problem = gates_problem(record.gates); !problem.empty()) throw Impossible(problem);
    if (j.contains("workspaces")) record.workspaces = workspacesFrom(j.at("workspaces"), reader);
    record.learnedHere = j.at("learned here");
}

std::shared_ptr<const ModelFile> modelIn(const TensorFile& file, const std::string& path) {
    TensorFile model;
    for (const auto& [key, value] : file.metadata)
        if (key.starts_with(session_model_part))
            model.metadata[key.substr(session_model_part.size())] = value;
    if (model.metadata.empty()) return nullptr;
    for (const auto& [name, entry] : file.tensors)
        if (name.starts_with(session_model_part))
            model.tensors[name.substr(session_model_part.size())] = entry;
    return std::make_shared<const ModelFile>(model_of(model, path));
}

SessionRecord recordFrom(const TensorFile& file, const std::string& path) {
    if (file.metadata.at(tensor_checksum_key) != tensor_checksum(file))
        damaged(path, "its checksum is another");
    const json j = json::parse(file.metadata.at("session"));
    SessionRecord record;
    takeData(j.at("data"), record);
    takePrior(j.at("prior"), record);
    takeView(j.at("view"), record);
    const Reader reader(file, record.cells);
    record.model = modelIn(file, path);
    takeParts(j.at("parts"), reader, record);  // some are of the model
    record.selection = reader.set("selection");
    return record;
}

// Its messages are about models, which most such files are.
TensorFile tensorsIn(const std::string& path, Job& job) {
    try {
        return read_safetensors(path, job);
    } catch (const Error& error) {
        const std::string about = "The model file";
        if (!error.problem().starts_with(about)) throw;
        throw Error(ErrorKind::Input, "The session file" + error.problem().substr(about.size()), path,
                    "Open another .regulus file, or the dataset itself");
    }
}

}  // namespace

SessionRecord readSession(const std::string& path, Job& job) {
    const TensorFile file = tensorsIn(path, job);
    const auto format = file.metadata.find("format");
    if (format == file.metadata.end() || format->second != session_format)
        throw Error(ErrorKind::Input, "The file is no session of Regulus", path, "Open a .regulus file");
    const auto written = file.metadata.find("version");
    if (written != file.metadata.end() && written->second != std::to_string(session_version))
        throw Error(ErrorKind::Input, "The session was written by a newer version of Regulus", path,
                    "Update Regulus");
    try {
        return recordFrom(file, path);
    } catch (const json::exception&) {
        damaged(path, "its description is not what Regulus writes");
    } catch (const Impossible& impossible) {
        damaged(path, impossible.what());
    } catch (const std::out_of_range&) {
        damaged(path, "a part of it is missing");
    }
}

}  // namespace regulus
