#include "ui/dialogs/cells_choice.h"

#include <QSignalBlocker>

#include "ui/models/number_text.h"

namespace regulus {

CellsChoice::CellsChoice(Session& session, QWidget* parent) : QComboBox(parent), m_session(session) {
    setObjectName(QStringLiteral("cells"));
    connect(this, &QComboBox::currentIndexChanged, this, &CellsChoice::cellsChanged);
    connect(&session, &Session::changed, this, [this](Changes what) {
        if (what & (Change::Dataset | Change::Selection | Change::Filters)) offer();
    });
    offer();
    setCurrentIndex(std::max(0, findData(Selected)));  // what somebody selected is what they look at
}

void CellsChoice::offer() {
    const QVariant before = currentData();
    {
        const QSignalBlocker quiet(this);
        clear();
        const std::size_t all = m_session.opened().cells();
        const auto add = [this](const QString& text, std::size_t cells, Choice choice) {
            addItem(tr("%1 (%2)").arg(text, countText(cells)), choice);
        };
        add(tr("All cells"), all, All);
        const CellsState& cells = m_session.cells();
        if (const std::size_t some = cells.selection().count(); some > 0 && some < all)
            add(tr("Selected cells"), some, Selected);
        if (const std::size_t some = cells.visible().count(); some > 0 && some < all)
            add(tr("Visible cells"), some, Visible);
        setCurrentIndex(std::max(0, findData(before)));
    }
    Q_EMIT cellsChanged();
}

CellSet CellsChoice::cells() const {
    if (currentData() == Selected) return m_session.cells().selection();
    return currentData() == Visible ? m_session.cells().visible() : CellSet();
}

std::size_t CellsChoice::count() const {
    const CellSet some = cells();
    return some.universe() == 0 ? m_session.opened().cells() : some.count();
}

QString CellsChoice::name() const {
    if (currentData() == All) return {};
    const std::vector<Group>& looked = m_session.focus().groups();
    if (looked.size() == 1 && looked.front().cells == cells()) return looked.front().name;
    return (currentData() == Selected ? tr("%1 selected cells") : tr("%1 visible cells"))
        .arg(countText(count()));
}

void CellsChoice::choose(const CellSet& of) {
    if (of.universe() == 0) return setCurrentIndex(0);
    for (const Choice choice : {Selected, Visible}) {
        const int at = findData(choice);
        if (at < 0) continue;
        if (of == (choice == Selected ? m_session.cells().selection() : m_session.cells().visible()))
            return setCurrentIndex(at);
    }
}

}  // namespace regulus
