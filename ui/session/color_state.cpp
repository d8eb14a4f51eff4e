#include "ui/session/color_state.h"

#include <array>

#include "ui/session/tf_state.h"

namespace regulus {

namespace {

// Of a matrix on disk, before all of it: one is there within a moment, and eight look much like all.
constexpr std::array first_blocks{1.0, 8.0};

bool isRegulonOfModel(const Coloring& coloring) {
    return coloring.source == ColorSource::Regulon && ofGenes(coloring.measure);
}

bool isReadOfTf(const Coloring& coloring) {
    return coloring.source == ColorSource::Regulon &&
           (coloring.measure == RegulonMeasure::TfAttention || coloring.measure == RegulonMeasure::Effect);
}

// Whether a dataset, a prior or a model has what it asks for.
bool isThere(const Coloring& coloring, const TfResults* results) {
    if (results == nullptr || results->column(coloring.name) < 0) return false;
    return coloring.measure != RegulonMeasure::Effect || results->reader->head.has_value();
}

bool isPrediction(const Coloring& coloring) {
    return coloring.source == ColorSource::Prediction || coloring.source == ColorSource::Confidence;
}

bool isOfModel(const Coloring& coloring) {
    return isPrediction(coloring) || isRegulonOfModel(coloring) ||
           (coloring.source == ColorSource::Regulon && coloring.measure == RegulonMeasure::Effect);
}

bool isActivity(const Coloring& coloring) {
    return coloring.source == ColorSource::Regulon && coloring.measure == RegulonMeasure::Activity;
}

}  // namespace

std::shared_ptr<const ColorData> ColorState::reset(std::shared_ptr<const ColorData> data) {
    m_services.jobs().abandonKey(QStringLiteral("colors"));
    m_coloring = usual();
    m_gone.reset();
    m_reading = false;
    m_map = m_view.settings().continuousMap;
    return std::exchange(m_data, data ? std::move(data) : std::make_shared<const ColorData>());
}

Coloring ColorState::usual() const {
    return m_opened.labels ? Coloring::column(m_opened.labels->column) : Coloring::none();
}

void ColorState::colorBy(const Coloring& coloring) {
    if (!m_opened.dataset) return;
    if (m_stopped && coloring == m_coloring) return request();  // asked for once more
    m_services.history().push<Coloring>(tr("Colour by %1").arg(title(coloring)), m_coloring, coloring,
                                        [this](const Coloring& asked) { apply(asked); });
}

std::optional<ColorRange> ColorState::range(std::size_t part) const {
    Coloring asked = m_coloring;
    return part < std::max<std::size_t>(1, asked.parts.size()) ? asked.scaled(part).range : std::nullopt;
}

void ColorState::setRange(const std::optional<ColorRange>& range, std::size_t part) {
    pushRange(range ? tr("Change colour scale") : tr("Automatic colour scale"), range, part);
}

void ColorState::takeBackRange(const std::optional<ColorRange>& range, std::size_t part) {
    pushRange(tr("Change colour scale"), range, part);
}

void ColorState::pushRange(const QString& step, const std::optional<ColorRange>& range, std::size_t part) {
    if (!m_opened.dataset || !m_data->scaled(part) || m_data->read > 0 ||
        !m_data->coloring.sameValues(m_coloring))
        return;
    Coloring asked = m_coloring;
    asked.scaled(part).range = range;
    m_services.history().push<Coloring>(
        step, m_coloring, asked, [this](const Coloring& coloring) { apply(coloring); },
        part == 0 ? MergeScale : MergeSecondScale);
}

void ColorState::apply(const Coloring& coloring) {
    m_coloring = coloring;
    m_services.notify(Change::Coloring);
    if (!m_reading && m_data->scaled(0) && m_data->coloring.sameValues(coloring)) return recolor(m_data);
    request();
}

void ColorState::restore(const Coloring& coloring) {
    const bool coming = coloring.any([this](const Coloring& one) {
        return isOfModel(one) &&
               !(isPrediction(one) ? m_model.results != nullptr : m_model.regulons || m_model.tfs);
    });
    if (!coming) return apply(coloring);
    m_coloring = coloring;
    m_services.notify(Change::Coloring);
    showPlain();
}

ColorInputs ColorState::inputs() const {
    ColorInputs inputs;
    inputs.dataset = m_opened.dataset;
    inputs.geneColumns = m_opened.genes.columns;
    inputs.geneIndex = m_opened.genes.var;
    inputs.expression = m_opened.expression;
    inputs.prior = m_opened.prior;
    inputs.model = m_model.file;
    inputs.results = m_model.results;
    inputs.regulons = m_model.regulons;
    inputs.tfs = tfResults(m_opened, m_model);
    inputs.columns = m_groups.columns();
    for (const OwnColumn& column : m_opened.own)
        if (column.numbers) inputs.numbers[column.name] = column.numbers;
    inputs.labelColumn = m_opened.labelColumn();
    inputs.map =
        colorMapNamed(QString::fromStdString(m_view.settings().continuousMap)).value_or(ColorMap::Viridis);
    return inputs;
}

void ColorState::request() {
    // Its own readings are on their way.
    if (m_coloring.any(isReadOfTf) && m_model.readsRegulons() && !m_model.tfs) return showPlain();
    m_reading = true;
    m_stopped = false;
    const auto receiver = m_services.request({}, {}).receiver.data();
    const auto show = [this, run = ++m_run, receiver](ColorData first) {
        QMetaObject::invokeMethod(
            receiver, [this, run, first = std::move(first)]() mutable { showFirst(run, std::move(first)); },
            Qt::QueuedConnection);
    };
    start(
        [inputs = this->inputs(), coloring = m_coloring, show](Job& job) {
            for (const double blocks : first_blocks) {
                std::optional<ColorData> first = resolveFirst(coloring, inputs, blocks, job);
                if (!first) break;
                show(std::move(*first));
            }
            return resolve(coloring, inputs, job);
        },
        !readsMatrix(m_coloring));
}

void ColorState::showFirst(int run, ColorData data) {
    if (run != m_run || !m_reading) return;
    m_data = std::make_shared<const ColorData>(std::move(data));
    m_services.notify(Change::ColorData);
}

void ColorState::recolor(std::shared_ptr<const ColorData> values) {
    start([values = std::move(values), coloring = m_coloring,
           map = inputs().map](Job&) { return rescaled(*values, coloring, map); },
          true);
}

void ColorState::start(Work work, bool quiet) {
    m_map = m_view.settings().continuousMap;
    JobRequest job =
        m_services.request(tr("Colouring by %1").arg(title(m_coloring)), QStringLiteral("colors"));
    job.quiet = quiet;
    job.ended = [this](JobOutcome outcome) {
        if (outcome != JobOutcome::Cancelled) return;
        m_stopped = true;
        if (m_data->read > 0) showPlain(true);  // some cells are no picture of the gene
    };
    job.failed = [this, what = job.title](const Error& error) {
        m_stopped = true;
        showPlain(true);
        Q_EMIT m_services.jobs().failed(error, what, QStringLiteral("colors"));
    };
    m_services.jobs().start(std::move(job), std::move(work), [this](ColorData data) {
        m_reading = false;
        m_data = std::make_shared<const ColorData>(std::move(data));
        m_services.notify(Change::ColorData);
    });
}

void ColorState::showPlain(bool failed) {
    ++m_run;
    ColorData plain;
    plain.coloring = m_coloring;
    if (!failed) plain.title = title(m_coloring);  // a map is not coloured by what there is not
    plain.points =
        std::make_shared<const PointColors>(pointColors(plain, m_opened.cells(), ColorMap::Viridis));
    m_data = std::make_shared<const ColorData>(std::move(plain));
    m_services.notify(Change::ColorData);
}

// What can no longer be coloured by becomes the usual colouring, in what undo keeps, too.
void ColorState::replace(const std::function<bool(const Coloring&)>& goneOne) {
    const Coloring usual = this->usual();
    const auto gone = [&](const Coloring& coloring) { return coloring.any(goneOne); };
    m_services.history().patch<Coloring>([&](Coloring& coloring) {
        if (gone(coloring)) coloring = usual;
    });
    if (gone(m_coloring)) apply(usual);
}

void ColorState::columnsChanged(const std::vector<std::string>& names) {
    const auto isOne = [&](const Coloring& one) {
        return one.source == ColorSource::Column && std::ranges::find(names, one.name) != names.end();
    };
    const auto isLost = [&](const Coloring& one) {
        return isOne(one) && !m_groups.categorical(one.name) && !ownColumn(m_opened.own, one.name);
    };
    const auto changed = [&](const Coloring& coloring) { return coloring.any(isOne); };
    const auto there = [&](const Coloring& coloring) { return !coloring.any(isLost); };
    if (m_gone && changed(m_gone->coloring) && there(m_gone->coloring)) {
        const Gone gone = *std::exchange(m_gone, {});
        if (m_coloring == gone.instead) return apply(gone.coloring);
    }
    // Predicted classes have the colours of the groups of their name.
    if (m_coloring.source == ColorSource::Prediction && m_model.results) return request();
    if (!changed(m_coloring)) return;
    if (there(m_coloring)) return request();
    m_gone = {m_coloring, usual()};
    apply(m_gone->instead);
}

// --- what follows from other changes --------------------------------------------------------------------

void ColorState::follow(Changes what) {
    if (!m_opened.dataset) return;
    if (what.testFlag(Change::Regulons) && m_model.regulons)
        replace([this](const Coloring& coloring) {
            return isRegulonOfModel(coloring) && m_model.regulons->column(coloring.name) < 0;
        });
    const auto tfs = tfResults(m_opened, m_model);
    const bool coming = m_model.readsRegulons() && !tfs;
    if (what.testFlag(Change::Regulons) && !coming)
        replace(
            [&](const Coloring& coloring) { return isReadOfTf(coloring) && !isThere(coloring, tfs.get()); });
    // Colours that were on their way when the map changed are asked for again, too.
    const bool otherMap = (what.testFlag(Change::View) || what.testFlag(Change::ColorData)) &&
                          m_map != m_view.settings().continuousMap;
    if ((what.testFlag(Change::Labels) && m_coloring.source == ColorSource::Prediction) ||
        (what.testFlag(Change::Results) && m_model.results && m_coloring.any(isPrediction)) ||
        (what.testFlag(Change::Regulons) && m_model.regulons && m_coloring.any(isRegulonOfModel)) ||
        (what.testFlag(Change::Regulons) && tfs && m_coloring.any(isReadOfTf)) ||
        (otherMap && m_data->continuous()))
        request();
}

void ColorState::renameGene(Coloring& coloring, const NamedGenes& before) const {
    const auto rename = [&](Coloring& one) {
        if (one.source != ColorSource::Gene) return;
        const auto at = before.columns->find(one.name);
        if (at != before.columns->end())
            one.name = m_opened.genes.names->names[static_cast<std::size_t>(at->second)];
    };
    rename(coloring);
    std::ranges::for_each(coloring.parts, rename);
}

void ColorState::genesRenamed(const NamedGenes& before) {
    const auto rename = [&](Coloring& coloring) { renameGene(coloring, before); };
    m_services.history().patch<Coloring>(rename);
    m_services.notify(Change::Genes);
    Coloring renamed = m_coloring;
    rename(renamed);
    if (renamed != m_coloring) return apply(renamed);
    recolorActivity();
}

// An activity is what the prior's targets make of the genes: of this prior, and as it names them.
void ColorState::recolorActivity() {
    if (m_coloring.any(isActivity)) request();
}

void ColorState::modelChanged() {
    // What only a model that reads genes has.
    if (m_model.readsRegulons()) replace(isRegulonOfModel);
    if (!m_coloring.any(isOfModel) && !(m_model.readsRegulons() && m_coloring.any(isReadOfTf))) return;
    m_services.jobs().abandonKey(QStringLiteral("colors"));
    showPlain();
}

void ColorState::modelGone() {
    replace(isOfModel);
}

}  // namespace regulus
