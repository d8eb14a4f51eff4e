#include "app/window/color_search.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QCompleter>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTimer>
#include <algorithm>
#include <functional>
#include <iterator>

#include "ui/figures/gene_values.h"
#include "ui/figures/scatter/scatter_axis.h"
#include "ui/models/name_search.h"
#include "ui/render/theme.h"
#include "ui/session/session.h"
#include "ui/views/parts/coloring_names.h"

namespace regulus {

namespace {

constexpr std::size_t most_choices = 60;
constexpr std::size_t most_groups = 1000;  // of a column; more are names of cells

// Name at the left, in italics for genes and TFs; what it is, muted, at the right.
class ChoiceDelegate final : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {200, 28}; }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const Theme& theme = Theme::current();
        const bool on = option.state & QStyle::State_Selected;
        painter->save();
        painter->fillRect(option.rect, on ? theme.accentSoft : theme.surface);
        const QRect box = option.rect.adjusted(12, 0, -12, 0);
        painter->setPen(theme.mutedText);
        painter->setFont(theme.font(12));
        const QString kind = index.data(ColorChoiceModel::KindRole).toString();
        painter->drawText(box, Qt::AlignRight | Qt::AlignVCenter, kind);
        const int room = box.width() - painter->fontMetrics().horizontalAdvance(kind) - 12;
        painter->setPen(index.flags() & Qt::ItemIsEnabled ? theme.text : theme.mutedText);
        painter->setFont(theme.font(13, QFont::Normal, index.data(ColorChoiceModel::ItalicRole).toBool()));
        painter->drawText(box, Qt::AlignLeft | Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, room));
        painter->restore();
    }
};

// An exact name comes first, of these the gene, as who types a symbol means its expression; then names that
// begin so. Among equals the order stays.
void rank(std::vector<ColorChoice>& found, const QString& text) {
    std::ranges::stable_sort(found, {}, [&](const ColorChoice& choice) {
        if (choice.name.compare(text, Qt::CaseInsensitive) == 0)
            return choice.coloring.source == ColorSource::Gene ? 0 : 1;
        return choice.name.startsWith(text, Qt::CaseInsensitive) ? 2 : 3;
    });
}

void addModel(const Session& session, const QString& text, std::vector<ColorChoice>& found) {
    if (!session.model().results) return;
    const bool calibrated = session.model().results->calibration != nullptr;
    const std::pair<Coloring, QString> choices[] = {
        {Coloring::prediction(), QObject::tr("prediction")},
        {Coloring::confidence(), calibrated ? QObject::tr("probability") : QObject::tr("score")}};
    for (const auto& [coloring, name] : choices)
        if (name.contains(text, Qt::CaseInsensitive)) found.push_back({coloring, name, QObject::tr("model")});
}

}  // namespace

