// The list of groups as it is worked with: modifiers, the eye, the swatch, names, order, search, menus.
#include <QAction>
#include <QCheckBox>
#include <QColorDialog>
#include <QDropEvent>
#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

#include "tests/ui/session/small_engine.h"
#include "tests/ui/views/immune_session.h"
#include "ui/session/counted_colors.h"
#include "ui/session/group_edits.h"
#include "ui/views/data_panel/group_order.h"
#include "ui/views/data_panel/group_table.h"
#include "ui/views/data_panel/groups_box.h"
#include "ui/views/parts/tone_label.h"

using namespace regulus;
using namespace regulus::test;

namespace {

// A box in a window of its own that hears what DataPanel would tell it.
struct Box {
    explicit Box(Session& of) : session(of), box(of) {
        QObject::connect(&session, &Session::changed, &box, [this](Changes what) {
            if (what & (Change::Dataset | Change::Columns)) box.datasetChanged();
            if (what & (Change::Selection | Change::Filters)) box.refresh();
            if (what & Change::Coloring) box.followColoring();
        });
        box.datasetChanged();
        box.resize(260, 500);
        box.show();
        (void)QTest::qWaitForWindowExposed(&box);
        box.activateWindow();
    }
    GroupTable* table() { return box.table(); }
    QStringList names() {
        QStringList names;
        for (const GroupRow& row : box.model().allRows()) names << row.name;
        return names;
    }
    int row(const char* name) { return int(names().indexOf(QString::fromLatin1(name))); }
    void click(const char* name, Qt::KeyboardModifiers keys = {}) {
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, keys, table()->nameRect(row(name)).center());
    }
    // An entry of the context menu of a group; null where there is none, or it cannot be chosen.
    bool choose(const char* name, const char* entry) {
        const QPoint at = table()->nameRect(row(name)).center();
        Q_EMIT table()->customContextMenuRequested(at);
        return press(entry);
    }
    bool chooseOfColumn(const char* entry) {
        QTest::mouseClick(box.findChild<QToolButton*>(QStringLiteral("columnMenu")), Qt::LeftButton);
        return press(entry);
    }
    template <class Dialog>
    Dialog* dialog() {
        return box.window()->findChild<Dialog*>();
    }

    Session& session;
    GroupsBox box;

  private:
    bool press(const char* entry) {
        QMenu* menu = box.findChild<QMenu*>(QString(), Qt::FindDirectChildrenOnly);
        auto* action = menu ? menu->findChild<QAction*>(QString::fromLatin1(entry)) : nullptr;
        const bool can = action && action->isEnabled();
        if (can) action->trigger();
        delete menu;
        return can;
    }
};

std::size_t selected(const Session& session) {
    return session.cells().selection().count();
}

}  // namespace

class GroupsBoxTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { useLightTheme(); }

    // As everywhere: Shift adds, Ctrl takes away, both keep what is common.
    void modifiers() {
        auto session = immuneSession();
        Box view(*session);
        view.click("B");
        QCOMPARE(selected(*session), std::size_t{60});
        view.click("NK", Qt::ShiftModifier);
        QCOMPARE(selected(*session), std::size_t{119});
        view.click("B", Qt::ControlModifier);
        QCOMPARE(session->cells().selection(), session->groups().cellsOf("cell_type", 5));
        view.click("B", Qt::ShiftModifier);
        view.click("B", Qt::ShiftModifier | Qt::ControlModifier);
        QCOMPARE(session->cells().selection(), session->groups().cellsOf("cell_type", 3));
        QVERIFY(session->cells().hiddenCategories("cell_type").empty());
        QVERIFY(settle(*session));
    }

    void the_eye_hides_and_shows() {
        auto session = immuneSession();
        Box view(*session);
        const int row = view.row("NK");
        const QPoint eye = view.table()->eyeRect(row).center();
        QTest::mouseClick(view.table()->viewport(), Qt::LeftButton, {}, eye);
        QVERIFY(view.box.model().at(row).hidden);
        QVERIFY(session->cells().selection().empty());  // and selects nothing
        QTest::mouseDClick(view.table()->viewport(), Qt::LeftButton, {}, eye);
        QTest::mouseRelease(view.table()->viewport(), Qt::LeftButton, {}, eye);
        QVERIFY(!view.box.model().at(row).hidden);
        view.table()->setCurrentIndex(view.box.model().index(row, 0));
        QTest::keyClick(view.table(), Qt::Key_Space);
        QVERIFY(view.box.model().at(row).hidden);
        QVERIFY(view.choose("NK", "hide"));
        QVERIFY(!view.box.model().at(row).hidden);
        QVERIFY(settle(*session));
    }

    void a_double_click_on_the_swatch_asks_for_a_colour() {
        auto session = immuneSession();
        Box view(*session);
        const QPoint swatch = view.table()->swatchRect(view.row("NK")).center();
        const CellSet before = session->groups().cellsOf("cell_type", 3);
        session->cells().select(before);
        QTest::mouseClick(view.table()->viewport(), Qt::LeftButton, {}, swatch);
        QTest::mouseDClick(view.table()->viewport(), Qt::LeftButton, {}, swatch);
        QTest::mouseRelease(view.table()->viewport(), Qt::LeftButton, {}, swatch);
        QVERIFY(session->cells().hiddenCategories("cell_type").empty());  // nothing is isolated
        QTest::qWait(QApplication::doubleClickInterval() + 100);
        QCOMPARE(session->cells().selection(), before);  // and nothing selected by the first click
        auto* dialog = view.dialog<QColorDialog>();
        QVERIFY(dialog);
        QVERIFY(dialog->testOption(QColorDialog::DontUseNativeDialog));
        QCOMPARE(dialog->currentColor(), view.box.model().at(view.row("NK")).color);
        dialog->setCurrentColor(QColor("#123456"));
        dialog->accept();
        QCOMPARE(view.box.model().at(view.row("NK")).color, QColor("#123456"));
        QCOMPARE(session->undoStack().undoText(), QStringLiteral("Colour of NK"));
        QVERIFY(view.chooseOfColumn("originalColors"));
        QVERIFY(view.box.model().at(view.row("NK")).color != QColor("#123456"));
        QVERIFY(!view.chooseOfColumn("originalColors"));
        QVERIFY(settle(*session));
    }

    // A single click on it selects as one on the name does, with the keys that were held.
    void a_click_on_the_swatch_selects() {
        auto session = immuneSession();
        Box view(*session);
        const auto click = [&](const char* name, Qt::KeyboardModifiers keys) {
            QTest::mouseClick(view.table()->viewport(), Qt::LeftButton, keys,
                              view.table()->swatchRect(view.row(name)).center());
        };
        click("NK", {});
        QTRY_COMPARE(session->cells().selection(), session->groups().cellsOf("cell_type", 5));
        click("B", Qt::ShiftModifier);
        QTRY_COMPARE(selected(*session), std::size_t{119});
        // Two clicks on two swatches, one soon after the other.
        click("B", {});
        click("NK", Qt::ShiftModifier);
        QTRY_COMPARE(selected(*session), std::size_t{119});
        QVERIFY(!view.dialog<QColorDialog>());
        QVERIFY(settle(*session));
    }

    // Predicted classes are coloured as the labels of their name.
    void a_predicted_class_has_the_colour_of_its_label() {
        auto session = immuneSession();
        Box view(*session);
        view.box.setColumn(predicted_column);
        QVERIFY(settle(*session));
        QVERIFY(view.row("NK") >= 0);
        QVERIFY(view.choose("NK", "color"));
        view.dialog<QColorDialog>()->setCurrentColor(QColor("#123456"));
        view.dialog<QColorDialog>()->accept();
        QVERIFY(settle(*session));
        const auto& entries = session->colors().data()->points->legend.entries;
        QVERIFY(std::ranges::any_of(entries, [](const LegendEntry& entry) {
            return entry.label == QStringLiteral("NK") && entry.color == qRgb(0x12, 0x34, 0x56);
        }));
        QVERIFY(!view.choose("NK", "rename"));
        QVERIFY(!view.choose("NK", "merge"));
    }

    void a_name_is_edited_in_place() {
        auto session = immuneSession();
        Box view(*session);
        view.table()->setCurrentIndex(view.box.model().index(view.row("NK"), 0));
        QTest::keyClick(view.table(), Qt::Key_F2);
        auto* editor = view.box.findChild<QLineEdit*>(QStringLiteral("groupName"));
        QVERIFY(editor);
        QCOMPARE(editor->text(), QStringLiteral("NK"));
        editor->setText(QStringLiteral("other"));
        QTest::keyClick(editor, Qt::Key_Escape);
        QCOMPARE(view.box.column(), std::string("cell_type"));
        QTRY_VERIFY(!view.box.findChild<QLineEdit*>(QStringLiteral("groupName")));
        QVERIFY(view.choose("NK", "rename"));
        editor = view.box.findChild<QLineEdit*>(QStringLiteral("groupName"));
        editor->setText(QString::fromUtf8("NK cells (γδ?)"));
        QTest::keyClick(editor, Qt::Key_Return);
        QCOMPARE(view.box.column(), std::string("cell_type (edited)"));
        QVERIFY(view.names().contains(QString::fromUtf8("NK cells (γδ?)")));
        QVERIFY(!session->opened().own.empty());
        QVERIFY(settle(*session));
    }

    void a_name_that_is_there_asks_whether_to_merge() {
        auto session = immuneSession();
        Box view(*session);
        const auto rename = [&] {
            view.choose("NK", "rename");
            auto* editor = view.box.findChildren<QLineEdit*>(QStringLiteral("groupName")).last();
            editor->setText(QStringLiteral("DC"));
            QTest::keyClick(editor, Qt::Key_Return);
            return view.dialog<QMessageBox>();
        };
        QMessageBox* question = rename();
        QVERIFY(question);
        QVERIFY(question->text().contains("DC"));
        question->reject();
        QVERIFY(session->opened().own.empty());
        QTRY_VERIFY(!view.dialog<QMessageBox>());
        question = rename();
        question->findChild<QPushButton*>(QStringLiteral("merge"))->click();
        QCOMPARE(view.box.column(), std::string("cell_type (edited)"));
        QVERIFY(!view.names().contains("NK"));
        QCOMPARE(view.box.model().at(view.row("DC")).cells, std::size_t{119});
        QVERIFY(settle(*session));
    }

    void selected_groups_are_merged_and_selected_cells_labelled() {
        auto session = immuneSession();
        Box view(*session);
        QVERIFY(!view.choose("NK", "label"));
        view.click("CD14+ Mono");
        QVERIFY(!view.choose("NK", "mergeSelected"));
        view.click("FCGR3A+ Mono", Qt::ShiftModifier);
        QVERIFY(view.choose("NK", "mergeSelected"));
        auto* dialog = view.dialog<QInputDialog>();
        QVERIFY(dialog);
        dialog->setTextValue(QStringLiteral("Mono"));
        dialog->accept();
        QCOMPARE(view.box.model().at(view.row("Mono")).cells, std::size_t{120});
        QTRY_VERIFY(!view.dialog<QInputDialog>());
        session->cells().select(CellSet::of(immune_cells, std::vector<std::uint32_t>{0, 1, 2}));
        QVERIFY(view.choose("NK", "label"));
        view.dialog<QInputDialog>()->setTextValue(QStringLiteral("doublets"));
        view.dialog<QInputDialog>()->accept();
        QCOMPARE(view.box.model().at(view.row("doublets")).cells, std::size_t{3});
        QCOMPARE(view.box.column(), std::string("cell_type (edited)"));
        QVERIFY(settle(*session));
    }

    void cells_without_a_value_get_a_name() {
        auto session = immuneSession();
        Box view(*session);
        QVERIFY(view.choose("no value", "rename"));
        auto* editor = view.box.findChild<QLineEdit*>(QStringLiteral("groupName"));
        QVERIFY(editor->text().isEmpty());
        editor->setText(QStringLiteral("debris"));
        QTest::keyClick(editor, Qt::Key_Return);
        QVERIFY(view.names().contains("debris") && !view.names().contains("no value"));
        QVERIFY(settle(*session));
    }

    void groups_are_put_in_order() {
        auto session = immuneSession();
        Box view(*session);
        const QStringList before = view.names();
        view.table()->setCurrentIndex(view.box.model().index(2, 0));
        QTest::keyClick(view.table(), Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(view.names()[1], before[2]);
        QCOMPARE(view.table()->currentIndex().row(), 1);
        QTest::keyClick(view.table(), Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(view.names(), before);
        // A drop below the middle of the last group.
        const DraggedGroup group{"cell_type", view.box.model().at(0).category, before[0]};
        const auto data = mimeOf(group);
        const QRect last = view.table()->visualRect(view.box.model().index(5, 0));
        const QPoint behind(last.center().x(), last.bottom());
        QDragEnterEvent enter(behind, Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
        QDragMoveEvent over(behind, Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
        QDropEvent drop(behind, Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(view.table()->viewport(), &enter);
        QVERIFY(enter.isAccepted());
        QCoreApplication::sendEvent(view.table()->viewport(), &over);
        QCoreApplication::sendEvent(view.table()->viewport(), &drop);
        QCOMPARE(view.names()[5], before[0]);
        QCOMPARE(view.names()[6], QStringLiteral("no value"));
        QCOMPARE(session->groups().categorical("cell_type")->categories[5], before[0].toStdString());
        QVERIFY(view.choose("NK", "byName"));
        QCOMPARE(view.names().first(), QStringLiteral("B"));
        QVERIFY(view.choose("NK", "bySize"));
        QCOMPARE(view.names()[5], QStringLiteral("NK"));  // 59 cells
        QVERIFY(view.chooseOfColumn("originalOrder"));
        QCOMPARE(view.names(), before);
        QVERIFY(!view.chooseOfColumn("originalOrder"));
        view.box.setColumn(predicted_column);
        QVERIFY(!view.choose("NK", "byName"));
        QVERIFY(settle(*session));
    }

    // A count of selected cells takes no room from the names.
    void names_keep_their_room() {
        auto session = immuneSession();
        Box view(*session);
        const CellSet some = CellSet::of(immune_cells, std::vector<std::uint32_t>{2, 8, 14});
        const int row = view.row("DC");
        const QModelIndex count = view.box.model().index(row, GroupListModel::Cells);
        view.box.resize(400, 500);
        session->cells().select(some);
        QCOMPARE(count.data().toString(), QStringLiteral("3 of 60"));
        session->cells().select(CellSet(immune_cells));
        view.box.resize(175, 500);
        QTRY_COMPARE(view.table()->width(), 175);
        const int before = view.table()->columnWidth(GroupListModel::Name);
        session->cells().select(some);
        QCOMPARE(count.data().toString(), QStringLiteral("3"));
        QCOMPARE(count.data(Qt::ForegroundRole).value<QColor>(), Theme::current().accent);
        QCOMPARE(count.data(Qt::ToolTipRole).toString(), QStringLiteral("DC: 60 cells, 3 selected"));
        QCOMPARE(count.data(Qt::AccessibleTextRole).toString(), QStringLiteral("3 of 60"));
        QTest::qWait(50);  // columns are fitted once it is shown
        QCOMPARE(view.table()->columnWidth(GroupListModel::Name), before);
        view.box.resize(400, 500);
        QTRY_COMPARE(count.data().toString(), QStringLiteral("3 of 60"));
        QVERIFY(settle(*session));
    }

    // Its groups are counted among its cells; those without any are not listed, and keep their place.
    void a_workspace_has_its_own_counts() {
        auto session = immuneSession();
        Box view(*session);
        const QStringList all = view.names();
        const std::vector<std::string> order = session->groups().categorical("cell_type")->categories;
        CellSet some = session->groups().cellsOf("cell_type", 4);          // Naive CD4 T
        for (const std::uint32_t cell : {3U, 9U, 15U}) some.insert(cell);  // B
        session->workspaces().make(QStringLiteral("some"), some);
        QVERIFY(settle(*session));
        QCOMPARE(view.names().size(), 2);
        QCOMPARE(view.box.model().at(view.row("B")).cells, std::size_t{3});
        QCOMPARE(view.box.model().at(view.row("Naive CD4 T")).cells, std::size_t{60});
        view.click("B");
        QCOMPARE(view.box.model().at(view.row("B")).selected, std::size_t{3});
        // The legend of the map as well.
        CountedColors counted;
        const auto colors = session->colors().data()->points;
        const auto among = counted.of(*session, colors);
        QCOMPARE(among->legend.listed.size(), std::size_t{2});
        QCOMPARE(among->legend.entries[3].count, std::size_t{3});
        QCOMPARE(among->index, colors->index);
        QCOMPARE(counted.of(*session, colors), among);
        // The first of two that are seen goes behind the second.
        const QString first = view.names()[0], second = view.names()[1];
        view.table()->setCurrentIndex(view.box.model().index(0, 0));
        QTest::keyClick(view.table(), Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(view.names(), (QStringList{second, first}));
        session->workspaces().leave();
        QVERIFY(settle(*session));
        QStringList after = all;
        after.removeOne(first);
        after.insert(after.indexOf(second) + 1, first);
        QCOMPARE(view.names(), after);
        QCOMPARE(view.box.model().at(view.row("B")).cells, std::size_t{60});
        QCOMPARE(counted.of(*session, colors), colors);
    }

    void places() {
        using Names = std::vector<std::string>;
        const Names names{"a", "b", "c"};
        QCOMPARE(movedTo(names, "a", 3), (Names{"b", "c", "a"}));
        QCOMPARE(movedTo(names, "a", 1), names);
        QCOMPARE(movedTo(names, "c", 0), (Names{"c", "a", "b"}));
        QCOMPARE(movedTo(names, "b", 99), (Names{"a", "c", "b"}));
        QCOMPARE(movedTo(names, "d", 0), names);
    }

    void a_note_is_marked_and_read() {
        auto session = immuneSession();
        Box view(*session);
        QVERIFY(view.choose("NK", "note"));
        view.dialog<QInputDialog>()->setTextValue(QStringLiteral("CD56 dim\nask Anna"));
        view.dialog<QInputDialog>()->accept();
        const QModelIndex at = view.box.model().index(view.row("NK"), 0);
        QCOMPARE(at.data(Qt::ToolTipRole).toString(), QStringLiteral("NK: 59 cells\nCD56 dim\nask Anna"));
        // Its mark is on that row alone, is drawn, and opens the note; it selects nothing.
        QVERIFY(!view.table()->noteRect(view.row("NK")).isEmpty());
        QVERIFY(view.table()->noteRect(view.row("DC")).isEmpty());
        const auto drawn = [&](const char* name) {
            const QRect eye = view.table()->eyeRect(view.row(name));
            return view.table()->viewport()->grab(eye.translated(-eye.width(), 0)).toImage();
        };
        QVERIFY(drawn("NK") != drawn("DC"));
        QTRY_VERIFY(!view.dialog<QInputDialog>());
        QTest::mouseClick(view.table()->viewport(), Qt::LeftButton, {},
                          view.table()->noteRect(view.row("NK")).center());
        QVERIFY(session->cells().selection().empty());
        auto* again = view.dialog<QInputDialog>();
        QVERIFY(again);
        QCOMPARE(again->textValue(), QStringLiteral("CD56 dim\nask Anna"));
        again->setTextValue(QString());
        again->accept();
        QVERIFY(view.table()->noteRect(view.row("NK")).isEmpty());
        QVERIFY(settle(*session));
    }

    void many_groups_are_searched_and_greyed() {
        Session session(smallEngine());
        auto data = smallDataset();
        session.setDataset(data);
        Box view(session);
        auto* search = view.box.findChild<QLineEdit*>();
        auto* largest = view.box.findChild<QCheckBox*>();
        QVERIFY(!search->isVisible() && !largest->isVisible());
        // As many groups as there are cells is few here: the rows are made of a larger dataset.
        auto big = std::make_shared<Dataset>(*data);
        big->obs = {};
        Categorical many;
        for (int g = 0; g < 40; ++g) {
            many.categories.push_back((g < 10 ? "T" : "B") + std::to_string(g));
            for (int n = 0; n <= g; ++n) many.codes.push_back(g);
        }
        for (std::size_t c = 0; c < many.codes.size(); ++c) big->obs.index.push_back("c" + std::to_string(c));
        big->obs.columns.push_back({"many", many});
        Matrix counts(many.codes.size(), 4);
        for (float& value : counts.values) value = 1;
        big->assays[0].matrix = std::make_shared<InMemoryMatrix>(to_sparse(counts));
        big->embeddings = {{"X_umap", Matrix(many.codes.size(), 2)}};
        session.setDataset(big);
        view.box.setColumn("many");
        QVERIFY(search->isVisible() && largest->isVisible());
        QCOMPARE(view.box.model().rowCount(), 40);
        QCOMPARE(view.box.findChild<SectionTitle*>()->note(), QString::fromUtf8("· 40 groups"));
        search->setText(QStringLiteral("t"));
        QCOMPARE(view.box.model().rowCount(), 10);
        QCOMPARE(view.box.findChild<SectionTitle*>()->note(), QString::fromUtf8("· 10 of 40 groups"));
        view.click("T9");
        QCOMPARE(selected(session), std::size_t{10});
        search->clear();
        largest->click();
        QCOMPARE(view.box.model().at(view.row("T9")).color, QColor(shared_grey));
        QVERIFY(view.box.model().at(view.row("B39")).color != QColor(shared_grey));
        QTRY_COMPARE(session.colors().data()->points->legend.entries[9].color, QColor(shared_grey).rgb());
        const auto labels = view.box.findChildren<ToneLabel*>();
        QVERIFY(std::ranges::any_of(labels, [](const ToneLabel* label) {
            return label->text() ==
                   QStringLiteral("The 30 largest have colours of their own; 10 others are grey.");
        }));
        session.undoStack().undo();
        QVERIFY(!largest->isChecked());
        QTRY_VERIFY(session.jobs().idle());
    }

    void loupe_is_asked_for_by_the_column() {
        auto session = immuneSession();
        Box view(*session);
        QSignalSpy asked(&view.box, &GroupsBox::loupeRequested);
        QVERIFY(view.chooseOfColumn("loupe"));
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked.first().first().value<std::string>(), std::string("cell_type"));
        QVERIFY(settle(*session));
    }

    // And underlines no letter that a menu would take for a key.
    void an_ampersand_in_the_name_of_a_column_is_seen() {
        auto session = immuneSession();
        auto groups = std::make_shared<Categorical>();
        groups->categories = {"a", "b"};
        groups->codes.assign(session->opened().cells(), 0);
        groups->codes.front() = 1;
        session->putColumn({"T & NK", groups, QStringLiteral("B & T cells")});
        session->colors().colorBy(Coloring::column("T & NK"));
        QVERIFY(settle(*session));
        Box view(*session);
        QCOMPARE(view.box.column(), std::string("T & NK"));
        QTest::mouseClick(view.box.findChild<QToolButton*>(QStringLiteral("columnMenu")), Qt::LeftButton);
        const auto* menu = view.box.findChild<QMenu*>(QString(), Qt::FindDirectChildrenOnly);
        QVERIFY(menu);
        const auto text = [&](const char* name) {
            const auto* action = menu->findChild<QAction*>(QString::fromLatin1(name));
            return action ? action->text() : QString();
        };
        QCOMPARE(text("useAsLabels"), QStringLiteral("Use T && NK as labels"));
        QCOMPARE(text("loupe"), QStringLiteral("Save T && NK for Loupe Browser…"));
        QCOMPARE(text("removeColumn"), QStringLiteral("Remove T && NK"));
        QCOMPARE(text("origin"), QStringLiteral("B && T cells"));
        delete menu;
    }
};

QTEST_MAIN(GroupsBoxTest)
#include "tst_groups_box.moc"
