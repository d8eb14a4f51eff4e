#include "ui/views/inspector/subject_header.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

#include "core/base/cell_loop.h"
#include "core/base/natural_order.h"
#include "core/workflow/calibration_words.h"
#include "ui/models/class_names.h"
#include "ui/models/number_text.h"
#include "ui/session/group_edits.h"
#include "ui/views/parts/cell_pointing.h"
#include "ui/views/parts/class_colors.h"
#include "ui/views/parts/score_bars.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

constexpr std::size_t most_bars = 4;
constexpr std::size_t most_menu_entries = 40;

// What a model makes of a group. A pass over its cells and no others.
struct GroupAgreement {
    std::vector<std::size_t> predicted;  // cells a class
    // The first two: of the cells that are assigned.
    std::size_t labelled = 0, agreeing = 0, learned = 0, out_of_fold = 0, unassigned = 0;
};

GroupAgreement agreementOf(const CellSet& cells, const ModelResults& results,
                           const std::vector<std::string>& classes, const Labels* labels) {
    std::vector<std::int32_t> classOf;  // of each label; -1: none
    for (std::size_t k = 0; labels && k < labels->classes.size(); ++k) {
        const auto at = std::ranges::find(classes, labels->classes[k]);
        classOf.push_back(at == classes.end() ? -1 : static_cast<std::int32_t>(at - classes.begin()));
    }
    const bool comparable = labels && namesMeet(labels->classes, classes);
    GroupAgreement found{std::vector<std::size_t>(classes.size())};
    visit_cells(cells, [&](std::size_t cell) {
        const std::int32_t predicted = results.predicted[cell];
        if (predicted < 0) return;
        ++found.predicted[std::size_t(predicted)];
        const bool assigned = !results.calibration || results.assignments[cell] == Assignment::Assigned;
        if (!assigned) ++found.unassigned;
        const std::int32_t label = labels ? labels->codes[cell] : -1;
        if (label < 0 || !comparable || !assigned) return;
        ++found.labelled;
        found.agreeing += classOf[std::size_t(label)] == predicted ? 1 : 0;
    });
    if (results.uses.known()) found.learned = (cells & results.in_fold()).count();
    if (results.out_of_fold.universe() > 0) found.out_of_fold = (cells & results.out_of_fold).count();
    return found;
}

QToolButton* textButton(const QString& text) {
    auto* button = new QToolButton;
    button->setText(text);
    button->setAutoRaise(true);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    return button;
}

// A score for a cell that was learned from says little.
QString partOf(const ModelResults& results, std::uint32_t cell) {
    const CellUses& uses = results.uses;
    const bool out = results.out_of_fold.contains(cell);
    if (uses.train.contains(cell))
        return out ? SubjectHeader::tr("training cell, out of fold") : SubjectHeader::tr("training cell");
    if (uses.validation.contains(cell))
        return out ? SubjectHeader::tr("validation cell, out of fold") : SubjectHeader::tr("validation cell");
    return uses.test.contains(cell) ? SubjectHeader::tr("test cell") : QString();
}

}  // namespace

SubjectHeader::SubjectHeader(QWidget* parent)
    : QWidget(parent),
      m_title(new ToneLabel(Tone::Title)),
      m_badge(new ToneLabel(Tone::Good)),
      m_unassigned(new ToneLabel(Tone::Warning)),
      m_line(new ToneLabel(Tone::Muted)),
      m_separates(new ToneLabel(Tone::Text)),
      m_set(new ToneLabel(Tone::Muted)),
      m_note(new ToneLabel(Tone::Text)),
      m_scoresTitle(new SectionTitle(tr("SCORES"))),
      m_bars(new ScoreBars),
      m_actions(new QWidget),
      m_compare(textButton(tr("Compare with\u2026"))),
      m_swap(textButton(tr("Swap"))),
      m_close(textButton(tr("Close comparison"))),
      m_editNote(textButton({})) {
    m_title->setWordWrap(true);
    m_line->setWordWrap(true);
    m_separates->setWordWrap(true);
    m_separates->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_set->setWordWrap(true);
    m_set->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_line->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_note->setObjectName(QStringLiteral("groupNote"));
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_editNote->setObjectName(QStringLiteral("editNote"));
    m_editNote->setToolTip(tr("A note on this group, seen here and in the list of groups"));
    m_compare->setPopupMode(QToolButton::InstantPopup);
    m_compare->setMenu(new QMenu(m_compare));
    auto* actions = new QHBoxLayout(m_actions);
    actions->setContentsMargins(0, 0, 0, 0);
    for (QToolButton* button : {m_compare, m_swap, m_close, m_editNote}) actions->addWidget(button);
    actions->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_title);
    column->addWidget(m_badge, 0, Qt::AlignLeft);
    column->addWidget(m_unassigned, 0, Qt::AlignLeft);
    column->addWidget(m_line);
    column->addWidget(m_note);
    column->addWidget(m_separates);
    column->addWidget(m_actions);
    column->addSpacing(4);
    column->addWidget(m_scoresTitle);
    column->addWidget(m_bars);
    column->addWidget(m_set);
    connect(m_swap, &QToolButton::clicked, this, &SubjectHeader::swapGroups);
    connect(m_close, &QToolButton::clicked, this, &SubjectHeader::closeComparison);
    connect(m_editNote, &QToolButton::clicked, this, &SubjectHeader::noteAsked);
}

