#include "ui/session/session_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "core/base/error.h"
#include "core/io/files/safetensors.h"
#include "core/io/files/tensor_checksum.h"

namespace regulus {

const std::string session_format = "regulus.session";

namespace {

using nlohmann::json;

constexpr int version = 1;
constexpr std::size_t most_cells = 1'000'000'000;
const std::string model_part = "model/";

// What a session cannot hold.
class Impossible : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

[[noreturn]] void damaged(const std::string& path, const std::string& why) {
    throw Error(ErrorKind::Input, "The session file is damaged: " + why, path,
                "Open the dataset again, or an older copy of the session");
}

// --- writing -------------------------------------------------------------------------------------------

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
        for (auto& [key, text] : own.metadata) m_file.metadata[model_part + key] = std::move(text);
        for (auto& [name, entry] : own.tensors) m_file.tensors[model_part + name] = std::move(entry);
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

json viewJson(const SessionRecord& record) {
    const ViewSettings& view = record.view;
    const Coloring& coloring = record.coloring;
    json j{{"embedding", view.embedding},
           {"point size", view.pointSize},
           {"opacity", view.opacity},
           {"labels", view.labels},
           {"legend", view.legend},
           {"3d", view.threeD},
           {"colour map", view.continuousMap},
           {"split", view.splitColumn},
           {"colour", static_cast<int>(coloring.source)},
           {"colour name", coloring.name},
           {"colour assay", coloring.assay},
           {"colour measure", static_cast<int>(coloring.measure)},
           {"tf", record.tf},
           {"window", record.window.toStdString()}};
    if (record.cell) j["cell"] = *record.cell;
    return j;
}

json partsJson(const SessionRecord& record, Writer& writer) {
    json own = json::array(), embeddings = json::array(), visible = json::array(), groups = json::array();
    for (const OwnColumn& column : record.own) {
        const std::string place = "column." + std::to_string(own.size());
        json one{{"name", column.name}, {"origin", column.origin.toStdString()}, {"edited", column.edited}};
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
        writer.put("embedding." + std::to_string(embeddings.size()), *embedding->coordinates);
        embeddings.push_back({{"key", embedding->key},
                              {"title", embedding->title.toStdString()},
                              {"provenance", embedding->provenance.toStdString()}});
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
            {"labels", record.labelColumn},
            {"embeddings", embeddings},
            {"visible", visible},
            {"hidden", record.hidden},
            {"groups", groups},
            {"learned here", record.learnedHere}};
}

// --- reading -------------------------------------------------------------------------------------------

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

void takeView(const json& j, SessionRecord& record) {
    ViewSettings& view = record.view;
    view.embedding = j.at("embedding");
    view.pointSize = j.at("point size");
    view.opacity = j.at("opacity");
    view.labels = j.at("labels");
    view.legend = j.at("legend");
    view.threeD = j.at("3d");
    view.continuousMap = j.at("colour map");
    view.splitColumn = j.at("split");
    Coloring& coloring = record.coloring;
    coloring.source = word<ColorSource>(j.at("colour"), static_cast<int>(ColorSource::Confidence));
    coloring.name = j.at("colour name");
    coloring.assay = j.at("colour assay");
    coloring.measure = word<RegulonMeasure>(j.at("colour measure"), static_cast<int>(RegulonMeasure::Effect));
    record.tf = j.at("tf");
    record.window = text(j.at("window"));
    if (j.contains("cell")) {
        record.cell = j.at("cell").get<std::uint32_t>();
        if (*record.cell >= record.cells) throw Impossible("a cell that is not there");
    }
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
        const TensorFile::Entry& entry = tensor(m_file, name, tensor_dtype<float>());
        if (entry.shape.size() != 2 || entry.shape[0] != static_cast<std::int64_t>(m_cells) ||
            entry.shape[1] < 2)
            throw Impossible("a map of another length");
        Matrix matrix(m_cells, static_cast<std::size_t>(entry.shape[1]));
        matrix.values = tensor_values<float>(m_file, name);
        return matrix;
    }

  private:
    const TensorFile& m_file;
    std::size_t m_cells;
};

void takeParts(const json& j, const Reader& reader, SessionRecord& record) {
    const auto numbered = [](const char* part, std::size_t at) { return part + std::to_string(at); };
    for (const json& one : j.at("columns")) {
        if (one.value("numbers", false)) {
            Numeric scores;
            scores.values = reader.numbers(numbered("column.", record.own.size()));
            scores.type = {sizeof(float), false};
            record.own.push_back({one.at("name"), nullptr, text(one.at("origin")),
                                  one.at("edited").get<bool>(),
                                  std::make_shared<const Numeric>(std::move(scores))});
            continue;
        }
        Categorical values;
        values.categories = one.at("categories").get<std::vector<std::string>>();
        values.colors = one.at("colors").get<std::vector<std::string>>();
        values.codes = reader.codes(numbered("column.", record.own.size()), values.categories.size());
        record.own.push_back({one.at("name"), std::make_shared<const Categorical>(std::move(values)),
                              text(one.at("origin")), one.at("edited").get<bool>()});
    }
    record.labelColumn = j.at("labels");
    for (const json& one : j.at("embeddings")) {
        auto coordinates = std::make_shared<const Matrix>(
            reader.coordinates(numbered("embedding.", record.embeddings.size())));
        record.embeddings.push_back(withGrid({one.at("key"), text(one.at("title")),
                                              text(one.at("provenance")), std::move(coordinates), false}));
    }
    std::size_t at = 0;
    for (const json& key : j.at("visible"))
        record.visible[key.get<std::string>()] = reader.set(numbered("visible.", at++));
    record.hidden = j.at("hidden").get<std::map<std::string, std::set<int>>>();
    for (const json& name : j.at("groups"))
        record.groups.emplace_back(text(name), reader.set(numbered("group.", record.groups.size())));
    record.learnedHere = j.at("learned here");
}

std::shared_ptr<const ModelFile> modelIn(const TensorFile& file, const std::string& path) {
    TensorFile model;
    for (const auto& [key, value] : file.metadata)
        if (key.starts_with(model_part)) model.metadata[key.substr(model_part.size())] = value;
    if (model.metadata.empty()) return nullptr;
    for (const auto& [name, entry] : file.tensors)
        if (name.starts_with(model_part)) model.tensors[name.substr(model_part.size())] = entry;
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
    takeParts(j.at("parts"), reader, record);
    record.selection = reader.set("selection");
    record.model = modelIn(file, path);
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
    file.metadata["version"] = std::to_string(version);
    file.metadata["session"] = j.dump(-1, ' ', false, json::error_handler_t::replace);
    file.metadata[tensor_checksum_key] = tensor_checksum(file);
    write_safetensors(file, path, job);
}

SessionRecord readSession(const std::string& path, Job& job) {
    const TensorFile file = tensorsIn(path, job);
    const auto format = file.metadata.find("format");
    if (format == file.metadata.end() || format->second != session_format)
        throw Error(ErrorKind::Input, "The file is no session of Regulus", path, "Open a .regulus file");
    const auto written = file.metadata.find("version");
    if (written != file.metadata.end() && written->second != std::to_string(version))
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
