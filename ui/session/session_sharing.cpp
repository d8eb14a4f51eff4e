// A second session of the same data: two windows, each with its own views.
#include <algorithm>

#include "ui/session/model_reading.h"
#include "ui/session/session.h"

namespace regulus {
namespace {

bool ofModel(const ShownEmbedding& map) {
    return map.key.starts_with("model:");
}

}  // namespace

void Session::openSame(const Session& other, std::shared_ptr<Predictor> predictor) {
    const OpenedState& from = other.m_opened;
    if (!from.dataset) return;
    const bool readModel = other.m_model.results && !other.m_restoring && predictor;
    const auto record = std::make_shared<const SessionRecord>(other.record());
    setPrior(from.prior, from.priorPath, from.priorOptions);
    OpenedDataset opened{.dataset = from.dataset,
                         .choices = from.choices,
                         .categories = other.m_groups.m_file,
                         .groupSizes = {},
                         .labelColumns = from.labelColumns,
                         .batchColumns = from.batchColumns,
                         .genes = from.genes,
                         .expression = from.expression,
                         .labels = from.labels,
                         .embeddings = other.m_view.embeddings(),
                         .colors = other.m_colors.data()};
    if (!readModel) std::erase_if(opened.embeddings, [](const auto& map) { return ofModel(*map); });
    adopt(std::move(opened));
    sharePrior(from);
    m_fingerprint = other.m_fingerprint;
    m_values = other.m_values;
    m_savedColumns = other.m_savedColumns;
    m_savedLooks = other.m_savedLooks;
    m_savedMaps = other.m_savedMaps;
    m_savedGates = other.m_savedGates;
    m_savedWorkspaces = other.m_savedWorkspaces;
    adoptMade(*record);
    if (readModel) shareModel(other.m_model, std::move(predictor));
    applyRecord(*record);
    if (record->model && !readModel) awaitModel(record);
    m_savedModel = other.m_savedModel;
}

// What was read of the regulons with it, and of chance.
void Session::sharePrior(const OpenedState& from) {
    if (!from.priorResults || from.prior != m_opened.prior) return;
    jobs().abandonKey(QStringLiteral("prior regulons"));
    m_opened.rewiredReaders = from.rewiredReaders;
    m_opened.halfReaders = from.halfReaders;
    adoptPriorRegulons(from.priorResults);
}

void Session::shareModel(const ModelState& from, std::shared_ptr<Predictor> predictor) {
    auto context = std::make_shared<ModelContext>(*from.context);
    context->predictor = std::move(predictor);
    adoptContext(context);
    m_model = from;
    m_model.context = context;
    m_groups.forgetPredicted();
    tell(Change::Results | Change::Regulons);
    const bool reading = !m_model.unread && !(m_model.regulons && !m_model.regulons->preliminary) &&
                         !(m_model.tfs && !m_model.tfs->preliminary);
    if (reading)
        startReading({.dataset = m_opened.dataset,
                      .own = m_opened.own,
                      .labels = m_opened.labels,
                      .assay = m_opened.choices.assay,
                      .model = m_model.file,
                      .context = context,
                      .results = m_model.results});
    else if (m_model.tfs && !m_model.rewired)
        rewireModel();
}

bool Session::holdsAllOf(const Session& other) const {
    if (!m_opened.dataset || m_opened.dataset != other.m_opened.dataset) return false;
    const auto learned = other.learnedModel();
    if (learned && learned != m_savedModel && learned != learnedModel()) return false;
    const auto map = [&](const auto& theirs) {
        return !isOfPart(*theirs) ||
               std::ranges::find(m_view.embeddings(), theirs) != m_view.embeddings().end();
    };
    const auto workspace = [&](const Workspace& theirs) {
        const Workspace* const own = m_workspaces.named(theirs.name);
        return own != nullptr && own->cells == theirs.cells;
    };
    return m_opened.own == other.m_opened.own && m_opened.looks == other.m_opened.looks &&
           m_gates.gates() == other.m_gates.gates() && std::ranges::all_of(other.m_view.embeddings(), map) &&
           std::ranges::all_of(other.m_workspaces.workspaces().all, workspace);
}

}  // namespace regulus