std::vector<ColorChoice> findColorings(const Session& session, const QString& typed, std::size_t limit) {
    std::vector<ColorChoice> found;
    const QString text = typed.trimmed();
    if (!session.opened().dataset) return found;
    // As the gallery and the command line write them: activity:SPI1.
    if (text.contains(':'))
        for (const NamedColoring& one : coloringNames(session))
            if (const QString name = QString::fromStdString(one.name);
                found.size() < limit && one.coloring.source != ColorSource::Column && name.contains(':') &&
                name.startsWith(text, Qt::CaseInsensitive))
                found.push_back({one.coloring, name, QObject::tr("by its full name")});
    const std::vector<std::string> columns = session.groups().names();
    for (const std::uint32_t at : findNames(columns, {}, text, limit))
        found.push_back(
            {Coloring::column(columns[at]), QString::fromStdString(columns[at]), QObject::tr("column")});
    addModel(session, text, found);

    if (const auto regulons = session.model().regulons) {
        for (const std::uint32_t at : findNames(regulons->regulons.tfs, {}, text, text.isEmpty() ? 12 : 6)) {
            const std::string& tf = regulons->regulons.tfs[at];
            const QString name = QString::fromStdString(tf);
            found.push_back({Coloring::regulon(tf), name, QObject::tr("regulon, choice"), true});
            if (text.isEmpty()) continue;
            for (const auto measure : {RegulonMeasure::Attention, RegulonMeasure::Pooling})
                found.push_back({Coloring::regulon(tf, measure), name,
                                 QObject::tr("regulon, %1").arg(toString(measure)), true});
        }
    }
    const bool of_genes = session.model().file && !session.model().readsRegulons();
    if (const auto tfs = of_genes ? nullptr : session.tfResults()) {
        const bool model = tfs->reader->head.has_value();
        for (const std::uint32_t at : findNames(tfs->tfs, {}, text, text.isEmpty() ? 12 : 6)) {
            const QString name = QString::fromStdString(tfs->tfs[at]);
            found.push_back(
                {Coloring::regulon(tfs->tfs[at], RegulonMeasure::TfAttention), name,
                 model ? QObject::tr("regulon, attention") : QObject::tr("regulon, untrained attention"),
                 true});
            if (model && !text.isEmpty())
                found.push_back({Coloring::regulon(tfs->tfs[at], RegulonMeasure::Effect), name,
                                 QObject::tr("regulon, effect of cutting"), true});
        }
    }
    if (text.isEmpty() || !session.opened().genes.names) return found;
    const std::vector<std::string>& genes = session.opened().genes.names->names;
    for (const std::uint32_t at : findNames(genes, {}, text, limit)) {
        const bool outside = session.model().file && !session.model().isToken(genes[at]);
        found.push_back({Coloring::gene(genes[at]), QString::fromStdString(genes[at]),
                         outside ? QObject::tr("gene, not in the model") : QObject::tr("gene"), true});
    }
    // Other values of a gene whose name was typed whole.
    for (const std::string& gene : genes) {
        if (text.compare(QString::fromStdString(gene), Qt::CaseInsensitive) != 0) continue;
        for (const ShownValues& values :
             geneValues(*session.opened().dataset, session.opened().expression.get()))
            if (!values.assay.empty())
                found.push_back({Coloring::gene(gene, values.assay), QString::fromStdString(gene),
                                 QObject::tr("gene, %1").arg(values.text), true});
        break;
    }
    // A TF whose name was typed whole has an activity, model or not.
    const auto exact = std::ranges::find_if(genes, [&](const std::string& gene) {
        return text.compare(QString::fromStdString(gene), Qt::CaseInsensitive) == 0;
    });
    if (exact != genes.end() && session.opened().prior) {
        const auto& prior = *session.opened().prior;
        const auto tf = std::ranges::find(prior.genes, *exact);
        const auto index = static_cast<std::uint32_t>(tf - prior.genes.begin());
        const bool regulates =
            tf != prior.genes.end() &&
            std::ranges::any_of(prior.edges, [&](const Regulation& e) { return e.tf == index; });
        if (regulates)
            found.push_back({Coloring::regulon(*exact, RegulonMeasure::Activity),
                             QString::fromStdString(*exact), QObject::tr("regulon, activity"), true});
    }
    rank(found, text);
    if (found.size() > limit) found.resize(limit);
    return found;
}

namespace {

// Numbers alone, genes first; where a name is typed whole, only what is called so.
std::vector<ColorChoice> findNumbers(const Session& session, const ColorInputs& inputs, const QString& text,
                                     std::size_t limit) {
    // What the cells are coloured by is written as its title, which may be no name.
    const Coloring& now = session.colors().coloring();
    for (const Coloring& one : now.parts.empty() ? std::vector<Coloring>{now} : now.parts) {
        const bool gene = one.source == ColorSource::Gene;
        if (title(one) == text && isNumber(one, inputs))
            return {{one.withoutScale(), text, gene ? QObject::tr("gene") : QObject::tr("number"), gene}};
    }
    std::vector<ColorChoice> found = findColorings(session, text, limit);
    std::erase_if(found, [&](const ColorChoice& choice) { return !isNumber(choice.coloring, inputs); });
    const auto whole = [&](const ColorChoice& choice) {
        return choice.name.compare(text, Qt::CaseInsensitive) == 0;
    };
    if (std::ranges::any_of(found, whole)) std::erase_if(found, std::not_fn(whole));
    std::ranges::stable_partition(
        found, [](const ColorChoice& choice) { return choice.coloring.source == ColorSource::Gene; });
    return found;
}

}  // namespace

std::vector<ColorChoice> findBlends(const Session& session, const QString& typed, std::size_t limit) {
    std::vector<ColorChoice> found;
    const qsizetype plus = typed.indexOf(QLatin1Char('+'));
    if (plus < 0 || !session.opened().dataset) return found;
    const QString left = typed.left(plus).trimmed(), right = typed.mid(plus + 1).trimmed();
    if (left.isEmpty()) return found;
    const ColorInputs inputs = session.colors().inputs();
    const auto second = findNumbers(session, inputs, right, limit);
    const auto genes = [](const ColorChoice& a, const ColorChoice& b) {
        return a.coloring.source == ColorSource::Gene && b.coloring.source == ColorSource::Gene;
    };
    for (const ColorChoice& a : findNumbers(session, inputs, left, 6)) {
        for (const ColorChoice& b : second) {
            if (found.size() == limit) return found;
            if (a.coloring.sameValues(b.coloring)) continue;
            found.push_back({Coloring::blend(a.coloring, b.coloring),
                             QStringLiteral("%1 + %2").arg(a.name, b.name),
                             genes(a, b) ? QObject::tr("blend of genes")
                                         : QObject::tr("blend, %1 and %2").arg(a.kind, b.kind),
                             a.italic && b.italic});
        }
    }
    return found;
}

