#include "ui/views/data_panel/regulons_box.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QVBoxLayout>
#include <algorithm>
#include <set>

#include "core/interpret/group_means.h"
#include "core/interpret/rewired_comparison.h"
#include "core/interpret/tf_stability.h"
#include "ui/figures/regulon_extent.h"
#include "ui/models/name_search.h"
#include "ui/models/number_text.h"
#include "ui/models/regulon_list_model.h"
#include "ui/models/tf_rank_model.h"
#include "ui/render/tf_words.h"
#include "ui/views/parts/clean_table.h"
#include "ui/views/parts/tf_gestures.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

constexpr std::size_t shown_without_search = 50;
constexpr std::size_t most_compared = 1000;  // cells
const QLatin1String compared_key(".rewired");

struct Checks {
    RewiredComparison rewired;
    TfStability stability;  // empty where it is not told
};

// Mean choice of every regulon over the cells; over all cells read when none is given.
std::vector<RegulonRow> regulonRows(const RegulonResults& results, const CellSet& cells, Job& job) {
    const RegulonAttention& r = results.regulons;
    std::vector<std::int32_t> counted(r.rows.size(), 0);
    for (std::size_t i = 0; i < counted.size(); ++i)
        if (cells.universe() > 0 && !cells.contains(r.rows[i])) counted[i] = -1;
    const GroupMeans means = group_means(r.choice, counted, 1, job);
    const std::size_t n = means.cells.front();
    std::vector<RegulonRow> rows(r.tfs.size());
    for (std::size_t t = 0; t < rows.size(); ++t) {
        TfRow clear;
        clear.choice = n ? means.mean(0, t) : std::nan("");
        clear.choice_sd = means.sd(0, t);
        clear.contested = t < r.contested.size() ? r.contested[t] : 0;
        rows[t] = {QString::fromStdString(r.tfs[t]), clear.choice, t < r.targets.size() ? r.targets[t] : 0,
                   n > 0 && toldApart(clear)};
    }
    std::stable_sort(rows.begin(), rows.end(), [](const RegulonRow& a, const RegulonRow& b) {
        return comesBefore(a.value, b.value, Qt::DescendingOrder);
    });
    return rows;
}

// Of a model that reads regulons, or of a prior: log2 of the ratio of attention to uniform, its mean over the
// cells, or over all cells its standard deviation.
std::vector<RegulonRow> tfRows(const TfResults& results, const CellSet& cells, Job& job) {
    std::vector<std::int32_t> counted(results.rows.size(), 0);
    for (std::size_t i = 0; i < counted.size(); ++i)
        if (cells.universe() > 0 && !cells.contains(results.rows[i])) counted[i] = -1;
    const GroupMeans means = group_means(results.attention, counted, 1, job);
    const bool any = means.cells.front() > 0, spread = cells.universe() == 0;
    std::vector<RegulonRow> rows(results.tfs.size());
    for (std::size_t t = 0; t < rows.size(); ++t)
        rows[t] = {QString::fromStdString(results.tfs[t]),
                   !any     ? std::nan("")
                   : spread ? means.sd(0, t)
                            : means.mean(0, t),
                   results.targets[t],
                   any,
                   spread ? RegulonRow::Of::Spread : RegulonRow::Of::Attention,
                   static_cast<int>(t),
                   entryPlace(results.families(), t)};
    std::stable_sort(rows.begin(), rows.end(), [](const RegulonRow& a, const RegulonRow& b) {
        return comesBefore(a.value, b.value, Qt::DescendingOrder);
    });
    return rows;
}

// Those of the cells that were read, at most `most_compared`, evenly; of all of them when none is given.
std::vector<std::uint32_t> comparedCells(const TfResults& results, const CellSet& cells) {
    std::vector<std::uint32_t> read;
    for (const std::uint32_t cell : results.rows)
        if (cells.universe() == 0 || cells.contains(cell)) read.push_back(cell);
    std::vector<std::uint32_t> some = first_cells(read.size(), {}, most_compared);
    for (std::uint32_t& cell : some) cell = read[cell];
    return some;
}

}  // namespace