QString SubjectHeader::title() const {
    return m_title->text();
}
QString SubjectHeader::badge() const {
    return m_badge->isHidden() ? QString() : m_badge->text();
}
QString SubjectHeader::line() const {
    return m_line->text();
}
QString SubjectHeader::unassigned() const {
    return m_unassigned->isHidden() ? QString() : m_unassigned->text();
}
QString SubjectHeader::notExcluded() const {
    return m_set->isHidden() ? QString() : m_set->text();
}

void SubjectHeader::setSeparates(const QString& text) {
    m_separates->setText(text);
    m_separates->setVisible(!text.isEmpty());
}
QString SubjectHeader::separates() const {
    return m_separates->text();
}

void SubjectHeader::showNote(const Session& session, const Subject& subject) {
    const auto group =
        subject.kind == Subject::Kind::Group ? wholeGroup(session, subject.first.cells) : std::nullopt;
    const std::string note = group ? noteOn(session, group->column, group->group) : std::string();
    m_note->setText(QString::fromStdString(note));
    m_note->setVisible(!note.empty());
    m_editNote->setText(note.empty() ? tr("Add note…") : tr("Edit note…"));
    m_editNote->setVisible(group.has_value());
    m_actions->setVisible(std::ranges::any_of(std::array{m_compare, m_swap, m_close, m_editNote},
                                              [](const QToolButton* button) { return !button->isHidden(); }));
}
QString SubjectHeader::note() const {
    return m_note->text();
}

void SubjectHeader::setNeighbours(const QString& text) {
    m_neighbours = text;
    setLine();
}

void SubjectHeader::nameScores(const QString& name, const QString& note, const QString& help) {
    m_scoresName = name;
    m_scoresTitle->setName(name);
    m_scoresTitle->setNote(note);
    m_scoresTitle->setToolTip(help);
}

void SubjectHeader::setLine() {
    QStringList parts = m_parts;
    if (!m_neighbours.isEmpty()) parts << m_neighbours;
    m_line->setText(parts.join(QStringLiteral(" \u00b7 ")));
}

void SubjectHeader::show(const Session& session, const Subject& subject) {
    m_parts.clear();
    m_neighbours.clear();
    m_badge->hide();
    m_unassigned->hide();
    m_set->hide();
    m_bars->setBars({});
    setSeparates({});
    if (subject.kind == Subject::Kind::Cell) showCell(session, subject.cell);
    if (subject.kind == Subject::Kind::Group) showGroup(session, subject.first);
    if (subject.kind == Subject::Kind::Pair)
        subject.cells ? showCells(session, subject) : showPair(session, subject);
    const bool bars = !m_bars->bars().empty();
    m_scoresTitle->setVisible(bars);
    m_bars->setVisible(bars);
    const bool pair = subject.kind == Subject::Kind::Pair;
    // A cell that waits for the other one.
    const bool pinned = subject.kind == Subject::Kind::Cell && session.focus().pinned() == subject.cell;
    const bool all = subject.first.cells.count() == session.opened().cells();
    m_compare->setVisible(!pair && !pinned && !all && (session.model().regulons || session.tfResults()));
    m_swap->setVisible(pair);
    m_close->setVisible(pair || pinned);
    showNote(session, subject);
    if (pinned) setSeparates(tr("Click another cell, on the map or in Predictions, to see both."));
    if (!pair) fillCompareMenu(session, subject);
    m_title->setToolTip(m_title->text());
    setLine();
}

QString SubjectHeader::nameOf(const Session& session, std::uint32_t cell) {
    return QString::fromStdString(session.opened().dataset->obs.index[cell]);
}

