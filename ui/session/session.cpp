// The state a session holds, and the gestures that change it at once. Files: session_files.cpp; what a model
// computes: session_model.cpp.
#include "ui/session/session.h"

#include <algorithm>
#include <tuple>

#include "core/workflow/learning_assay.h"
#include "ui/session/color_resolver.h"

namespace regulus {

namespace {

constexpr int undo_steps = 200;  // of at most two bitsets each: 50 MB for a million cells

}  // namespace

Session::Session(Engine engine, QObject* parent)
    : QObject(parent),
      m_jobs(new JobRunner(this)),
      m_engine(std::move(engine)),
      m_history(undo_steps),
      m_colorData(std::make_shared<ColorData>()) {}

Session::~Session() {
    if (m_control) m_control->paused = false;
    delete m_jobs;  // joins its threads before anything they look at goes
}

bool Session::simulated() const {
    return (m_dataset && m_dataset->simulated) || (m_model && m_model->record.simulated);
}

int Session::geneColumn(const std::string& gene) const {
    if (!m_genes.columns) return -1;
    const auto found = m_genes.columns->find(gene);
    return found == m_genes.columns->end() ? -1 : found->second;
}

bool Session::isToken(const std::string& gene) const {
    return m_tokens.contains(gene);
}

// --- labels -------------------------------------------------------------------------------------------

void Session::setLabelColumn(const std::string& column) {
    m_jobs->abandonKey(QStringLiteral("labels"));
    if (!m_dataset || column == labelColumn()) return;
    JobRequest job = request(tr("Reading labels"), QStringLiteral("labels"));
    job.quiet = true;
    m_jobs->start(
        std::move(job),
        [dataset = m_dataset, column](Job&) {
            return std::make_shared<const Labels>(read_labels(dataset->obs, column));
        },
        [this](std::shared_ptr<const Labels> labels) {
            push(tr("Label by %1").arg(QString::fromStdString(labels->column)), m_labels, labels,
                 &Session::applyLabels);
        });
}

void Session::applyLabels(const std::shared_ptr<const Labels>& labels) {
    m_labels = labels;
    if (m_labels) m_categories.try_emplace(m_labels->column, categoriesOf(*m_labels));
    m_categories.erase(predicted_column);  // classes are coloured as labels are
    notify(Change::Labels);
    if (m_coloring.source == ColorSource::Prediction) requestColors();
}

// --- embeddings ---------------------------------------------------------------------------------------

std::shared_ptr<const ShownEmbedding> Session::embedding() const {
    const auto at =
        std::ranges::find_if(m_embeddings, [&](const auto& e) { return e->key == m_view.embedding; });
    if (at != m_embeddings.end()) return *at;
    return m_embeddings.empty() ? nullptr : m_embeddings.front();
}

void Session::showEmbedding(const std::string& key) {
    ViewSettings settings = m_view;
    settings.embedding = key;
    setViewSettings(settings);
}

void Session::addEmbedding(std::shared_ptr<const ShownEmbedding> added, bool show) {
    std::erase_if(m_embeddings, [&](const auto& e) { return e->key == added->key; });
    if (show) {
        m_view.embedding = added->key;
        m_history.patch<ViewSettings>([&](ViewSettings& kept) { kept.embedding = added->key; });
    }
    m_embeddings.push_back(std::move(added));
    notify(show ? Change::Embeddings | Change::Embedding | Change::View : Changes(Change::Embeddings));
}

// --- colour -------------------------------------------------------------------------------------------

void Session::colorBy(const Coloring& coloring) {
    if (!m_dataset) return;
    push(tr("Colour by %1").arg(title(coloring)), m_coloring, coloring, &Session::applyColoring);
}

void Session::applyColoring(const Coloring& coloring) {
    m_coloring = coloring;
    notify(Change::Coloring);
    requestColors();
}

void Session::requestColors() {
    ColorInputs inputs;
    inputs.dataset = m_dataset;
    inputs.geneColumns = m_genes.columns;
    inputs.expression = m_expression;
    inputs.prior = m_prior;
    inputs.model = m_model;
    inputs.results = m_results;
    inputs.regulons = m_regulons;
    inputs.columns = m_categories;
    inputs.labelColumn = labelColumn();
    inputs.map = colorMapNamed(QString::fromStdString(m_view.continuousMap)).value_or(ColorMap::Viridis);
    JobRequest job = request(tr("Colouring by %1").arg(title(m_coloring)), QStringLiteral("colors"));
    job.quiet = !readsMatrix(m_coloring);
    job.failed = [this, what = job.title](const Error& error) {
        showPlain();
        Q_EMIT m_jobs->failed(error, what, QStringLiteral("colors"));
    };
    m_jobs->start(
        std::move(job),
        [inputs = std::move(inputs), coloring = m_coloring](Job& j) { return resolve(coloring, inputs, j); },
        [this](ColorData data) {
            m_colorData = std::make_shared<const ColorData>(std::move(data));
            notify(Change::ColorData);
        });
}

// The legend still says what was asked for.
void Session::showPlain() {
    ColorData plain;
    plain.coloring = m_coloring;
    plain.title = title(m_coloring);
    plain.points = std::make_shared<const PointColors>(pointColors(plain, cells(), ColorMap::Viridis));
    m_colorData = std::make_shared<const ColorData>(std::move(plain));
    notify(Change::ColorData);
}

std::shared_ptr<const Categorical> Session::categorical(const std::string& column) const {
    if (!m_dataset) return nullptr;
    if (const auto made = m_categories.find(column); made != m_categories.end()) return made->second;
    if (column != predicted_column || !m_model || !m_results) return nullptr;
    auto made = std::make_shared<const Categorical>(
        predictedColumn(*m_model, *m_results, m_categories, labelColumn()));
    m_categories[column] = made;
    return made;
}

CellSet Session::cellsOf(const std::string& column, int code) const {
    CellSet cells(this->cells());
    const auto values = categorical(column);
    if (!values) return cells;
    for (std::size_t cell = 0; cell < values->codes.size(); ++cell)
        if (values->codes[cell] == code) cells.insert(cell);
    return cells;
}

// --- selection, hover, filters ------------------------------------------------------------------------

void Session::select(const CellSet& cells, SelectMode mode) {
    if (!m_dataset) return;
    const CellSet after = combined(selection(), cells, mode);
    const std::size_t count = after.count();
    push(count == 0 ? tr("Clear selection") : tr("Select %L1 cells").arg(count), selection(), after,
         &Session::applySelection);
}

void Session::selectAll() {
    select(visible());
}
void Session::clearSelection() {
    select(CellSet(cells()));
}
void Session::invertSelection() {
    select(visible() - selection());
}

void Session::applySelection(const CellSet& cells) {
    m_cells.setSelection(cells);
    notify(Change::Selection);
}

void Session::setHighlight(const CellSet& cells) {
    if (!m_dataset || cells == highlight()) return;
    m_cells.setHighlight(cells);
    notify(Change::Highlight);
}

void Session::clearHighlight() {
    setHighlight(CellSet(cells()));
}

void Session::setFilter(const std::string& key, const CellSet& visible) {
    Filters after = m_filters;
    after.visible[key] = visible;
    push(tr("Filter cells"), m_filters, after, &Session::applyFilters);
}

void Session::clearFilter(const std::string& key) {
    Filters after = m_filters;
    after.visible.erase(key);
    if (key.starts_with(categoryFilterKey({}))) after.hidden.erase(key.substr(categoryFilterKey({}).size()));
    push(tr("Clear filter"), m_filters, after, &Session::applyFilters);
}

void Session::clearFilters() {
    push(tr("Show all cells"), m_filters, Filters{}, &Session::applyFilters);
}

void Session::applyFilters(const Filters& filters) {
    m_filters = filters;
    m_cells.setFilters(m_filters.visible);
    notify(Change::Filters);
}

void Session::hide(const std::string& column, std::set<int> hidden, const QString& text) {
    const auto values = categorical(column);
    if (!values) return;
    Filters after = m_filters;
    if (hidden.empty()) {
        after.hidden.erase(column);
        after.visible.erase(categoryFilterKey(column));
    } else {
        std::vector<char> out(values->categories.size() + 1);  // by code + 1
        for (const int code : hidden) out[static_cast<std::size_t>(code + 1)] = 1;
        CellSet shown(cells());
        for (std::size_t cell = 0; cell < values->codes.size(); ++cell)
            if (out[static_cast<std::size_t>(values->codes[cell] + 1)] == 0) shown.insert(cell);
        after.visible[categoryFilterKey(column)] = std::move(shown);
        after.hidden[column] = std::move(hidden);
    }
    push(text, m_filters, after, &Session::applyFilters);
}

void Session::setCategoryHidden(const std::string& column, int code, bool hidden) {
    const auto values = categorical(column);
    if (!values || code >= static_cast<int>(values->categories.size())) return;
    const QString name = code < 0
                             ? tr("cells without %1").arg(QString::fromStdString(column))
                             : QString::fromStdString(values->categories[static_cast<std::size_t>(code)]);
    std::set<int> codes = hiddenCategories(column);
    if (hidden)
        codes.insert(code);
    else
        codes.erase(code);
    hide(column, std::move(codes), hidden ? tr("Hide %1").arg(name) : tr("Show %1").arg(name));
}

void Session::isolateCategory(const std::string& column, int code) {
    const auto values = categorical(column);
    if (!values) return;
    std::set<int> others;
    for (int other = -1; other < static_cast<int>(values->categories.size()); ++other)
        if (other != code) others.insert(other);
    const bool isolated = hiddenCategories(column) == others;
    hide(column, isolated ? std::set<int>{} : std::move(others),
         isolated ? tr("Show all") : tr("Isolate group"));
}

const std::set<int>& Session::hiddenCategories(const std::string& column) const {
    static const std::set<int> none;
    const auto found = m_filters.hidden.find(column);
    return found == m_filters.hidden.end() ? none : found->second;
}

// --- focus and view -----------------------------------------------------------------------------------

void Session::focusCell(std::optional<std::uint32_t> cell) {
    if (cell == m_focusCell || (cell && *cell >= cells())) return;
    m_focusCell = cell;
    notify(Change::FocusCell);
}

void Session::focusGroups(std::vector<Group> groups) {
    m_focusGroups = std::move(groups);
    notify(Change::FocusGroups);
}

void Session::focusTf(const std::string& tf) {
    if (tf == m_focusTf) return;
    m_focusTf = tf;
    notify(Change::FocusTf);
}

void Session::setViewSettings(const ViewSettings& settings) {
    // A slider being moved is one step; another embedding or 3-D is a step of its own.
    ViewSettings slid = m_view;
    slid.pointSize = settings.pointSize;
    slid.opacity = settings.opacity;
    const bool slider = slid == settings;
    push(slider ? tr("Change points") : tr("Change view"), m_view, settings, &Session::applyView,
         slider ? MergeView : NoMerge);
}

void Session::applyView(const ViewSettings& settings) {
    const bool other = settings.embedding != m_view.embedding;
    const bool recolored = settings.continuousMap != m_view.continuousMap;
    m_view = settings;
    notify(other ? Change::View | Change::Embedding : Changes(Change::View));
    if (recolored && m_colorData->continuous()) requestColors();
}

void Session::setTool(Tool tool) {
    if (tool == m_tool) return;
    m_tool = tool;
    notify(Change::Tool);
}

void Session::setPrior(std::shared_ptr<const RegulatoryNetwork> prior, const QString& path,
                       const PriorOptions& options) {
    m_jobs->abandonKey(QStringLiteral("prior"));  // one that is still being read comes too late
    m_prior = std::move(prior);
    m_priorPath = path;
    m_priorOptions = options;
    notify(Change::Prior);
    if (!renameGenes()) recolorActivity();
}

// The names are those of the prior that was open when they were made: another may write them differently.
bool Session::renameGenes() {
    if (!m_dataset || m_choices.prior == m_prior) return false;
    m_choices.prior = m_prior;
    JobRequest job = request(tr("Naming genes"), QStringLiteral("names"));
    job.quiet = true;
    m_jobs->start(
        std::move(job), [var = m_genes.var, choices = m_choices](Job&) { return nameGenes(var, choices); },
        [this](NamedGenes genes) { adoptGenes(std::move(genes)); });
    return true;
}

// An activity is what the prior's targets make of the genes: of this prior, and as it names them.
void Session::recolorActivity() {
    if (m_coloring.source == ColorSource::Regulon && m_coloring.measure == RegulonMeasure::Activity)
        requestColors();
}

void Session::adoptGenes(NamedGenes genes) {
    if (genes.names->names == m_genes.names->names) return recolorActivity();
    const NamedGenes before = std::exchange(m_genes, std::move(genes));
    // What is coloured by a gene stays coloured by it.
    const auto rename = [&](Coloring& coloring) {
        if (coloring.source != ColorSource::Gene || !coloring.assay.empty()) return;
        const auto at = before.columns->find(coloring.name);
        if (at != before.columns->end())
            coloring.name = m_genes.names->names[static_cast<std::size_t>(at->second)];
    };
    m_history.patch<Coloring>(rename);
    notify(Change::Genes);
    Coloring renamed = m_coloring;
    rename(renamed);
    if (renamed != m_coloring) return applyColoring(renamed);
    recolorActivity();
}

// --- another data set ---------------------------------------------------------------------------------

void Session::setDataset(std::shared_ptr<const Dataset> dataset) {
    try {
        adopt(prepare(std::move(dataset)));
    } catch (const Error& error) {
        Q_EMIT m_jobs->failed(error, tr("Opening"), QStringLiteral("open"));
    }
}

void Session::adopt(OpenedDataset opened) {
    cancelTraining();
    for (const char* key :
         {"colors", "layout.expression:umap", "layout.expression:umap3d", "layout.model:umap",
          "layout.model:umap3d", "model", "names", "labels", "prepare"})
        m_jobs->abandonKey(QString::fromLatin1(key));
    m_history.clear();
    auto past = std::make_shared<std::tuple<
        std::shared_ptr<const Dataset>, CategoryColumns, std::vector<std::shared_ptr<const ShownEmbedding>>,
        std::shared_ptr<const ColorData>, std::shared_ptr<const ModelContext>,
        std::shared_ptr<const ModelResults>, std::shared_ptr<const RegulonResults>>>(
        std::move(m_dataset), std::move(m_categories), std::move(m_embeddings), std::move(m_colorData),
        std::move(m_context), std::move(m_results), std::move(m_regulons));
    m_dataset = std::move(opened.dataset);
    m_choices = std::move(opened.choices);
    m_genes = std::move(opened.genes);
    m_expression = std::move(opened.expression);
    m_labels = std::move(opened.labels);
    m_labelColumns = std::move(opened.labelColumns);
    m_batchColumns = std::move(opened.batchColumns);
    m_embeddings = std::move(opened.embeddings);
    ++m_reading;
    m_model = nullptr;
    m_tokens.clear();
    m_training = {};
    m_categories = std::move(opened.categories);
    m_cells = SelectionModel(cells());
    m_filters = {};
    m_focusCell = std::nullopt;
    m_focusGroups.clear();
    m_focusTf.clear();
    m_view.embedding = m_embeddings.empty() ? std::string() : m_embeddings.front()->key;
    m_view.threeD = false;
    m_coloring = usualColoring();
    m_colorData = opened.colors ? std::move(opened.colors) : std::make_shared<const ColorData>();
    notify(Changes(~0U));
    if (m_dataset && m_embeddings.empty() && can_be_mapped(*m_dataset)) computeEmbedding({});
    if (m_dataset) prepareGenes();
    renameGenes();
    // Freeing a million names takes its time, too. The views have let go of them by now.
    JobRequest job = request(tr("Closing"), {});
    job.quiet = true;
    m_jobs->start(
        std::move(job), [past = std::move(past)](Job&) {}, [] {});
}

// So that colouring by a gene is immediate. What cannot be prepared is read when it is asked for.
void Session::prepareGenes() {
    const auto matrix = m_expression ? m_expression : m_dataset->assays.front().matrix;
    JobRequest job = request(tr("Indexing genes"), QStringLiteral("prepare"));
    constexpr std::size_t soon_done = 100'000'000;
    job.quiet = matrix->cells() * matrix->genes() < soon_done;
    job.failed = [](const Error&) {};
    m_jobs->start(
        std::move(job), [matrix](Job& running) { return matrix->prepare(running); },
        [this](const std::string& problem) {
            if (problem.empty()) return;
            Q_EMIT noticed(tr("Colouring by gene will be slow: %1").arg(QString::fromStdString(problem)),
                           QStringLiteral("prepare"));
        });
}

void Session::close() {
    adopt({});
}

}  // namespace regulus
