// Colours, order, notes and names of groups: what follows for the map, filters, comparison, undo and files.
#include <QFile>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>
#include <nlohmann/json.hpp>

#include "tests/support/test_data.h"
#include "tests/ui/session/small_engine.h"
#include "ui/render/palettes.h"
#include "ui/session/column_files.h"
#include "ui/session/group_edits.h"
#include "ui/session/looks_json.h"
#include "ui/session/session.h"

using namespace regulus;
using namespace regulus::test;

namespace {

using Names = std::vector<std::string>;
using Codes = std::vector<std::int32_t>;

OwnColumn made(const std::string& name, Names categories, Codes codes) {
    return {name,
            std::make_shared<const Categorical>(Categorical{std::move(categories), std::move(codes), {}}),
            QStringLiteral("a test")};
}

QColor colorOf(const Session& session, const std::string& column, std::size_t group) {
    return QColor::fromRgb(categoricalColors(*session.groups().categorical(column))[group]);
}

CellSet cells(std::vector<std::uint32_t> rows) {
    return CellSet::of(6, rows);
}

}  // namespace

class TestGroupEdits : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    // Of a column of the file, everywhere that it is shown, and not in the file's own.
    void aColour() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        GroupEdits edits(session);
        QTRY_VERIFY(session.colors().data()->coloring == Coloring::column("cell_type"));
        session.cells().setCategoryHidden("cell_type", 1, true);
        edits.setColor("cell_type", "B", QColor("#123456"));
        QCOMPARE(colorOf(session, "cell_type", 1), QColor("#123456"));
        QCOMPARE(colorOf(session, "cell_type", 0), QColor("#ff0000"));
        QTRY_COMPARE(session.colors().data()->points->legend.entries[1].color, qRgb(0x12, 0x34, 0x56));
        QCOMPARE(session.undoStack().undoText(), QStringLiteral("Colour of B"));
        QCOMPARE(session.cells().hiddenCategories("cell_type"), std::set<int>{1});
        QCOMPARE(session.opened().dataset->obs.find("cell_type")->categorical()->colors[1],
                 std::string("#0000ff"));
        QCOMPARE(session.unsaved(), QStringList{"how cell_type is shown"});
        edits.restoreColors("cell_type");
        QCOMPARE(colorOf(session, "cell_type", 1), QColor("#0000ff"));
        QVERIFY(session.opened().looks.empty());
        QVERIFY(!session.columnsUnsaved());
        session.undoStack().undo();
        QCOMPARE(colorOf(session, "cell_type", 1), QColor("#123456"));
        session.undoStack().undo();
        QTRY_COMPARE(session.colors().data()->points->legend.entries[1].color, qRgb(0, 0, 0xff));
        QVERIFY(!edits.canColor("cell_type", "not there"));
        QTRY_VERIFY(session.jobs().idle());
    }

    // Those that nobody chose do not move because one was.
    void theOthersKeepTheirColours() {
        const Categorical column{{"a", "b", "c"}, {0, 1, 2, 0, 1, 2}, {}};
        const std::vector<QRgb> before = categoricalColors(column);
        GroupLook look;
        look.colors["a"] = QColor::fromRgb(before[1]).name().toStdString();
        const std::vector<QRgb> after = categoricalColors(dressed(column, look));
        QCOMPARE(after, (std::vector<QRgb>{before[1], before[1], before[2]}));
    }

    void anOrder() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        GroupEdits edits(session);
        session.cells().setCategoryHidden("cell_type", 0, true);
        session.comparison().putGroups(ComparedSide::A, "cell_type", {0});
        QTRY_VERIFY(session.jobs().idle());
        edits.setOrder("cell_type", {"B"});
        const auto shown = session.groups().categorical("cell_type");
        QCOMPARE(shown->categories, (Names{"B", "Mono"}));
        QCOMPARE(shown->codes, (Codes{1, 1, 1, 0, 0, -1}));
        QCOMPARE(shown->colors, (Names{"#0000ff", "#ff0000"}));
        QCOMPARE(session.groups().sizes("cell_type"), (std::vector<std::size_t>{2, 3, 1}));
        // The same cells are hidden and compared.
        QCOMPARE(session.cells().hiddenCategories("cell_type"), std::set<int>{1});
        QCOMPARE(session.cells().visible(), cells({3, 4, 5}));
        QCOMPARE(session.comparison().setup().a.codes, std::vector<int>{1});
        QCOMPARE(session.comparison().setup().a.name, QStringLiteral("Mono"));
        QCOMPARE(session.comparison().setup().a.cells, cells({0, 1, 2}));
        QTRY_COMPARE(session.colors().data()->points->legend.entries[0].label, QStringLiteral("B"));
        QCOMPARE(session.colors().data()->points->legend.listed, (std::vector<std::size_t>{0, 1}));
        session.undoStack().undo();
        QCOMPARE(session.groups().categorical("cell_type")->categories, (Names{"Mono", "B"}));
        QCOMPARE(session.cells().hiddenCategories("cell_type"), std::set<int>{0});
        session.undoStack().undo();  // steps of before know the codes, too
        session.undoStack().undo();
        QVERIFY(session.cells().hiddenCategories("cell_type").empty());
        session.undoStack().redo();
        session.undoStack().redo();
        session.undoStack().redo();
        QCOMPARE(session.cells().visible(), cells({3, 4, 5}));
        QCOMPARE(session.cells().hiddenCategories("cell_type"), std::set<int>{1});
        QTRY_VERIFY(session.jobs().idle());
    }

    void aNameMakesAColumnBesideTheFiles() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        GroupEdits edits(session);
        QSignalSpy notices(&session, &Session::noticed);
        QTRY_VERIFY(session.jobs().idle());
        edits.setNote("cell_type", "B", QStringLiteral("  MS4A1 high  "));
        QCOMPARE(edits.rename("cell_type", "B", QStringLiteral(" naïve B ")),
                 std::string("cell_type (edited)"));
        QCOMPARE(session.groups().categorical("cell_type")->categories, (Names{"Mono", "B"}));
        const auto groups = session.groups().categorical("cell_type (edited)");
        QVERIFY(groups);
        QCOMPARE(groups->categories, (Names{"Mono", "naïve B"}));
        QCOMPARE(groups->colors, (Names{"#ff0000", "#0000ff"}));
        QCOMPARE(edits.note("cell_type (edited)", "naïve B"), std::string("MS4A1 high"));
        QVERIFY(session.colors().coloring() == Coloring::column("cell_type (edited)"));  // the map goes along
        QCOMPARE(notices.count(), 1);
        const QString said = notices.first().first().toString();
        QVERIFY2(said.contains("file is not changed") && said.contains("labels are still cell_type"),
                 qPrintable(said));
        QCOMPARE(session.undoStack().undoText(), QStringLiteral("Rename B to naïve B"));
        // Once more of the file's: another column; of that column itself: the same one.
        QCOMPARE(edits.rename("cell_type", "Mono", QStringLiteral("M")), std::string("cell_type (edited 2)"));
        session.undoStack().undo();
        QCOMPARE(edits.rename("cell_type (edited)", "Mono", QStringLiteral("M")),
                 std::string("cell_type (edited)"));
        QCOMPARE(session.opened().own.size(), std::size_t{1});
        session.undoStack().undo();
        session.undoStack().undo();
        QVERIFY(session.opened().own.empty());
        QVERIFY(session.colors().coloring() == Coloring::column("cell_type"));
        QTRY_VERIFY(session.jobs().idle());
    }

    // The map shows another column than that of the labels: undo leads back to it.
    void undoGivesTheColouringBack() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.colors().colorBy(Coloring::column("donor_id"));
        GroupEdits(session).rename("donor_id", "d1", QStringLiteral("patient 1"));
        QVERIFY(session.colors().coloring() == Coloring::column("donor_id (edited)"));
        session.undoStack().undo();
        QVERIFY(session.colors().coloring() == Coloring::column("donor_id"));
        session.undoStack().redo();
        QVERIFY(session.colors().coloring() == Coloring::column("donor_id (edited)"));
        QTRY_VERIFY(session.jobs().idle());
    }

    void aRenamedGroupStaysHiddenAndCompared() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        GroupEdits edits(session);
        session.putColumn(made("mine", {"x", "y"}, {0, 0, 1, 1, 1, -1}));
        session.setLabelColumn("mine");
        QTRY_COMPARE(session.opened().labelColumn(), std::string("mine"));
        edits.setColor("mine", "x", QColor("#123456"));
        session.cells().setCategoryHidden("mine", 0, true);
        session.comparison().putGroups(ComparedSide::A, "mine", {0});
        QCOMPARE(edits.rename("mine", "x", QStringLiteral("z")), std::string("mine"));
        QCOMPARE(session.cells().visible(), cells({2, 3, 4, 5}));
        QCOMPARE(session.comparison().setup().a.name, QStringLiteral("z"));
        QCOMPARE(colorOf(session, "mine", 0), QColor("#123456"));
        QCOMPARE(session.opened().labels->classes, (Names{"z", "y"}));  // the labels follow
        QVERIFY(session.opened().own[0].edited);
        QTRY_VERIFY(session.jobs().idle());
    }

    void merging() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        GroupEdits edits(session);
        QSignalSpy notices(&session, &Session::noticed);
        session.putColumn(made("mine", {"a", "b", "c", "d"}, {0, 1, 2, 2, 3, -1}));
        const QColor c = colorOf(session, "mine", 2), d = colorOf(session, "mine", 3);
        edits.setOrder("mine", {"d", "c", "b", "a"});
        session.comparison().putGroups(ComparedSide::A, "mine", {0});
        session.comparison().putGroups(ComparedSide::B, "mine", {3});
        const ComparisonSetup compared = session.comparison().setup();
        QCOMPARE(compared.b.name, QStringLiteral("a"));
        QCOMPARE(edits.merge("mine", {"a", "c"}, QStringLiteral("c")), std::string("mine"));
        const auto merged = session.groups().categorical("mine");
        QCOMPARE(merged->categories, (Names{"d", "c", "b"}));
        QCOMPARE(merged->codes, (Codes{1, 2, 1, 1, 0, -1}));
        QCOMPARE(colorOf(session, "mine", 1), c);
        QCOMPARE(colorOf(session, "mine", 0), d);
        // What is the same group still is compared.
        QVERIFY(session.comparison().setup().a == compared.a);
        QVERIFY(!session.comparison().setup().b.chosen());
        QVERIFY(notices.count() == 1 && notices.first().first().toString().contains("no longer there"));
        QCOMPARE(session.undoStack().undoText(), QStringLiteral("Merge 2 groups into c"));
        // A name that is there takes the group in.
        edits.rename("mine", "b", QStringLiteral("d"));
        QCOMPARE(session.groups().categorical("mine")->categories, (Names{"d", "c"}));
        QCOMPARE(session.groups().sizes("mine"), (std::vector<std::size_t>{2, 3, 1}));
        QVERIFY(!session.comparison().setup().a.chosen());
        session.undoStack().undo();
        QVERIFY(session.comparison().setup().a == compared.a);
        session.undoStack().undo();
        QVERIFY(session.comparison().setup() == compared);
        QCOMPARE(session.groups().categorical("mine")->categories, (Names{"d", "c", "b", "a"}));
        const int steps = session.undoStack().index();
        edits.merge("mine", {"a"}, QStringLiteral("a"));
        edits.rename("mine", "a", QStringLiteral("  "));
        edits.rename("mine", "none", QStringLiteral("some"));
        QCOMPARE(session.undoStack().index(), steps);
        QTRY_VERIFY(session.jobs().idle());
    }

    // Groups that become others leave what is hidden and compared as it is, as far as it is whole groups.
    void undoGivesBackWhatWasHiddenAndCompared() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        GroupEdits edits(session);
        QSignalSpy notices(&session, &Session::noticed);
        session.putColumn(made("mine", {"a", "b", "c"}, {0, 1, 2, 2, 1, -1}));
        session.cells().setCategoryHidden("mine", 1, true);
        session.cells().setCategoryHidden("mine", 0, true);
        session.comparison().putGroups(ComparedSide::A, "mine", {0});
        session.comparison().putGroups(ComparedSide::B, "mine", {1, -1});
        session.comparison().setDonors("mine");
        const ComparisonSetup compared = session.comparison().setup();
        QCOMPARE(session.cells().visible(), cells({2, 3, 5}));
        edits.merge("mine", {"a", "c"}, QStringLiteral("ac"));
        const auto merged = [&] {
            return session.cells().visible() == cells({0, 2, 3, 5}) &&
                   session.cells().hiddenCategories("mine") == std::set<int>{1} &&
                   !session.comparison().setup().a.chosen() &&
                   session.comparison().setup().b.cells == compared.b.cells &&
                   session.comparison().setup().donors == "mine";
        };
        QVERIFY(merged());
        QCOMPARE(notices.count(), 1);
        const QString said = notices.first().first().toString();
        QVERIFY2(said.contains("1 hidden cell is visible again") && said.contains("no longer there"),
                 qPrintable(said));
        session.undoStack().undo();
        QCOMPARE(session.cells().visible(), cells({2, 3, 5}));
        QCOMPARE(session.cells().hiddenCategories("mine"), (std::set<int>{0, 1}));
        QVERIFY(session.comparison().setup() == compared);
        session.undoStack().redo();
        QVERIFY(merged());
        // Steps of before know what they did.
        for (int i = 0; i < 5; ++i) session.undoStack().undo();
        QCOMPARE(session.cells().visible(), cells({0, 2, 3, 5}));
        QCOMPARE(session.cells().hiddenCategories("mine"), std::set<int>{1});
        QVERIFY(!session.comparison().setup().a.chosen());
        while (session.undoStack().canUndo()) session.undoStack().undo();
        QCOMPARE(session.cells().visible().count(), 6U);
        while (session.undoStack().canRedo()) session.undoStack().redo();
        QVERIFY(merged());
        // And those behind it what they do: the codes are of the merged groups.
        session.cells().setCategoryHidden("mine", 0, true);
        QCOMPARE(session.cells().visible(), cells({5}));
        session.undoStack().undo();
        session.undoStack().undo();
        QCOMPARE(session.cells().visible(), cells({2, 3, 5}));
        session.undoStack().redo();
        session.undoStack().redo();
        QCOMPARE(session.cells().visible(), cells({5}));
        QTRY_VERIFY(session.jobs().idle());
    }

    void hiddenGroupsStayHiddenWhereAllTheirCellsWere() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        GroupEdits edits(session);
        QSignalSpy notices(&session, &Session::noticed);
        session.putColumn(made("mine", {"a", "b", "c"}, {0, 0, 1, 2, 2, -1}));
        session.cells().setCategoryHidden("mine", 0, true);
        session.cells().setCategoryHidden("mine", 2, true);
        edits.merge("mine", {"a", "c"}, QStringLiteral("ac"));
        QCOMPARE(session.cells().visible(), cells({2, 5}));
        edits.label("mine", cells({0, 1}), QStringLiteral("new"));  // one that has a hidden group's cells
        QCOMPARE(session.cells().visible(), cells({2, 5}));
        QCOMPARE(session.cells().hiddenCategories("mine").size(), std::size_t{2});
        QCOMPARE(notices.count(), 0);
        edits.label("mine", cells({2}), QStringLiteral("new"));  // nothing that was seen is hidden by it
        QCOMPARE(session.cells().visible(), cells({0, 1, 2, 5}));
        QVERIFY(notices.count() == 1 && notices.first().first().toString().contains("2 hidden cells are"));
        session.undoStack().undo();
        QCOMPARE(session.cells().visible(), cells({2, 5}));
        QTRY_VERIFY(session.jobs().idle());
    }

    void aColumnWithoutGroupsIsDividedLikeItself() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.putColumn(made("none", {}, {-1, -1, -1, -1, -1, -1}));
        session.cells().setCategoryHidden("none", -1, true);
        QVERIFY(session.cells().visible().empty());
        session.putColumn(made("none", {}, {-1, -1, -1, -1, -1, -1}));
        QVERIFY(session.cells().visible().empty());
        QTRY_VERIFY(session.jobs().idle());
    }

    // A group that is gone leaves its colour and note to nobody.
    void nobodyInheritsAColour() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        GroupEdits edits(session);
        session.putColumn(made("mine", {"x", "y"}, {0, 1, 1, 1, 1, -1}));
        edits.setColor("mine", "x", QColor("#123456"));
        edits.setNote("mine", "x", QStringLiteral("doublets"));
        const QColor y = colorOf(session, "mine", 1);
        edits.label("mine", cells({0}), QStringLiteral("z"));  // x has no cells any more
        QVERIFY(session.opened().looks.empty());
        edits.rename("mine", "y", QStringLiteral("x"));
        QVERIFY(edits.note("mine", "x").empty());
        QCOMPARE(colorOf(session, "mine", 0), y);
        session.undoStack().undo();
        session.undoStack().undo();
        QCOMPARE(edits.note("mine", "x"), std::string("doublets"));
        // A selection that is given a name empties groups as well.
        const auto named = std::make_shared<const Categorical>(Categorical{{"y"}, {0, 0, 0, 0, 0, -1}, {}});
        session.putColumn({"mine", named, {}, true});
        QVERIFY(session.opened().looks.empty());
        GroupLook look;
        look.colors = {{"a", "#000001"}, {"b", "#000002"}};
        look.notes = {{"b", "of b"}};
        look.order = {"b", "a"};
        renameIn(look, "a", "b");
        QCOMPARE(look.colors, (std::map<std::string, std::string>{{"b", "#000001"}}));
        QVERIFY(look.notes.empty());
        QCOMPARE(look.order, Names{"b"});
        QTRY_VERIFY(session.jobs().idle());
    }

    void thePredictedClassesKeepTheirOrder() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        GroupEdits(session).setOrder(predicted_column, {"B", "Mono"});
        QVERIFY(!session.undoStack().canUndo());
        QVERIFY(session.opened().looks.empty());
        QTRY_VERIFY(session.jobs().idle());
    }

    void aNameMayHaveAPercentSign() {
        Session session(smallEngine());
        auto data = smallDataset();
        data->obs.columns[1].name = "top %1";
        session.setDataset(data);
        GroupEdits edits(session);
        QCOMPARE(edits.rename("top %1", "d1", QStringLiteral("one")), std::string("top %1 (edited)"));
        QCOMPARE(edits.rename("top %1", "d1", QStringLiteral("two")), std::string("top %1 (edited 2)"));
        QTRY_VERIFY(session.jobs().idle());
    }

    void aLabelForSomeCells() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        GroupEdits edits(session);
        QCOMPARE(edits.label("cell_type", cells({1, 5}), QStringLiteral("DC")),
                 std::string("cell_type (edited)"));
        const auto labelled = session.groups().categorical("cell_type (edited)");
        QCOMPARE(labelled->categories, (Names{"Mono", "B", "DC"}));
        QCOMPARE(labelled->codes, (Codes{0, 2, 0, 1, 1, 2}));
        QCOMPARE(session.undoStack().undoText(), QStringLiteral("Label 2 cells DC"));
        QCOMPARE(edits.label("cell_type", CellSet(6), QStringLiteral("none")), std::string("cell_type"));
        QTRY_VERIFY(session.jobs().idle());
    }

    // What was said of the third cluster is not true of the third of other clusters.
    void clustersMadeAnewAreOthers() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.putColumn(made("leiden", {"0", "1"}, {0, 0, 0, 1, 1, 1}));
        GroupEdits edits(session);
        edits.setNote("leiden", "1", QStringLiteral("B cells"));
        session.putColumn(made("leiden", {"0", "1"}, {1, 1, 0, 0, 0, 0}));
        QVERIFY(edits.note("leiden", "1").empty());
        session.undoStack().undo();
        QCOMPARE(edits.note("leiden", "1"), std::string("B cells"));
        session.removeColumn("leiden");
        QVERIFY(session.opened().looks.empty());
        QTRY_VERIFY(session.jobs().idle());
    }

    // 40 groups, the last of them largest; as many as anyone has a colour for.
    void theLargestHaveColours() {
        Categorical column;
        for (int g = 0; g < 40; ++g) {
            column.categories.push_back("g" + std::to_string(g));
            for (int n = 0; n <= g; ++n) column.codes.push_back(g);
        }
        GroupLook look;
        look.largestOnly = true;
        look.colors["g0"] = "#010203";
        const Categorical shown = dressed(column, look);
        QCOMPARE(shown.colors[0], std::string("#010203"));  // somebody chose it
        QCOMPARE(shown.colors[9], std::string(shared_grey));
        QVERIFY(shown.colors[10] != shared_grey);
        QCOMPARE(std::ranges::count(shown.colors, std::string(shared_grey)), 9);
        look.largestOnly = false;
        QCOMPARE(std::ranges::count(dressed(column, look).colors, std::string(shared_grey)), 0);
    }

    void groupsAreKnownByTheirCells() {
        const Categorical before{{"a", "b", "none"}, {0, 1, 1, -1}, {}};
        const auto same = sameGroups(before, {{"none", "y", "x"}, {2, 1, 1, -1}, {}});
        QVERIFY(same && *same == (std::vector<int>{2, 1, 0}));
        QVERIFY(!sameGroups(before, {{"a", "b"}, {0, 1, 0, -1}, {}}));
        QVERIFY(!sameGroups(before, {{"a", "b"}, {0, 0, 0, -1}, {}}));
        QVERIFY(!sameGroups(before, {{"a", "b"}, {0, 1, 1, 0}, {}}));
        QVERIFY(!sameGroups(before, {{"a", "b"}, {0, 1, 1}, {}}));
        const Categorical none{{}, {-1, -1}, {}};
        QVERIFY(sameGroups(none, none) && sameGroups(none, none)->empty());
    }

    void manyGroups() {
        auto data = smallDataset();
        Session session(smallEngine());
        session.setDataset(data);
        Categorical many;
        for (int g = 0; g < 8000; ++g) many.categories.push_back("g" + std::to_string(g));
        many.codes = {0, 1, 7999, 7999, 5, 6};
        session.putColumn({"many", std::make_shared<const Categorical>(many), {}});
        GroupEdits edits(session);
        edits.rename("many", "g7999", QStringLiteral("last"));
        edits.merge("many", {"last", "g0"}, QStringLiteral("ends"));
        edits.setOrder("many", {"ends"});
        QCOMPARE(session.groups().categorical("many")->categories.size(), std::size_t{7999});
        QCOMPARE(session.groups().cellsOf("many", 0), cells({0, 2, 3}));
        QTRY_VERIFY(session.jobs().idle());
    }

    void words() {
        GroupLooks looks;
        looks["cell_type"] = {
            {{"B", "#123456"}}, {"B", "Mono"}, {{"naïve", "a \"note\"\nof two lines"}}, true};
        looks["donor"].notes["d1"] = "x";
        QVERIFY(looksFrom(looksJson(looks)) == looks);
        nlohmann::json odd{{"a", 3}, {"c", nlohmann::json::object()}};
        odd["b"]["colors"] = {{"x", "no colour"}, {"y", 4}, {"z", "#ffffff"}};
        odd["b"]["order"] = nlohmann::json::array({1, "z"});
        odd["b"]["notes"] = 5;
        odd["b"]["largest only"] = "yes";
        const GroupLooks read = looksFrom(odd);
        QCOMPARE(read.size(), std::size_t{1});
        QCOMPARE(read.at("b").colors, (std::map<std::string, std::string>{{"z", "#ffffff"}}));
        QCOMPARE(read.at("b").order, Names{"z"});
        QVERIFY(!read.at("b").largestOnly);
        QVERIFY(looksFrom(nlohmann::json::array()).empty());
    }

    // And nothing else of how groups are shown, which then is as unsaved as before.
    void tablesHoldNotes() {
        QTemporaryDir folder;
        Session session(smallEngine());
        session.setDataset(smallDataset());
        GroupEdits edits(session);
        QSignalSpy notices(&session, &Session::noticed);
        QVERIFY(!session.hasOwn());
        edits.setNote("donor_id", "d1", QStringLiteral("twice"));
        edits.setNote("cell_type", "B", QStringLiteral("check"));
        edits.setColor("cell_type", "B", QColor("#123456"));
        QVERIFY(session.hasOwn());
        const auto save = [&](const char* name) {
            bool saved = false;
            session.saveColumns(folder.filePath(name), [&] { saved = true; });
            return QTest::qWaitFor([&] { return saved; });
        };
        const QStringList shown{"how cell_type is shown"};
        QVERIFY(save("first.csv"));
        QCOMPARE(session.unsaved(), shown);
        QCOMPARE(notices.count(), 1);
        const QString said = notices.first().first().toString();
        QVERIFY2(said.contains("order of cell_type were not written") && !said.contains("donor_id"),
                 qPrintable(said));
        QVERIFY(notices.first().at(1) != QStringLiteral("columns"));  // which says that it was saved
        QVERIFY(save("looks.h5ad"));
        QVERIFY(!session.columnsUnsaved());
        // A note that is new is in the table, the colour in the other file.
        edits.setNote("cell_type", "B", QStringLiteral("CD19+, check"));
        edits.setNote("donor_id", "d1", {});
        QCOMPARE(session.unsaved().size(), 2);
        QVERIFY(save("notes.csv"));
        QCOMPARE(notices.count(), 1);
        QFile file(folder.filePath("notes.csv"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(),
                 QByteArray("cell,cell_type_note\nc0,\nc1,\nc2,\nc3,\"CD19+, check\"\nc4,\"CD19+, "
                            "check\"\nc5,\n"));
        QVERIFY(!session.columnsUnsaved());
        edits.setOrder("cell_type", {"B", "Mono"});
        QVERIFY(save("again.tsv"));
        QCOMPARE(session.unsaved(), shown);
        session.undoStack().undo();
        QVERIFY(!session.columnsUnsaved());
    }

    // A file has colours for categories alone.
    void numbersStayNumbers() {
        QTemporaryDir folder;
        Session session(smallEngine());
        auto data = smallDataset();
        data->obs.columns[2] = {"cluster", Numeric{{0, 0, 1, 1, 2, 2}, true}};
        session.setDataset(data);
        GroupEdits edits(session);
        QSignalSpy notices(&session, &Session::noticed);
        const auto scores = std::make_shared<const Numeric>(Numeric{{5, 5, 6, 6, 6, 6}, true});
        session.putColumn({"score", nullptr, {}, false, scores});
        for (const char* name : {"cluster", "score"}) {
            session.setLabelColumn(name);
            QTRY_COMPARE(session.opened().labelColumn(), std::string(name));
        }
        edits.setColor("cluster", "2", QColor("#123456"));
        edits.setColor("score", "5", QColor("#654321"));
        edits.setNote("score", "5", QStringLiteral("low"));
        edits.setColor("cell_type", "B", QColor("#abcdef"));
        const std::vector<LookedColumn> looked = lookedAt(session.opened(), session.groups());
        QCOMPARE(looked.size(), std::size_t{3});
        const OwnColumns written = columnsToWrite(*data, session.opened().own, looked, "x.h5ad");
        Names names;
        for (const OwnColumn& column : written) names.push_back(column.name);
        QCOMPARE(names, (Names{"score", "cell_type", "score_note"}));
        QVERIFY(written[0].numbers == scores && !written[0].values);
        bool saved = false;
        session.saveColumns(folder.filePath("numbers.h5ad"), [&] { saved = true; });
        QTRY_VERIFY(saved);
        QCOMPARE(session.unsaved(), (QStringList{"how score is shown", "how cluster is shown"}));
        QCOMPARE(notices.count(), 1);
        QVERIFY2(notices.first().first().toString().contains("cluster, score were not written"),
                 qPrintable(notices.first().first().toString()));
        QTRY_VERIFY(session.jobs().idle());
    }

    void loupeReadsCategories() {
        QTemporaryDir folder;
        Session session(smallEngine());
        auto data = smallDataset();
        data->obs.index[3] = "AAACCTG-1";
        session.setDataset(data);
        GroupEdits(session).rename("cell_type", "B", QStringLiteral("B, naive"));
        bool saved = false;
        const QString csv = folder.filePath("loupe.csv");
        session.saveForLoupe("cell_type (edited)", csv, [&] { saved = true; });
        QTRY_VERIFY(saved);
        QFile file(csv);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("Barcode,cell_type (edited)\nc0,Mono\nc1,Mono\nc2,Mono\n"
                                            "AAACCTG-1,\"B, naive\"\nc4,\"B, naive\"\n"));
    }

    // As scanpy reads them: colours in uns, the order that of the categories, a column of notes.
    void anndataReadsThem() {
        REGULUS_NEED_PYTHON("anndata");
        QTemporaryDir folder;
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.putColumn(made("mine", {"x", "y"}, {0, 0, 1, 1, 1, -1}));
        GroupEdits edits(session);
        edits.setColor("cell_type", "B", QColor("#123456"));
        edits.setOrder("cell_type", {"B", "Mono"});
        edits.setColor("mine", "y", QColor("#abcdef"));
        edits.setNote("mine", "x", QStringLiteral("check"));
        bool saved = false;
        const QString path = folder.filePath("looks.h5ad");
        session.saveColumns(path, [&] { saved = true; });
        QTRY_VERIFY(saved);
        const ScriptResult result = run_python(QStringLiteral(R"(
import sys, anndata, json
a = anndata.read_h5ad(sys.argv[1])
t = a.obs['cell_type']
print(json.dumps([list(t.cat.categories), bool(t.cat.ordered), t.tolist()[:4], list(a.uns['cell_type_colors']),
                  list(a.uns['mine_colors']), a.obs['mine_note'].tolist()[:2], int(a.obs['mine_note'].notna().sum()),
                  list(a.obs.columns)]))
)"),
                                               {path});
        QCOMPARE(result.output.trimmed(),
                 QString(R"([["B", "Mono"], false, ["Mono", "Mono", "Mono", "B"], ["#123456", "#ff0000"], )"
                         R"(["#e69f00", "#abcdef"], ["check", "check"], 2, )"
                         R"(["cell_type", "donor_id", "depth", "mine", "mine_note"]])"));
    }
};

QTEST_GUILESS_MAIN(TestGroupEdits)
#include "tst_group_edits.moc"