void SubjectHeader::showCell(const Session& session, std::uint32_t cell) {
    const auto labels = session.opened().labels;
    const auto results = session.model().results;
    const int code = labels ? labels->codes[cell] : -1;
    const QString label = code >= 0 ? QString::fromStdString(labels->classes[std::size_t(code)]) : QString();
    m_parts << nameOf(session, cell);
    const std::size_t selected = session.cells().selection().count();
    if (selected > 1 && session.cells().selection().contains(cell))
        m_parts << tr("1 of %1 selected").arg(countText(selected));
    if (!results || !session.model().file) {
        m_title->setText(label.isEmpty() ? tr("Cell without a label") : label);
        return;
    }
    const auto& classes = session.model().file->classes;
    const QString predicted = QString::fromStdString(classes[std::size_t(results->predicted[cell])]);
    const bool agrees = label == predicted;
    m_title->setText(label.isEmpty() || agrees ? predicted : tr("%1 \u2192 %2").arg(label, predicted));
    const bool comparable = !label.isEmpty() && namesMeet(labels->classes, classes);
    m_badge->setTone(!comparable ? Tone::Warning : agrees ? Tone::Good : Tone::Bad);
    m_badge->setText(label.isEmpty() ? tr("no label")
                     : !comparable   ? tr("not comparable")
                     : agrees        ? tr("agrees with label")
                                     : tr("differs from label"));
    m_badge->setToolTip(label.isEmpty() ? tr("The prediction of a cell without a label")
                        : !comparable   ? tr("No label has the name of a class of the model")
                                        : tr("Label: %1. Prediction: %2.").arg(label, predicted));
    m_badge->show();
    if (const QString part = partOf(*results, cell); !part.isEmpty()) m_parts << part;
    const std::vector<QColor> colors = categoryColors(session, predicted_column);
    std::vector<ScoreBar> bars;
    for (std::size_t k = 0; k < classes.size(); ++k) {
        bars.push_back({QString::fromStdString(classes[k]), colors[k],
                        double(results->prediction.probabilities(cell, k))});
    }
    m_bars->setBars(leadingBars(std::move(bars), most_bars));
    showCertainty(*session.model().file, *results, cell);
}

void SubjectHeader::showCertainty(const ModelFile& model, const ModelResults& results, std::uint32_t cell) {
    const Calibration* const calibration = results.calibration.get();
    nameScores(calibration ? tr("PROBABILITIES") : tr("SCORES"),
               calibration ? QString() : tr("not calibrated"),
               tr("Predictions come with %1").arg(QString::fromStdString(describe_calibration(model))));
    if (!calibration) return;
    const auto set = prediction_set(*calibration, results.prediction.probabilities.row(cell));
    m_set->setText(tr("%1 prediction set: %2")
                       .arg(QString::fromStdString(level_text(*calibration)),
                            QString::fromStdString(class_list(set, model.classes, ", "))));
    m_set->show();
    const Assignment decided = results.assignments[cell];
    if (decided == Assignment::Assigned) return;
    m_unassigned->setText(decided == Assignment::Unsure ? tr("unassigned: too uncertain")
                                                        : tr("unassigned: unlike its class"));
    m_unassigned->setToolTip(
        decided == Assignment::Unsure
            ? tr("Below a probability of %1, fewer than %2 of the predictions would be right")
                  .arg(calibration->least_probability, 0, 'f', 2)
                  .arg(QString::fromStdString(level_text(*calibration)))
            : tr("Farther from the centre of the predicted class than %1 of its labelled cells")
                  .arg(QString::fromStdString(level_text(*calibration))));
    m_unassigned->show();
}

void SubjectHeader::showGroup(const Session& session, const Group& group) {
    m_title->setText(group.name);
    const std::size_t cells = group.cells.count();
    // The name of a part of a group says how many there are.
    if (!group.name.startsWith(countText(cells) + QLatin1Char(' ')))
        m_parts << countText(cells, tr("cell"), tr("cells"));
    const auto results = session.model().results;
    if (!results || !session.model().file) return;
    const auto& classes = session.model().file->classes;
    const auto labels = session.opened().labels;
    const GroupAgreement found = agreementOf(group.cells, *results, classes, labels.get());
    if (found.labelled > 0)
        m_parts << (found.unassigned > 0 ? tr("%1 of %2 assigned cells agree with their label")
                                         : tr("%1 of %2 agree with their label"))
                       .arg(countText(found.agreeing), countText(found.labelled));
    if (found.unassigned > 0) m_parts << tr("%1 unassigned").arg(countText(found.unassigned));
    if (found.learned > 0) m_parts << tr("%1 used for training").arg(countText(found.learned));
    if (found.out_of_fold > 0)
        m_parts << tr("%1 used for training, judged out of fold").arg(countText(found.out_of_fold));
    const std::vector<QColor> colors = categoryColors(session, predicted_column);
    std::vector<ScoreBar> bars;
    for (std::size_t k = 0; k < classes.size(); ++k) {
        bars.push_back({QString::fromStdString(classes[k]), colors[k],
                        double(found.predicted[k]) / double(std::max<std::size_t>(cells, 1))});
    }
    m_bars->setBars(leadingBars(std::move(bars), most_bars));
    nameScores(tr("PREDICTED AS"), tr("share of the cells"), {});
}

