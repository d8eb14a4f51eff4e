#include "ui/views/compare/group_picker.h"

#include <QComboBox>
#include <QKeyEvent>
#include <QListWidget>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/models/group_list_model.h"
#include "ui/render/theme.h"
#include "ui/views/compare/color_dot.h"
#include "ui/views/parts/class_colors.h"

namespace regulus {
namespace {

constexpr int widest = 300, most_rows = 14, row_height = 24;

}  // namespace

GroupPicker::GroupPicker(Session& session, ComparedSide side, QWidget* parent)
    : QFrame(parent, Qt::Popup),
      m_session(session),
      m_side(side),
      m_columns(new QComboBox),
      m_groups(new QListWidget) {
    setFrameShape(QFrame::StyledPanel);
    m_columns->setAccessibleName(tr("Column"));
    m_columns->setToolTip(tr("Column of obs that defines the groups"));
    m_groups->setAccessibleName(tr("Groups"));
    m_groups->setFrameShape(QFrame::NoFrame);
    m_groups->installEventFilter(this);
    auto* done = new QPushButton(tr("Done"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->addWidget(m_columns);
    column->addWidget(m_groups, 1);
    column->addWidget(done, 0, Qt::AlignRight);
    connect(m_columns, &QComboBox::currentIndexChanged, this, &GroupPicker::fillGroups);
    connect(done, &QPushButton::clicked, this, &QWidget::close);
    // The box itself toggles by itself; a click on the name does the same.
    connect(m_groups, &QListWidget::itemPressed, this,
            [this](QListWidgetItem* item) { m_groups->setProperty("state", item->checkState()); });
    connect(m_groups, &QListWidget::itemClicked, this, [this](QListWidgetItem* item) {
        if (m_groups->property("state").toInt() == item->checkState())
            item->setCheckState(item->checkState() == Qt::Checked ? Qt::Unchecked : Qt::Checked);
    });
    connect(m_groups, &QListWidget::itemDoubleClicked, this, [this](QListWidgetItem* item) {
        for (int i = 0; i < m_groups->count(); ++i)
            m_groups->item(i)->setCheckState(m_groups->item(i) == item ? Qt::Checked : Qt::Unchecked);
        close();
    });
}

std::string GroupPicker::column() const {
    return m_columns->currentData().toString().toStdString();
}

void GroupPicker::fillColumns() {
    const QSignalBlocker quiet(m_columns);
    m_columns->clear();
    for (const std::string& name : m_session.groups().listed())
        m_columns->addItem(name == predicted_column ? tr("prediction") : QString::fromStdString(name),
                           QString::fromStdString(name));
    const std::string& own = m_session.comparison().side(m_side).column;
    const std::string& other =
        m_session.comparison().side(m_side == ComparedSide::A ? ComparedSide::B : ComparedSide::A).column;
    for (const std::string& wanted : {own, other, m_session.opened().labelColumn()}) {
        const int place = wanted.empty() ? -1 : m_columns->findData(QString::fromStdString(wanted));
        if (place < 0) continue;
        m_columns->setCurrentIndex(place);
        break;
    }
}

void GroupPicker::fillGroups() {
    m_groups->clear();
    const std::string name = column();
    const auto groups = m_session.groups().categorical(name);
    m_before.clear();
    if (!groups) return;
    const ComparedCells& now = m_session.comparison().side(m_side);
    const auto rows = groupRows(*groups, m_session.groups().sizes(name), CellSet(),
                                categoryColors(m_session, name), Theme::current().missing);
    for (const GroupRow& row : rows) {
        auto* item = new QListWidgetItem(colorDot(row.color), tr("%1  (%L2)").arg(row.name).arg(row.cells));
        const bool in = now.column == name && std::ranges::find(now.codes, row.category) != now.codes.end();
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(in ? Qt::Checked : Qt::Unchecked);
        item->setData(Qt::UserRole, row.category);
        m_groups->addItem(item);
    }
    m_before = checked();
    const int shown = std::clamp(m_groups->count(), 3, most_rows);
    m_groups->setMinimumHeight(shown * row_height);
    m_groups->setCurrentRow(m_groups->count() > 0 ? 0 : -1);
}

std::vector<int> GroupPicker::checked() const {
    std::vector<int> codes;
    for (int i = 0; i < m_groups->count(); ++i)
        if (m_groups->item(i)->checkState() == Qt::Checked)
            codes.push_back(m_groups->item(i)->data(Qt::UserRole).toInt());
    return codes;
}

void GroupPicker::openBelow(const QWidget* widget) {
    fillColumns();
    fillGroups();
    m_open = true;
    const int width = std::max(widget->width(), widest);
    resize(width, sizeHint().height());
    const QRect screen = widget->screen()->availableGeometry();
    QPoint at = widget->mapToGlobal(QPoint(0, widget->height()));
    at.setX(std::clamp(at.x(), screen.left(), std::max(screen.left(), screen.right() - width)));
    // Above what it belongs to, where there is no room below.
    if (at.y() + height() > screen.bottom())
        at.setY(std::max(screen.top(), widget->mapToGlobal(QPoint(0, 0)).y() - height()));
    move(at);
    show();
    m_groups->setFocus();
}

void GroupPicker::takeOver() {
    const std::vector<int> now = checked();
    if (now == m_before) return;
    m_session.comparison().putGroups(m_side, column(), now);
}

void GroupPicker::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) m_open = false;
    if (event->key() == Qt::Key_Escape || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        close();
        return;
    }
    QFrame::keyPressEvent(event);
}

// The list would keep Return for itself.
bool GroupPicker::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter || key->key() == Qt::Key_Escape) {
            keyPressEvent(key);
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void GroupPicker::hideEvent(QHideEvent* event) {
    QFrame::hideEvent(event);
    if (std::exchange(m_open, false)) takeOver();
}

}  // namespace regulus
