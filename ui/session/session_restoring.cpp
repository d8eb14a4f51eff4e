// Whole sessions into files, and back.
#include <QDir>
#include <QFileInfo>
#include <algorithm>

#include "core/base/error.h"
#include "core/io/dataset/dataset_reader.h"
#include "core/io/prior/prior_starter.h"
#include "core/io/text/gene_mapping_reader.h"
#include "core/workflow/training_setup.h"
#include "core/workflow/values_digest.h"
#include "ui/session/prior_path.h"
#include "ui/session/session.h"
#include "ui/session/session_file.h"

namespace regulus {

struct RestoredSession {
    std::shared_ptr<const SessionRecord> record;
    QString missing;     // where the dataset was; nothing else is there then
    bool other = false;  // another one is where it was
    OpenedDataset opened;
    std::shared_ptr<const Labels> labels;
    std::shared_ptr<const RegulatoryNetwork> prior;
    QStringList notices;
};

namespace {

std::string fingerprintOf(const Dataset& dataset) {
    return fingerprint(dataset.obs, dataset.assays.front().var->index);
}

// Of some cells, so that it takes a moment; "" where even that would mean a pass over all.
std::string valuesOf(const Dataset& dataset, Job& job) {
    std::string digest;
    for (const Assay& assay : dataset.assays) {
        if (!assay.matrix->fast_blocks()) return {};
        digest += sample_digest(*assay.matrix, job);
    }
    return digest;
}

bool ofModel(const ShownEmbedding& embedding) {
    return embedding.key.starts_with("model:");
}

// Where a file was, and beside the session; of these where there is one.
QStringList placesOf(const QString& file, const QString& session) {
    QStringList places;
    for (const QString& place : {file, QFileInfo(session).absoluteDir().filePath(QFileInfo(file).fileName())})
        if (QFileInfo::exists(place) && !places.contains(place)) places << place;
    return places;
}

// The same of a table that was opened beside the dataset; what is gone is said, and done without.
void findTable(std::string& file, const QString& session, QStringList& notices) {
    if (file.empty()) return;
    const QString was = QString::fromStdString(file);
    const QStringList places = placesOf(was, session);
    if (places.isEmpty())
        notices << QObject::tr("The session is open without %1, which is not there any more.").arg(was);
    file = places.isEmpty() ? std::string() : places.front().toStdString();
}

// `record`: takes the place where the prior was found.
void openPriorOf(RestoredSession& restored, SessionRecord& record, const QString& session, Job& job) {
    if (record.prior.isEmpty()) return;
    try {
        const QStringList places = placesOf(wholePriorPath(record.prior), session);
        if (!places.isEmpty() && places.front() != wholePriorPath(record.prior))
            record.prior = places.front();
        restored.prior = std::make_shared<RegulatoryNetwork>(
            open_prior(wholePriorPath(record.prior).toStdString(), record.priorOptions, job));
    } catch (const Error& error) {
        restored.notices << QObject::tr("The session is open without its prior. %1")
                                .arg(QString::fromStdString(error.what()));
    }
}

std::shared_ptr<const Labels> labelsOf(const Dataset& dataset, const SessionRecord& record) {
    if (record.labelColumn.empty()) return nullptr;
    try {
        return std::make_shared<const Labels>(readLabels(dataset, record.own, record.labelColumn));
    } catch (const Error&) {
        return nullptr;
    }
}

RestoredSession restore(const QString& path, const QString& data, Job& job) {
    RestoredSession restored;
    PartJob reading(job, 0, 0.1), opening(job, 0.1, 0.9), preparing(job, 0.9, 1);
    auto record = std::make_shared<SessionRecord>(
        readSession(QFileInfo(path).absoluteFilePath().toStdString(), reading));
    restored.record = record;
    OpenChoices& choices = record->choices;
    findTable(choices.read.annotation, path, restored.notices);
    findTable(choices.mappingPath, path, restored.notices);
    std::shared_ptr<const Dataset> dataset;
    for (const QString& place : data.isEmpty() ? placesOf(record->data, path) : QStringList{data}) {
        dataset = read_dataset(place.toStdString(), choices.read, opening);
        if (dataset->cells() == record->cells && fingerprintOf(*dataset) == record->fingerprint) break;
        if (!data.isEmpty())
            throw Error(
                ErrorKind::Data,
                "The dataset is not the one that the session was made of: its cells or genes have other "
                "names",
                place.toStdString(), "Choose the file as it was then, or open it without the session");
        restored.other = true;
        dataset = nullptr;
    }
    if (!dataset) {
        restored.missing = record->data;
        return restored;
    }
    if (const std::string now = record->values.empty() ? std::string() : valuesOf(*dataset, preparing);
        !now.empty() && now != record->values) {
        restored.notices << QObject::tr(
            "The values in the file have changed since the session was saved. Columns and maps are those of "
            "before; everything else is computed from the new values.");
        record->values = now;
    }
    if (!choices.mappingPath.empty())
        choices.genes.mapping =
            std::make_shared<GeneMapping>(read_gene_mapping(choices.mappingPath, preparing));
    openPriorOf(restored, *record, path, preparing);
    choices.prior = restored.prior;
    restored.opened = prepare(dataset, choices);
    restored.labels = labelsOf(*dataset, *record);
    for (const auto& embedding : record->embeddings)
        if (!ofModel(*embedding)) restored.opened.embeddings.push_back(embedding);
    return restored;
}

}  // namespace

SessionRecord Session::record(const QString& window) const {
    SessionRecord record;
    record.data = QString::fromStdString(m_opened.dataset->path);
    record.cells = m_opened.cells();
    record.fingerprint = m_fingerprint;
    record.values = m_values;
    record.choices = m_opened.choices;
    record.prior = m_opened.priorPath;
    record.priorOptions = m_opened.priorOptions;
    record.model = m_model.file;
    record.learnedHere = m_model.results && m_model.results->learned_here;
    record.own = m_opened.own;
    record.looks = m_opened.looks;
    record.labelColumn = m_opened.labelColumn();
    for (const auto& embedding : m_view.embeddings())
        if (!embedding->fromFile) record.embeddings.push_back(embedding);
    record.view = m_view.settings();
    // The first one is shown where none is named: the camera is of it.
    if (const auto shown = m_view.embedding()) record.view.embedding = shown->key;
    record.camera = m_view.camera();
    record.otherCameras = m_view.m_otherCameras;
    record.coloring = m_colors.coloring();
    record.selection = m_cells.selection();
    record.visible = m_cells.m_filters.visible;
    record.hidden = m_cells.m_filters.hidden;
    record.cell = m_focus.cell();
    record.pinned = m_focus.pinned();
    for (const Group& group : m_focus.groups()) record.groups.emplace_back(group.name, group.cells);
    record.tf = m_focus.tf();
    record.comparison = m_comparison.setup();
    record.plots = m_plots.settings();
    record.scatter = m_scatter.settings();
    record.judging = m_judging.settings();
    record.gates = m_gates.gates();
    record.workspaces = m_workspaces.workspaces();
    record.views = m_memory.all();
    record.window = window;
    if (m_restoring) recordWaiting(record);
    return record;
}

// A session that is saved before its model was applied, or after that was cancelled, loses nothing of it.
void Session::recordWaiting(SessionRecord& record) const {
    if (!record.model) record.model = m_restoring->model;
    record.learnedHere = m_restoring->learnedHere;
    for (const auto& embedding : m_restoring->embeddings)
        if (ofModel(*embedding)) record.embeddings.push_back(embedding);
    const WorkspaceLook look = m_workspaces.look();
    if (!look.map.empty()) record.view.embedding = look.map;
    record.camera = look.camera;
    record.visible = look.filters.visible;
    record.hidden = look.filters.hidden;
    if (record.comparison == withoutColumn(m_restoring->comparison, predicted_column))
        record.comparison = m_restoring->comparison;
}

void Session::writeSession(const QString& path, const QString& window, bool quiet,
                           std::function<void(const SessionRecord&)> saved) {
    if (!m_opened.dataset || m_opened.dataset->path.empty()) return;
    JobRequest job = m_services.request(tr("Saving %1").arg(QFileInfo(path).fileName()),
                                        quiet ? QStringLiteral("kept session") : QString(), Lane::Writing);
    job.quiet = quiet;
    if (quiet) job.failed = [](const Error&) {};  // the disk may be full; the person's own save says so
    jobs().start(
        std::move(job),
        [record = record(window), dataset = m_opened.dataset, path](Job& j) mutable {
            if (record.fingerprint.empty()) record.fingerprint = fingerprintOf(*dataset);
            if (record.values.empty()) record.values = valuesOf(*dataset, j);
            regulus::writeSession(record, QFileInfo(path).absoluteFilePath().toStdString(), j);
            return record;
        },
        [this, dataset = m_opened.dataset, saved = std::move(saved)](const SessionRecord& record) {
            if (dataset != m_opened.dataset) return;
            m_fingerprint = record.fingerprint;
            m_values = record.values;
            if (saved) saved(record);
        });
}

void Session::saveSession(const QString& path, const QString& window, std::function<void()> saved) {
    writeSession(path, window, false, [this, saved = std::move(saved)](const SessionRecord& record) {
        m_savedColumns = record.own;
        m_savedLooks = record.looks;
        m_savedMaps = record.embeddings;
        m_savedGates = record.gates;
        m_savedWorkspaces = record.workspaces.all;
        m_savedModel = record.model;
        if (record.model && record.model == m_model.file) m_training.modelSafe();
        if (saved) saved();
    });
}

void Session::keepSession(const QString& path, const QString& window) {
    writeSession(path, window, true, {});
}

void Session::openSession(const QString& path, const QString& data, bool kept) {
    jobs().start(
        m_services.loadingRequest(tr("Opening %1").arg(QFileInfo(path).fileName()), QStringLiteral("open")),
        [path, data](Job& job) { return restore(path, data, job); },
        [this, path, kept](RestoredSession restored) {
            if (!restored.missing.isEmpty())
                return void(Q_EMIT dataMissing(path, restored.missing, restored.other));
            adoptSession(path, std::move(restored), kept);
        });
}

void Session::adoptSession(const QString& path, RestoredSession restored, bool kept) {
    const auto record = restored.record;
    setPrior(restored.prior, restored.prior ? record->prior : QString(), record->priorOptions);
    adopt(std::move(restored.opened));
    m_fingerprint = record->fingerprint;
    m_values = record->values;
    if (!kept) {
        m_savedColumns = record->own;
        m_savedLooks = record->looks;
        m_savedMaps = record->embeddings;
        m_savedGates = record->gates;
        m_savedWorkspaces = record->workspaces.all;
    }
    if (restored.labels) m_opened.labels = restored.labels;
    adoptMade(*record);
    applyRecord(*record);
    if (record->model) {
        awaitModel(record);
        if (!kept || !record->learnedHere) m_savedModel = record->model;
    }
    if (!restored.notices.isEmpty())
        Q_EMIT noticed(restored.notices.join(QLatin1Char(' ')), QStringLiteral("open"));
    Q_EMIT sessionOpened(path, record->window);
}

void Session::adoptMade(const SessionRecord& record) {
    m_opened.own = record.own;
    m_opened.looks = record.looks;
    m_groups.setMade();
    m_groups.addLabels();
    m_groups.forgetPredicted();
    tell(Change::Columns | Change::Labels);
}

// What of the record is the model's comes with its predictions.
void Session::awaitModel(const std::shared_ptr<const SessionRecord>& record) {
    applyModel(record->model, record->learnedHere);
    m_restoring = record;
    m_workspaces.await({.filters = {record->visible, record->hidden},
                        .selection = record->selection,
                        .map = record->view.embedding,
                        .coloring = record->coloring,
                        .camera = record->camera});
}

void Session::applyRecord(const SessionRecord& record) {
    // First: a view takes these for gestures, and then has its memory back.
    std::vector<Group> groups;
    for (const auto& [name, cells] : record.groups) groups.push_back({name, cells});
    m_focus.setTf(record.tf);
    if (!groups.empty()) m_focus.setGroups(std::move(groups));
    if (record.cell) m_focus.setCell(record.cell);
    if (record.pinned) m_focus.setPinned(record.pinned);
    m_memory.reset(record.views);
    m_view.apply(record.view);
    m_view.placeCamera(record.view.embedding, record.camera);
    m_view.m_otherCameras = record.otherCameras;
    m_cells.restore(record.selection, record.visible, record.hidden);
    m_comparison.restore(record.comparison);
    m_plots.restore(record.plots);
    m_scatter.restore(record.scatter);
    m_judging.restore(record.judging);
    m_gates.restore(record.gates);
    m_workspaces.restore(record.workspaces);
    tell(Change::Selection | Change::Filters | Change::View | Change::Embedding | Change::Comparison |
         Change::Plots | Change::Gating | Change::Evidence | Change::Camera | Change::ViewsRestored);
    m_colors.restore(record.coloring);
}

// Nothing that a person did meanwhile is taken back: the map that waited is shown if they chose no other.
void Session::finishRestoring() {
    const auto record = std::exchange(m_restoring, nullptr);
    const WorkspaceLook wanted = m_workspaces.look();  // of where one is by now
    m_workspaces.stopAwaiting();
    bool mapped = false;
    for (const auto& embedding : record->embeddings) {
        if (!ofModel(*embedding)) continue;
        const bool shown = embedding->key == wanted.map;
        m_view.add(embedding, shown);
        if (shown) m_view.placeCamera(embedding->key, wanted.camera);
        mapped = true;
    }
    const bool own = std::ranges::any_of(m_view.embeddings(), [](const auto& e) { return e->fromFile; });
    if (!mapped && !own) m_view.computeEmbedding({.from = EmbeddingRequest::From::Model});
    m_cells.restore(m_cells.selection(), wanted.filters.visible, wanted.filters.hidden);
    if (m_comparison.setup() == withoutColumn(record->comparison, predicted_column))
        m_comparison.restore(record->comparison);
    tell(Change::Filters | Change::Comparison | Change::Camera);
}

}  // namespace regulus