void SubjectHeader::showPair(const Session& session, const Subject& subject) {
    m_title->setText(tr("%1 vs %2").arg(subject.first.name, subject.second.name));
    QStringList sizes;
    for (const Group* side : {&subject.first, &subject.second})
        sizes << (side->cells.count() == 1 ? nameOf(session, side->cells.rows().front())
                                           : countText(side->cells.count(), tr("cell"), tr("cells")));
    m_parts << tr("%1 vs %2").arg(sizes[0], sizes[1]);
    m_parts << tr("effect sizes over cells; no p-values, since cells of one dataset are not replicates");
}

// What is known of either, one below the other.
void SubjectHeader::showCells(const Session& session, const Subject& subject) {
    const auto labels = session.opened().labels;
    const auto results = session.model().results;
    const bool predicted = results && session.model().file;
    const std::array cells{subject.first.cells.rows().front(), subject.second.cells.rows().front()};
    QStringList titles;
    std::vector<ScoreBar> bars;
    const std::vector<QColor> colors =
        predicted ? categoryColors(session, predicted_column) : std::vector<QColor>();
    for (std::size_t side = 0; side < cells.size(); ++side) {
        const std::uint32_t cell = cells[side];
        const int code = labels ? labels->codes[cell] : -1;
        QString title =
            code >= 0 ? QString::fromStdString(labels->classes[std::size_t(code)]) : tr("no label");
        if (predicted) {
            const auto& classes = session.model().file->classes;
            const QString made = QString::fromStdString(classes[std::size_t(results->predicted[cell])]);
            title = code < 0 || title == made ? made : tr("%1 \u2192 %2").arg(title, made);
            std::vector<ScoreBar> own;
            for (std::size_t k = 0; k < classes.size(); ++k)
                own.push_back({tr("%1: %2").arg(side + 1).arg(QString::fromStdString(classes[k])), colors[k],
                               double(results->prediction.probabilities(cell, k))});
            for (ScoreBar& bar : leadingBars(std::move(own), most_bars / 2)) bars.push_back(std::move(bar));
        }
        titles << title;
        m_parts << tr("cell %1: %2").arg(side + 1).arg(nameOf(session, cell));
    }
    m_title->setText(tr("%1 vs %2").arg(titles[0], titles[1]));
    m_parts << tr("single cells are noisy, and have no spread to judge a difference by");
    if (!predicted) return;
    m_parts.insert(2, results->predicted[cells[0]] == results->predicted[cells[1]]
                          ? tr("predicted alike")
                          : tr("predicted differently"));
    m_bars->setBars(std::move(bars));
    const bool calibrated = results->calibration != nullptr;
    nameScores(calibrated ? tr("PROBABILITIES") : tr("SCORES"), calibrated ? QString() : tr("not calibrated"),
               tr("The leading classes of cell 1 and of cell 2"));
}

void SubjectHeader::fillCompareMenu(const Session& session, const Subject& subject) {
    QMenu* menu = m_compare->menu();
    menu->clear();
    if (subject.kind == Subject::Kind::Cell) {
        connect(menu->addAction(tr("Another cell…")), &QAction::triggered, this,
                &SubjectHeader::compareWithCell);
        menu->addSeparator();
    }
    connect(menu->addAction(tr("All other cells")), &QAction::triggered, this,
            &SubjectHeader::compareWithRest);
    const auto labels = session.opened().labels;
    if (!labels) return;
    menu->addSeparator();
    std::vector<std::size_t> order = listing_order(labels->classes, false);
    order.resize(std::min(order.size(), most_menu_entries));
    for (const std::size_t k : order) {
        const QString name = QString::fromStdString(labels->classes[k]);
        if (name == subject.first.name) continue;
        connect(menu->addAction(inMenu(name)), &QAction::triggered, this,
                [this, k] { Q_EMIT compareWithCategory(int(k)); });
    }
}

}  // namespace regulus
