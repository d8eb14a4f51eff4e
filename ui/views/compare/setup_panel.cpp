#include "ui/views/compare/setup_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "core/base/cell_loop.h"
#include "ui/models/number_text.h"
#include "ui/views/compare/comparison_run.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

constexpr int pair_mode = 0, groups_mode = 1;

QString shownName(const std::string& column) {
    return column == predicted_column ? SetupPanel::tr("prediction") : QString::fromStdString(column);
}

std::size_t donorsIn(const Categorical& donors, const CellSet& cells) {
    std::vector<char> seen(donors.categories.size(), 0);
    visit_cells(cells, [&](std::size_t cell) {
        if (donors.codes[cell] >= 0) seen[static_cast<std::size_t>(donors.codes[cell])] = 1;
    });
    return static_cast<std::size_t>(std::ranges::count(seen, 1));
}

void choose(QComboBox* box, const std::string& column) {
    const QSignalBlocker quiet(box);
    box->setCurrentIndex(box->findData(QString::fromStdString(column)));
}

}  // namespace

SetupPanel::SetupPanel(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_mode(new QComboBox),
      m_sides(new QWidget),
      m_a(new SideSlot(session, ComparedSide::A)),
      m_b(new SideSlot(session, ComparedSide::B)),
      m_swap(new QToolButton),
      m_columns(new QComboBox),
      m_shared(new QWidget),
      m_sharedText(new ToneLabel(Tone::Warning)),
      m_takeOut(new QPushButton(tr("Take them out of B"))),
      m_donors(new QComboBox),
      m_visible(new QCheckBox(tr("Visible cells only"))),
      m_key(QStringLiteral("compare.counts.%1").arg(reinterpret_cast<quintptr>(this))) {
    m_mode->addItems({tr("A against B"), tr("All groups of a column")});
    m_mode->setToolTip(tr("Compare two sides, or find what marks each group of a column"));
    m_mode->setAccessibleName(tr("What is compared"));
    m_swap->setText(tr("Swap"));
    m_swap->setToolTip(tr("Exchange A and B"));
    m_swap->setAutoRaise(true);
    m_columns->setToolTip(tr("Each group of this column is compared with all other cells"));
    m_columns->setAccessibleName(tr("Column of the groups"));
    m_sharedText->setWordWrap(true);
    m_donors->setToolTip(
        tr("Column of obs that names the donors: their counts are added up, and donors are the "
           "replicates of a second test"));
    m_visible->setToolTip(tr("Cells hidden on the map take no part: hide groups to compare within one type"));
    for (QComboBox* box : {m_columns, m_donors})
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    auto* sides = new QVBoxLayout(m_sides);
    sides->setContentsMargins(0, 0, 0, 0);
    sides->setSpacing(4);
    sides->addWidget(m_a);
    sides->addWidget(m_b);
    auto* shared = new QVBoxLayout(m_shared);
    shared->setContentsMargins(0, 0, 0, 0);
    shared->addWidget(m_sharedText);
    shared->addWidget(m_takeOut, 0, Qt::AlignLeft);
    auto* top = new QHBoxLayout;
    top->addWidget(m_mode, 1);
    top->addWidget(m_swap);
    auto* form = new QFormLayout;
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(4);
    form->addRow(tr("Donors"), m_donors);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 4, 6, 4);
    column->setSpacing(4);
    column->addLayout(top);
    column->addWidget(m_columns);
    column->addWidget(m_sides);
    column->addWidget(m_shared);
    column->addLayout(form);
    column->addWidget(m_visible);
    column->addStretch(1);
    connectParts();
    fillColumns();
    fillDonors();
    refresh();
}

SetupPanel::~SetupPanel() {
    m_session.jobs().abandonKey(m_key);
}

void SetupPanel::connectParts() {
    ComparisonState& comparison = m_session.comparison();
    connect(m_mode, &QComboBox::activated, this, [this, &comparison](int mode) {
        mode == groups_mode ? comparison.compareAllGroups(m_columns->currentData().toString().toStdString())
                            : comparison.compareSides();
    });
    connect(m_columns, &QComboBox::activated, this, [this, &comparison] {
        comparison.compareAllGroups(m_columns->currentData().toString().toStdString());
    });
    connect(m_donors, &QComboBox::activated, this,
            [this, &comparison] { comparison.setDonors(m_donors->currentData().toString().toStdString()); });
    connect(m_visible, &QCheckBox::clicked, this, [&comparison](bool on) { comparison.setVisibleOnly(on); });
    connect(m_swap, &QToolButton::clicked, this, [&comparison] { comparison.swapSides(); });
    connect(m_takeOut, &QPushButton::clicked, this, [&comparison] { comparison.takeOutShared(); });
    for (const ComparedSide side : {ComparedSide::A, ComparedSide::B})
        connect(slot(side), &SideSlot::selectRequested, this, [this, side] {
            const ComparisonSetup& setup = m_session.comparison().setup();
            const auto categories = m_session.groups().categorical(setup.a.column);
            const ComparedSets sets =
                setsOf(setup, setup.visibleOnly ? m_session.cells().visible() : CellSet(), categories.get(),
                       m_session.opened().cells());
            m_session.cells().select(side == ComparedSide::A ? sets.a : sets.b);
        });
}