RegulonsBox::RegulonsBox(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_title(new SectionTitle(tr("REGULONS"))),
      m_note(new ToneLabel(Tone::Muted)),
      m_search(new QLineEdit),
      m_table(new CleanTable),
      m_model(new RegulonListModel(this)),
      m_key(QStringLiteral("data.regulons.%1").arg(reinterpret_cast<quintptr>(this))) {
    m_search->setPlaceholderText(tr("Search regulons"));
    m_search->setClearButtonEnabled(true);
    m_note->setWordWrap(true);
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Regulons"));
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    QHeaderView* header = m_table->horizontalHeader();
    header->hide();
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->setSectionResizeMode(RegulonListModel::Bar, QHeaderView::Stretch);
    header->resizeSection(RegulonListModel::Name, 84);
    header->resizeSection(RegulonListModel::Targets, 40);
    m_table->setToolTip(tfClickText());
    m_table->setMinimumHeight(24 * 4);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->setAlignment(Qt::AlignTop);  // while there is no list to fill the height
    column->addWidget(m_title);
    column->addWidget(m_search);
    column->addWidget(m_note);
    column->addWidget(m_table, 1);
    connect(m_search, &QLineEdit::textChanged, this, &RegulonsBox::fill);
    connect(m_table, &CleanTable::rowActivated, this, [this](int row) {
        const std::string tf = m_model->at(row).tf.toStdString();
        m_model->toggle(row);
        m_session.focus().setTf(tf);
    });
    offerTfColoring(m_table, [this](int row) { colorByTf(m_session, m_model->at(row).tf.toStdString()); });
}

RegulonsBox::~RegulonsBox() {
    for (const QString& key : {m_key, m_key + compared_key}) m_session.jobs().abandonKey(key);
}

void RegulonsBox::setSearch(const QString& text) {
    m_search->setText(text);
}

void RegulonsBox::refresh() {
    const auto ready = m_session.model().regulons;
    const bool model = m_session.model().file || m_session.applyingModel();
    const auto tfs = model && !m_session.model().readsRegulons() ? nullptr : m_session.tfResults();
    for (const QString& key : {m_key, m_key + compared_key}) m_session.jobs().abandonKey(key);
    m_search->setVisible(ready || tfs);
    m_table->setVisible(ready || tfs);
    if (!ready && !tfs) {
        m_all.clear();
        fill();
        m_title->setNote({});
        m_note->setText(absent(model));
        return;
    }
    const CellSet cells = m_session.cells().selection().empty() ? CellSet() : m_session.cells().selection();
    JobRequest request{.title = tr("Ranking regulons"), .key = m_key, .quiet = true, .receiver = this};
    m_session.jobs().start(
        std::move(request),
        [ready, tfs, cells](Job& job) {
            return ready ? regulonRows(*ready, cells, job) : tfRows(*tfs, cells, job);
        },
        [this, ready, tfs, cells](std::vector<RegulonRow> rows) {
            const bool some = cells.universe() > 0;
            m_all = std::move(rows);
            m_title->setNote(countText(entries().size()));
            QString where = some  ? tr("Top in selection")
                            : tfs ? tr("Varying most over all cells")
                                  : tr("Top in all cells");
            if (tfs && !tfs->reader->head) where += tr(", without a model");
            const QString extent = ready ? extentOf(*ready) : extentOf(*tfs);
            m_where = extent.isEmpty() ? where : tr("%1, from %2").arg(where, extent);
            m_note->setText(ready ? m_where
                                  : tr("%1. Grey until compared with rewired priors.").arg(m_where));
            fill();
            showCurrent();
            if (!ready) compare(cells);
        });
}

void RegulonsBox::compare(const CellSet& cells) {
    const auto results = m_session.tfResults();
    const auto rewired = m_session.rewiredReaders();
    const auto halves = m_session.halfReaders();
    const std::vector<std::uint32_t> rows =
        results && rewired && halves ? comparedCells(*results, cells) : std::vector<std::uint32_t>{};
    if (rows.empty()) return;
    JobRequest request{.title = tr("Comparing with rewired priors"),
                       .key = m_key + compared_key,
                       .quiet = true,
                       .receiver = this,
                       .failed = [](const Error&) {}};  // all stays grey
    const RankedBy by = cells.universe() == 0 ? RankedBy::Spread : RankedBy::Mean;
    m_session.jobs().start(
        std::move(request),
        [results, rewired, halves, expression = m_session.tfExpression(), rows, by](Job& job) {
            const RegulonReader& reader = results->reader->reader;
            const TfFamilies& families = results->families();
            Checks checks{compare_rewired(reader, families, *rewired, *expression, rows, by, job), {}};
            // Of a group: what varies most over all cells has no first ten.
            if (by == RankedBy::Mean)
                checks.stability = tf_stability(reader, *halves, families, *expression, rows, job);
            return checks;
        },
        [this, results, by](const Checks& checks) {
            const TfStability& stability = checks.stability;
            for (RegulonRow& row : m_all) {
                const auto column = std::size_t(row.column);
                row.rewired_above = checks.rewired.above[column];
                row.renamed_above = checks.rewired.renamed_above[column];
                if (stability.columns > 0) row.standing = stability.at(0, column);
            }
            m_model->setRewired(int(rewired_priors), int(checks.rewired.renamed));
            const QString stable = stabilityText(stability, results->families());
            m_note->setText((by == RankedBy::Mean
                                 ? tr("%1. Grey: as much attention with at least one of %2 rewired priors.")
                                 : tr("%1. Grey: varies as much with at least one of %2 rewired priors."))
                                .arg(m_where)
                                .arg(rewired_priors) +
                            (stable.isEmpty() ? QString() : QLatin1Char(' ') + stable));
            fill();
            showCurrent();
        });
}

// Why there is no list.
QString RegulonsBox::absent(bool model) const {
    const OpenedState& opened = m_session.opened();
    if (!opened.dataset) return {};
    if (m_session.model().unread) return tr("The regulons were not read.");
    if (model) return tr("Computing regulons\u2026");
    if (!opened.prior) return tr("Choose a prior to see its TFs.");
    if (!opened.priorProblem.isEmpty()) return opened.priorProblem + QLatin1Char('.');
    if (!opened.expression) return tr("Regulons need counts or log-normalised values.");
    return tr("Computing regulons\u2026");
}

void RegulonsBox::fill() {
    std::vector<RegulonRow> rows = found();
    double most = 0;
    for (const RegulonRow& row : m_all)
        most = std::max(most, std::isfinite(row.value) ? std::abs(row.value) : 0.0);
    const bool negative =
        std::any_of(rows.begin(), rows.end(), [](const RegulonRow& row) { return row.value < 0; });
    m_table->cells()->setBarScale(most, negative);
    m_model->setEntries(std::move(rows));
}

std::vector<RegulonRow> RegulonsBox::entries() const {
    std::vector<RegulonRow> found;
    for (const RegulonRow& row : m_all)
        if (row.place.family < 0) found.push_back(row);
    return found;
}

// Entries and their members: the first of them, or those that are searched by any of their TFs.
std::vector<RegulonRow> RegulonsBox::found() const {
    std::vector<RegulonRow> rows = entries();
    if (m_search->text().trimmed().isEmpty()) {
        rows.resize(std::min(rows.size(), shown_without_search));
    } else {
        std::vector<std::string> names;
        for (const RegulonRow& row : m_all) names.push_back(row.tf.toStdString());
        std::vector<RegulonRow> matched;
        std::set<int> seen;  // columns
        for (const std::uint32_t place : findNames(names, {}, m_search->text(), m_all.size())) {
            const RegulonRow& row = m_all[place];
            const auto entry = std::ranges::find(rows, row.place.family, &RegulonRow::column);
            const RegulonRow& shown = row.place.family < 0 || entry == rows.end() ? row : *entry;
            if (shown.column < 0 || seen.insert(shown.column).second) matched.push_back(shown);
        }
        rows = std::move(matched);
    }
    for (const RegulonRow& row : m_all)
        if (row.place.family >= 0) rows.push_back(row);
    return rows;
}

void RegulonsBox::showCurrent() {
    m_model->setCurrent(QString::fromStdString(m_session.focus().tf()));
}

}  // namespace regulus