std::vector<ColorChoice> findGroups(const Session& session, const QString& typed, std::size_t limit) {
    std::vector<ColorChoice> found;
    const QString text = typed.trimmed();
    if (text.isEmpty()) return found;
    for (const std::string& name : session.groups().names()) {
        const auto column = session.groups().categorical(name);
        if (!column || column->categories.size() > most_groups) continue;
        for (const std::uint32_t at : findNames(column->categories, {}, text, limit)) {
            if (session.groups().sizes(name)[at] == 0) continue;
            found.push_back({.coloring = {},
                             .name = QString::fromStdString(column->categories[at]),
                             .kind = QObject::tr("group in %1").arg(QString::fromStdString(name)),
                             .column = name,
                             .group = static_cast<int>(at)});
        }
    }
    return found;
}

std::vector<ColorChoice> findCommands(const QList<QAction*>& commands, const QString& typed) {
    std::vector<ColorChoice> found;
    const QString text = typed.trimmed();
    if (text.isEmpty()) return found;
    for (QAction* command : commands) {
        if (!command->isEnabled() || command->objectName() == QLatin1String("search")) continue;
        QString name = command->text();
        name.remove(QLatin1Char('&'));
        if (!name.contains(text, Qt::CaseInsensitive)) continue;
        const QString key = command->shortcut().toString(QKeySequence::NativeText);
        found.push_back({.coloring = {},
                         .name = name,
                         .kind = key.isEmpty() ? QObject::tr("command") : QObject::tr("command, %1").arg(key),
                         .command = command});
    }
    return found;
}

void ColorChoiceModel::setChoices(std::vector<ColorChoice> choices) {
    beginResetModel();
    m_choices = std::move(choices);
    endResetModel();
}

int ColorChoiceModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : std::max(1, static_cast<int>(m_choices.size()));
}

Qt::ItemFlags ColorChoiceModel::flags(const QModelIndex& index) const {
    return m_choices.empty() ? Qt::NoItemFlags : QAbstractListModel::flags(index);
}

QVariant ColorChoiceModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    if (m_choices.empty()) return role == Qt::DisplayRole ? tr("No match") : QVariant();
    const ColorChoice& choice = m_choices[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
        case Qt::EditRole:
            return choice.name;
        case KindRole:
            return choice.kind;
        case ItalicRole:
            return choice.italic;
        default:
            return {};
    }
}

ColorSearch::ColorSearch(Session& session, QWidget* parent)
    : QLineEdit(parent),
      m_session(session),
      m_model(new ColorChoiceModel(this)),
      m_completer(new QCompleter(this)) {
    setPlaceholderText(tr("Gene, regulon, column, group or command"));
    setAccessibleName(tr("Search"));
    setToolTip(
        tr("Colour by a gene, regulon or column, by two at once (CD3D + MS4A1), select a group, or find a "
           "command (Ctrl+K)"));
    setClearButtonEnabled(true);
    setMinimumWidth(220);
    setMaximumWidth(380);
    // By a click or Ctrl+K. Not in turn: a field that Qt chooses would swallow the keys of the map.
    setFocusPolicy(Qt::ClickFocus);
    m_completer->setModel(m_model);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setMaxVisibleItems(14);
    m_completer->setWidget(this);  // and not setCompleter(): the names are ranked here
    m_completer->popup()->setItemDelegate(new ChoiceDelegate(this));
    m_completer->popup()->installEventFilter(this);
    m_completer->popup()->setMinimumWidth(400);  // names of families beside what is offered of them
    connect(this, &QLineEdit::textEdited, this, &ColorSearch::look);
    connect(m_completer, qOverload<const QModelIndex&>(&QCompleter::activated), this,
            [this](const QModelIndex& index) { choose(index.row()); });
    connect(&m_session, &Session::changed, this, [this](Changes what) {
        if (what & (Change::Dataset | Change::Coloring)) showCurrent();
    });
    showCurrent();
}