void SetupPanel::hear(Changes what) {
    if (what & (Change::Dataset | Change::Model | Change::Results | Change::Labels | Change::Columns)) {
        fillColumns();
        fillDonors();
    }
    if (what & (Change::Dataset | Change::Comparison | Change::Selection | Change::Model | Change::Results |
                Change::Labels))
        refresh();
    const bool filtered = what & Change::Filters && m_session.comparison().setup().visibleOnly;
    if (what & (Change::Dataset | Change::Comparison) || filtered) count();
}

void SetupPanel::fillColumns() {
    const QSignalBlocker quiet(m_columns);
    m_columns->clear();
    for (const std::string& name : m_session.groups().listed())
        m_columns->addItem(shownName(name), QString::fromStdString(name));
    choose(m_columns, m_session.opened().labelColumn());
    if (m_columns->currentIndex() < 0 && m_columns->count() > 0) m_columns->setCurrentIndex(0);
}

// Columns that look like donors first.
void SetupPanel::fillDonors() {
    const QSignalBlocker quiet(m_donors);
    m_donors->clear();
    m_donors->addItem(tr("None: cells as replicates"), QString());
    for (const ColumnGuess& guess : m_session.opened().batchColumns)
        m_donors->addItem(QString::fromStdString(guess.name), QString::fromStdString(guess.name));
    for (const std::string& name : m_session.groups().listed()) {
        const QString text = QString::fromStdString(name);
        if (name != predicted_column && m_donors->findData(text) < 0) m_donors->addItem(text, text);
    }
}

void SetupPanel::refresh() {
    const ComparisonSetup& setup = m_session.comparison().setup();
    const bool open = m_session.opened().dataset != nullptr;
    m_mode->setCurrentIndex(setup.allGroups ? groups_mode : pair_mode);
    m_mode->setEnabled(open);
    m_sides->setVisible(!setup.allGroups);
    m_swap->setVisible(!setup.allGroups);
    m_swap->setEnabled(setup.b.chosen());
    m_columns->setVisible(setup.allGroups);
    m_columns->setEnabled(m_columns->count() > 0);
    if (!setup.column.empty()) choose(m_columns, setup.column);
    choose(m_donors, setup.donors);
    m_donors->setEnabled(open);
    m_visible->setChecked(setup.visibleOnly);
    m_visible->setEnabled(open);
    m_a->refresh();
    m_b->refresh();
    if (setup.allGroups || !setup.a.chosen()) m_shared->hide();
}

// The column that counts of donors are of: the one chosen, else the likeliest.
std::string SetupPanel::donorColumn() const {
    const std::string& chosen = m_session.comparison().setup().donors;
    if (!chosen.empty()) return chosen;
    const auto& guesses = m_session.opened().batchColumns;
    return guesses.empty() ? std::string() : guesses.front().name;
}

void SetupPanel::count() {
    m_session.jobs().abandonKey(m_key);
    const ComparisonSetup setup = m_session.comparison().setup();
    if (setup.allGroups || (!setup.a.chosen() && !setup.b.chosen())) {
        m_shared->hide();
        m_a->setCount(std::nullopt, {});
        return m_b->setCount(std::nullopt, {});
    }
    JobRequest request{.title = tr("Counting cells"), .key = m_key, .quiet = true, .receiver = this};
    m_session.jobs().start(
        std::move(request),
        [setup, visible = setup.visibleOnly ? m_session.cells().visible() : CellSet(),
         categories = m_session.groups().categorical(setup.a.column),
         donors = m_session.groups().categorical(donorColumn()), cells = m_session.opened().cells()](Job&) {
            const ComparedSets sets = setsOf(setup, visible, categories.get(), cells);
            Counts counts{{sets.a.count()}, {sets.b.count()}, sets.shared.count()};
            if (donors) {
                counts.a.donors = donorsIn(*donors, sets.a);
                counts.b.donors = donorsIn(*donors, sets.b);
            }
            return counts;
        },
        [this](const Counts& counts) { showCounts(counts); });
}

void SetupPanel::showCounts(const Counts& counts) {
    const QString donors = QString::fromStdString(donorColumn());
    const bool any = m_session.comparison().setup().a.chosen();  // without A there is no rest, either
    m_a->setCount(any ? std::optional(counts.a) : std::nullopt, donors);
    m_b->setCount(any || counts.b.cells > 0 ? std::optional(counts.b) : std::nullopt, donors);
    m_shared->setVisible(counts.shared > 0);
    m_sharedText->setText(counts.shared == 1 ? tr("1 cell is in both A and B.")
                                             : tr("%L1 cells are in both A and B.").arg(counts.shared));
}

QString SetupPanel::sharedText() const {
    return m_shared->isHidden() ? QString() : m_sharedText->text();
}

}  // namespace regulus
