#include "ui/dialogs/prior_narrowing.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_set>

#include "core/prior/complexes.h"
#include "ui/session/session_settings.h"
#include "ui/views/parts/file_questions.h"

namespace regulus {
namespace {

constexpr int most_targets = 100'000;

bool graded(const RegulatoryNetwork& network) {
    return std::ranges::any_of(network.edges, [](const Regulation& e) { return e.confidence != 0; });
}

bool namesComplexes(const RegulatoryNetwork& network) {
    std::unordered_set<std::string_view> tfs;
    for (const Regulation& edge : network.edges) tfs.insert(network.genes[edge.tf]);
    return std::ranges::any_of(tfs, [&](std::string_view name) {
        return !complex_members(name, [&](std::string_view part) { return tfs.contains(part); }).empty();
    });
}

double largestWeight(const RegulatoryNetwork& network) {
    float largest = 0;
    for (const Regulation& edge : network.edges) largest = std::max(largest, edge.weight);
    return double(largest);
}

}  // namespace

PriorNarrowing::PriorNarrowing(SessionSettings& settings, QWidget* parent)
    : QWidget(parent),
      m_settings(settings),
      m_confidence(new QComboBox),
      m_sign(new QComboBox),
      m_complexes(new QCheckBox(tr("Expand complexes"))),
      m_importance(new QDoubleSpinBox),
      m_top(new QSpinBox),
      m_tfList(new QPushButton) {
    m_confidence->setAccessibleName(tr("Confidence of edges"));
    m_importance->setAccessibleName(tr("Least importance of edges"));
    m_top->setAccessibleName(tr("Targets of each TF"));
    m_confidence->setObjectName(QStringLiteral("confidence"));
    m_sign->setObjectName(QStringLiteral("sign"));
    m_sign->addItems({tr("activating and repressing"), tr("activating only"), tr("repressing only")});
    m_complexes->setObjectName(QStringLiteral("complexes"));
    m_complexes->setToolTip(tr("Edges of complexes such as AP1 and NFKB become edges of each member gene"));
    m_importance->setObjectName(QStringLiteral("importance"));
    m_importance->setPrefix(tr("importance ≥ "));
    m_importance->setSpecialValueText(tr("any importance"));
    m_importance->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    m_importance->setKeyboardTracking(false);
    m_importance->setToolTip(tr("Leave out edges of lower importance"));
    m_top->setObjectName(QStringLiteral("topTargets"));
    m_top->setRange(0, most_targets);
    m_top->setPrefix(tr("top "));
    m_top->setSuffix(tr(" targets of each TF"));
    m_top->setSpecialValueText(tr("all targets of each TF"));
    m_top->setKeyboardTracking(false);
    m_top->setToolTip(tr("The targets with the highest importance"));
    m_tfList->setObjectName(QStringLiteral("tfList"));
    m_tfList->setAutoDefault(false);
    m_tfList->setToolTip(tr("A file of TF names, one per line"));

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    const auto row = [column](std::initializer_list<QWidget*> widgets) {
        auto* line = new QHBoxLayout;
        line->setSpacing(8);
        for (QWidget* widget : widgets) line->addWidget(widget);
        line->addStretch(1);
        column->addLayout(line);
    };
    row({m_confidence, m_sign, m_tfList, m_complexes});
    row({m_importance, m_top});

    connect(m_confidence, &QComboBox::currentIndexChanged, this, &PriorNarrowing::changed);
    connect(m_sign, &QComboBox::currentIndexChanged, this, &PriorNarrowing::changed);
    connect(m_complexes, &QCheckBox::toggled, this, &PriorNarrowing::changed);
    connect(m_importance, &QDoubleSpinBox::valueChanged, this, &PriorNarrowing::changed);
    connect(m_top, &QSpinBox::valueChanged, this, &PriorNarrowing::changed);
    connect(m_tfList, &QPushButton::clicked, this, [this] {
        if (!m_tfPath.empty()) return setTfList({});
        const QString file = askForFile(this, m_settings,
                                        {QStringLiteral("prior"), tr("TF names, one per line"),
                                         tr("Lists (*.txt *.csv *.tsv);;All files (*)")});
        if (!file.isEmpty()) setTfList(file);
    });
    withdraw();
}

void PriorNarrowing::offer(const RegulatoryNetwork& whole) {
    m_offered = true;
    m_graded = graded(whole);
    m_weighted = whole.weighted();
    m_namesComplexes = namesComplexes(whole);
    const QSignalBlocker quietly(this);
    m_confidence->clear();
    m_confidence->addItem(tr("any confidence"), QString());
    for (const char c : {'A', 'B', 'C', 'D'})
        m_confidence->addItem(
            c == 'A' ? tr("confidence A only") : tr("confidence A to %1").arg(QLatin1Char(c)),
            QString(QLatin1Char(c)));
    showConfidence(advised_options(whole).worst_confidence);
    // Importances of different tools have different scales: one that was set for another says nothing here.
    const double largest = m_weighted ? largestWeight(whole) : 0;
    const int digits =
        largest > 0 ? std::clamp(4 - static_cast<int>(std::floor(std::log10(largest))), 2, 12) : 2;
    const double step = std::pow(10.0, -digits);
    m_importance->setDecimals(digits);
    m_importance->setRange(0, std::floor(largest / step) * step);  // the largest one passes
    m_importance->setValue(0);
    m_confidence->setVisible(m_graded);
    m_sign->show();
    m_tfList->show();
    m_complexes->setVisible(m_namesComplexes);
    m_importance->setVisible(m_weighted);
    m_top->setVisible(m_weighted);
    showTfList();
    show();
}

void PriorNarrowing::withdraw() {
    m_offered = false;
    hide();
}

PriorOptions PriorNarrowing::options() const {
    PriorOptions options;
    if (!m_offered) return options;
    const QString worst = m_confidence->currentData().toString();
    if (m_graded && !worst.isEmpty()) options.worst_confidence = worst.front().toLatin1();
    options.sign = static_cast<SignFilter>(m_sign->currentIndex());
    options.expand_complexes = m_namesComplexes && m_complexes->isChecked();
    if (m_weighted) {
        options.min_importance = m_importance->value();
        options.top_targets = static_cast<std::size_t>(m_top->value());
    }
    options.tf_list = m_tfPath;
    return options;
}

void PriorNarrowing::setOptions(const PriorOptions& options) {
    const QSignalBlocker quietly(this);
    showConfidence(options.worst_confidence);
    m_sign->setCurrentIndex(static_cast<int>(options.sign));
    m_complexes->setChecked(options.expand_complexes);
    m_importance->setValue(options.min_importance);
    m_top->setValue(static_cast<int>(std::min<std::size_t>(options.top_targets, most_targets)));
    m_tfPath = options.tf_list;
    showTfList();
}

void PriorNarrowing::showConfidence(char worst) {
    m_confidence->setCurrentIndex(
        std::max(0, m_confidence->findData(worst == 0 ? QString() : QString(QLatin1Char(worst)))));
}

void PriorNarrowing::setTfList(const QString& path) {
    m_tfPath = path.isEmpty() ? std::string() : QFileInfo(path).absoluteFilePath().toStdString();
    showTfList();
    if (m_offered) Q_EMIT changed();
}

void PriorNarrowing::showTfList() {
    m_tfList->setText(
        m_tfPath.empty()
            ? tr("Limit to a TF list…")
            : tr("Remove the limit to %1").arg(QFileInfo(QString::fromStdString(m_tfPath)).fileName()));
}

}  // namespace regulus