void ColorSearch::activate() {
    setFocus(Qt::ShortcutFocusReason);
    selectAll();
    look({});
}

void ColorSearch::blend() {
    const Coloring& now = m_session.colors().coloring();
    const QString first = title(now.parts.empty() ? now : now.parts.front());
    setFocus(Qt::ShortcutFocusReason);
    // The field selects what it holds when the keyboard comes to it.
    QTimer::singleShot(0, this, [this, first] {
        setText(first + QStringLiteral(" + "));
        look(text());
    });
}

void ColorSearch::look(const QString& text) {
    std::vector<ColorChoice> found = findColorings(m_session, text, most_choices);
    std::ranges::move(findBlends(m_session, text, most_choices), std::back_inserter(found));
    std::ranges::move(findGroups(m_session, text, 12), std::back_inserter(found));
    std::ranges::move(findCommands(window()->actions(), text), std::back_inserter(found));
    rank(found, text.trimmed());
    m_model->setChoices(std::move(found));
    if (m_model->choices().empty() && text.isEmpty()) return m_completer->popup()->hide();
    m_completer->complete();
    m_completer->popup()->setCurrentIndex(m_completer->completionModel()->index(0, 0));
}

void ColorSearch::choose(int row) {
    if (row < 0 || row >= static_cast<int>(m_model->choices().size())) return;
    const ColorChoice chosen = m_model->choices()[static_cast<std::size_t>(row)];
    m_completer->popup()->hide();
    const bool command = chosen.command != nullptr;
    if (!command && chosen.group >= 0)
        m_session.cells().select(m_session.groups().cellsOf(chosen.column, chosen.group));
    else if (!command)
        m_session.colors().colorBy(chosen.coloring);
    showCurrent();
    Q_EMIT left();
    if (command) chosen.command->trigger();  // when this is over: it may open a dialog
}

void ColorSearch::showCurrent() {
    setText(title(m_session.colors().coloring()));
    setCursorPosition(0);  // the name, where not all of it has room
}

void ColorSearch::focusInEvent(QFocusEvent* event) {
    QLineEdit::focusInEvent(event);
    if (event->reason() != Qt::PopupFocusReason) QTimer::singleShot(0, this, &QLineEdit::selectAll);
}

// What was begun and left says nothing of the map. Where a dialog came up, nobody is typing a name any more,
// and nobody will be when it is closed.
void ColorSearch::focusOutEvent(QFocusEvent* event) {
    QLineEdit::focusOutEvent(event);
    const bool dialog = QApplication::activeModalWidget() != nullptr;
    if (event->reason() == Qt::PopupFocusReason || event->reason() == Qt::MenuBarFocusReason) return;
    if (event->reason() == Qt::ActiveWindowFocusReason && !dialog) return;
    showCurrent();
    if (event->reason() == Qt::ActiveWindowFocusReason) Q_EMIT left();
}

// While its popup is open the completer keeps from the field that the keyboard has left.
bool ColorSearch::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Hide && watched == m_completer->popup())
        QTimer::singleShot(0, this, [this] {
            if (!hasFocus() && window()->isActiveWindow()) showCurrent();
        });
    return QLineEdit::eventFilter(watched, event);
}

void ColorSearch::mousePressEvent(QMouseEvent* event) {
    QLineEdit::mousePressEvent(event);
    if (!m_completer->popup()->isVisible()) look({});
}

// Beside what every field offers, the genes that go with the one it names.
void ColorSearch::contextMenuEvent(QContextMenuEvent* event) {
    QMenu* const menu = createStandardContextMenu();
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QString name = text().trimmed();
    if (m_session.opened().geneColumn(name.toStdString()) >= 0) {
        menu->addSeparator();
        connect(menu->addAction(tr("Genes similar to %1").arg(name)), &QAction::triggered, this,
                [this, name] { Q_EMIT similarRequested(name); });
    }
    menu->popup(event->globalPos());
}

void ColorSearch::keyPressEvent(QKeyEvent* event) {
    const bool open = m_completer->popup()->isVisible();
    switch (event->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
            // The popup has had its turn: what is typed whole, or the first choice, is taken.
            if (!open) look(text());
            choose(std::max(0, m_completer->popup()->currentIndex().row()));
            return;
        case Qt::Key_Escape:
            if (open) return m_completer->popup()->hide();
            showCurrent();
            Q_EMIT left();
            return;
        case Qt::Key_Down:
            if (!open) return look(text() == title(m_session.colors().coloring()) ? QString() : text());
            break;
        default:
            break;
    }
    QLineEdit::keyPressEvent(event);
}

}  // namespace regulus
