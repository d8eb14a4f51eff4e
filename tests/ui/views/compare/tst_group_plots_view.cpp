// Plots of groups on a session: what is shown at first, names that are typed and pasted, clicks, drags,
// columns, and a page for every state.
#include <QComboBox>
#include <QCompleter>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <map>

#include "core/base/cell_loop.h"
#include "tests/ui/views/immune_session.h"
#include "ui/views/compare/composition_panel.h"
#include "ui/views/compare/group_plots_view.h"
#include "ui/views/compare/plot_canvas.h"
#include "ui/views/parts/name_field.h"
#include "ui/views/parts/state_page.h"

using namespace regulus;

class TestGroupPlotsView : public QObject {
    Q_OBJECT
    std::unique_ptr<Session> m_session;
    std::unique_ptr<GroupPlotsView> m_view;

    PlotCanvas& canvas() { return *m_view->canvas(); }
    NameField& field() { return *m_view->field(); }
    bool settled() { return test::settle(*m_session); }
    void open(bool withModel = false) {
        m_view = nullptr;
        m_session = test::immuneSession(withModel);
        m_view = std::make_unique<GroupPlotsView>(*m_session);
        m_view->resize(900, 600);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        QVERIFY(settled());
    }
    void type(const QString& text) {
        field().setFocus();
        field().clear();
        QTest::keyClicks(&field(), text);
        QTest::keyClick(&field(), Qt::Key_Return);
        QVERIFY(settled());
    }
    void edit(const std::function<void(PlotSettings&)>& change) {
        PlotSettings settings = m_session->plots().settings();
        change(settings);
        m_session->plots().set(settings);
        QVERIFY(settled());
    }
    void look(PlotKind kind, bool swapped = false) {
        edit([&](PlotSettings& s) { s.look = {.kind = kind, .swapped = swapped}; });
    }
    QStringList genes() {
        QStringList names;
        for (const std::size_t g : m_view->plot().genes)
            names << QString::fromStdString(m_view->plot().summary->names[g]);
        return names;
    }
    int gene(const char* name) {
        const auto& names = m_view->plot().summary->names;
        return int(std::ranges::find(names, name) - names.begin());
    }
    // By name, as a part of a composition where it is the second column's.
    int group(const char* name) {
        const auto& names =
            m_view->plot().table ? m_view->plot().table->rows : m_view->plot().summary->groups.names;
        return int(std::ranges::find(names, name) - names.begin());
    }
    int column(const char* name) {
        const auto& names = m_view->plot().table->columns;
        return int(std::ranges::find(names, name) - names.begin());
    }
    // The middle of what is of this gene and group.
    QPoint pointOf(int gene, int group) {
        for (const FigureSpot& spot : canvas().drawing().spots) {
            const auto place = m_view->plot().placeOf(spot);
            if (place.gene == gene && place.group == group) return canvas().boxOf(spot).center().toPoint();
        }
        return {};
    }
    void drag(QPoint from, QPoint to) {
        QTest::mousePress(&canvas(), Qt::LeftButton, {}, from);
        for (const QPoint at : {from + QPoint(8, 8), (from + to) / 2, to}) {
            QMouseEvent move(QEvent::MouseMove, at, canvas().mapToGlobal(at), Qt::NoButton, Qt::LeftButton,
                             {});
            QApplication::sendEvent(&canvas(), &move);
        }
        QTest::mouseRelease(&canvas(), Qt::LeftButton, {}, to);
    }

  private Q_SLOTS:
    // Of a workspace its cells alone are plotted, and the page says so.
    void a_workspace_is_plotted_alone() {
        open();
        const auto cells = [this](const char* name) {
            const CellGroups& groups = m_view->plot().summary->groups;
            const auto at = std::ranges::find(groups.names, name);
            return at == groups.names.end() ? std::size_t{0}
                                            : groups.cells[std::size_t(at - groups.names.begin())];
        };
        QCOMPARE(cells("B"), std::size_t{60});
        CellSet some = m_session->groups().cellsOf("cell_type", 4);             // Naive CD4 T
        for (const std::uint32_t cell : {3U, 9U, 15U, 21U}) some.insert(cell);  // B
        m_session->workspaces().make(QStringLiteral("some"), some);
        QVERIFY(settled());
        QCOMPARE(m_view->plot().summary->groups.names.size(), std::size_t{2});
        QCOMPARE(cells("B"), std::size_t{4});
        QVERIFY2(m_view->note().contains("Of the 64 cells in some alone."), qPrintable(m_view->note()));
        m_session->workspaces().leave();
        QVERIFY(settled());
        QCOMPARE(cells("B"), std::size_t{60});
        QVERIFY(!m_view->note().contains("alone"));
    }

    // A scroll area asks for it while it resizes the plot, before the plot has heard of that: were the answer
    // then another one, the area would resize it in turn for ever.
    void theHeightForAWidthIsTheSameWhileItIsResized() {
        open();
        look(PlotKind::Violins);
        struct Asking : QObject {
            PlotCanvas* canvas = nullptr;
            std::map<int, int> before;
            bool same = true;
            int asked = 0;
            bool eventFilter(QObject* watched, QEvent* event) override {
                if (watched == canvas && event->type() == QEvent::Resize)
                    for (const auto& [width, height] : before) {
                        same = same && canvas->heightForWidth(width) == height;
                        ++asked;
                    }
                return false;
            }
        } asking;
        PlotCanvas alone;
        alone.setFigure(m_view->figure());
        alone.resize(700, 300);
        alone.setRoom(300);
        for (const int width : {360, 500, 690, 700, 900}) asking.before[width] = alone.heightForWidth(width);
        QVERIFY(asking.before[360] != asking.before[900]);
        asking.canvas = &alone;
        alone.installEventFilter(&asking);
        alone.show();
        for (const int width : {690, 360, 900}) alone.resize(width, 300);
        QVERIFY(asking.asked > 0);
        QVERIFY(asking.same);
    }

    void initTestCase() { test::useLightTheme(); }
    void cleanup() { m_view = nullptr; }

    void starts_with_markers_of_each_group() {
        open();
        QVERIFY(m_view->states()->showsContent());
        QVERIFY(genes().size() >= 12);
        for (const char* name : {"CD79A", "SPI1", "TCF7"}) QVERIFY2(genes().contains(name), name);
        QCOMPARE(field().names().size(), std::size_t(genes().size()));
        QCOMPARE(m_view->plot().groups.size(), test::immune_types.size());
        QVERIFY2(m_view->note().contains("1 cell without a value of cell_type"), qPrintable(m_view->note()));
        QVERIFY(m_view->figure() != nullptr);
        QCOMPARE(m_view->numbers().rows.size(), std::size_t(genes().size()) * test::immune_types.size());
    }

    void nothing_is_exported_where_nothing_is_plotted() {
        open();
        auto* const save = m_view->findChild<QPushButton*>(QStringLiteral("exportPlot"));
        QVERIFY(save != nullptr && save->isEnabled());
        type("NO-SUCH-GENE");
        QVERIFY(!save->isEnabled());
        type("CD14");
        QVERIFY(save->isEnabled());
        m_session->close();
        QVERIFY(settled());
        QVERIFY(!save->isEnabled());
    }

    void names_are_typed_pasted_and_those_unknown_told() {
        open();
        type("cd14, LYZ");
        QCOMPARE(genes(), (QStringList{"CD14", "LYZ"}));
        field().setText("MS4A1\tnosuch\nPAX5;\"LYZ\" MS4A1");
        QTest::keyClick(&field(), Qt::Key_Return);
        QVERIFY(settled());
        QCOMPARE(genes(), (QStringList{"MS4A1", "PAX5", "LYZ"}));
        QVERIFY2(m_view->note().contains("Not found: nosuch"), qPrintable(m_view->note()));
        type("nosuch");
        QVERIFY(!m_view->states()->showsContent());
        QCOMPARE(m_view->states()->page()->title(), QString("No names"));
        type("");  // markers again
        QVERIFY(genes().size() >= 12);
    }

    void completion_offers_what_is_there() {
        open();
        field().setFocus();
        field().clear();
        QTest::keyClicks(&field(), "LYZ, ms4");
        auto* const completer = field().findChild<QCompleter*>();
        QVERIFY(completer->model()->rowCount() >= 2);
        QCOMPARE(completer->model()->index(0, 0).data().toString(), QString("MS4A1"));
        Q_EMIT completer->activated(QString("MS4A1"));
        QVERIFY(settled());
        QCOMPARE(field().text(), QString("LYZ, MS4A1, "));
        QCOMPARE(genes(), (QStringList{"LYZ", "MS4A1"}));
    }

    void a_click_colours_the_map_or_selects() {
        open();
        type("CD14, MS4A1");
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, pointOf(1, group("B")));
        QCOMPARE(m_session->colors().coloring(), Coloring::gene("MS4A1"));
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, pointOf(-1, group("B")));
        QCOMPARE(m_session->cells().selection(), m_session->groups().cellsOf("cell_type", 3));
        QTest::mouseClick(&canvas(), Qt::LeftButton, Qt::ShiftModifier, pointOf(-1, group("Naive CD4 T")));
        QCOMPARE(m_session->cells().selection(),
                 m_session->groups().cellsOf("cell_type", 3) | m_session->groups().cellsOf("cell_type", 4));
        canvas().setFocus();
        QTest::keyClick(&canvas(), Qt::Key_Escape);
        QVERIFY(m_session->cells().selection().empty());
    }

    void keys_go_from_field_to_field() {
        open();
        type("CD14, MS4A1");
        canvas().setFocus();
        QTest::keyClick(&canvas(), Qt::Key_Right);
        QTest::keyClick(&canvas(), Qt::Key_Right);
        QTest::keyClick(&canvas(), Qt::Key_Return);
        QCOMPARE(m_session->colors().coloring(), Coloring::gene("MS4A1"));
        QTest::keyClick(&canvas(), Qt::Key_Left);
        QTest::keyClick(&canvas(), Qt::Key_Down);
        QTest::keyClick(&canvas(), Qt::Key_Return);
        QCOMPARE(m_session->colors().coloring(), Coloring::gene("CD14"));
    }

    void names_are_dragged_into_another_order() {
        open();
        type("CD14, MS4A1, LYZ");
        drag(pointOf(gene("LYZ"), -1), pointOf(gene("CD14"), -1));
        QCOMPARE(genes(), (QStringList{"LYZ", "CD14", "MS4A1"}));
        QCOMPARE(field().text(), QString("LYZ, CD14, MS4A1"));
        const auto before = m_view->plot().groups;
        drag(pointOf(-1, 0), pointOf(-1, 2));
        QCOMPARE(m_view->plot().groups, (std::vector<std::size_t>{1, 2, 0, 3, 4, 5}));
        type("CD14, LYZ");  // the order of the groups stays
        QCOMPARE(m_view->plot().groups.front(), std::size_t{1});
        edit([](PlotSettings& s) { s.look.tree = true; });
        edit([](PlotSettings& s) { s.look.swapped = true; });
        drag(pointOf(gene("CD14"), -1), pointOf(gene("LYZ"), -1));
        QCOMPARE(genes(), (QStringList{"LYZ", "CD14"}));
    }

    void every_kind_is_drawn_data() {
        QTest::addColumn<int>("kind");
        for (const PlotKind kind : {PlotKind::Dots, PlotKind::Matrix, PlotKind::Violins, PlotKind::Boxes,
                                    PlotKind::Ridges, PlotKind::Bars, PlotKind::Table})
            QTest::newRow(toString(kind)) << int(kind);
    }
    void every_kind_is_drawn() {
        QFETCH(int, kind);
        open();
        edit([](PlotSettings& s) { s.split = s.across = "donor_id"; });
        look(PlotKind(kind));
        QVERIFY(m_view->states()->showsContent());
        QCOMPARE(toString(m_view->plot().look.kind), toString(PlotKind(kind)));
        QVERIFY2(canvas().problem().isEmpty(), qPrintable(canvas().problem()));
        QVERIFY(test::picture(*m_view, QString("group_plots_%1").arg(toString(PlotKind(kind))), {900, 640}));
        // A field of a table and a bar select both of their values.
        if (!ofComposition(PlotKind(kind))) return;
        const bool table = PlotKind(kind) == PlotKind::Table;
        QTest::mouseClick(
            &canvas(), Qt::LeftButton, {},
            table ? pointOf(column("donor 2"), group("B")) : pointOf(column("B"), group("donor 2")));
        QCOMPARE(m_session->cells().selection(),
                 m_session->groups().cellsOf("cell_type", 3) & m_session->groups().cellsOf("donor_id", 1));
    }

    void groups_and_values_from_elsewhere() {
        open();
        const auto first = [](std::size_t count) {
            return cells_where(test::immune_cells, [&](std::size_t cell) { return cell < count; });
        };
        m_session->comparison().putCells(ComparedSide::A, first(90));
        m_view->showCompared(ValuesOf::Genes, {"LYZ", "XIST"});
        QVERIFY(settled());
        QCOMPARE(genes(), (QStringList{"LYZ", "XIST"}));
        QCOMPARE(m_view->plot().groups.size(), std::size_t{2});
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, pointOf(-1, 0));
        QCOMPARE(m_session->cells().selection().count(), std::size_t{90});
        m_session->comparison().putCells(ComparedSide::A, first(40));  // the plot follows
        QVERIFY(settled());
        QCOMPARE(m_view->plot().summary->groups.cells.front(), std::size_t{40});
        m_session->comparison().putCells(ComparedSide::A, {});
        QVERIFY(settled());
        QCOMPARE(m_view->states()->page()->title(), QString("Nothing is compared"));
        m_session->undoStack().undo();
        QVERIFY(settled());
        QCOMPARE(m_view->plot().summary->groups.cells.front(), std::size_t{40});
        m_view->showValues(ValuesOf::Activity, {"SPI1", "PAX5"});
        QVERIFY(settled());
        QCOMPARE(genes(), (QStringList{"SPI1", "PAX5"}));
        // A TF is opened by a click, and colours the map by a double click.
        const Coloring before = m_session->colors().coloring();
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, pointOf(gene("SPI1"), 0));
        QCOMPARE(m_session->focus().tf(), std::string("SPI1"));
        QCOMPARE(m_session->colors().coloring(), before);
        QTest::mouseDClick(&canvas(), Qt::LeftButton, {}, pointOf(gene("SPI1"), 0));
        QCOMPARE(m_session->colors().coloring(), Coloring::regulon("SPI1", RegulonMeasure::Activity));
        m_view->showTargets("SPI1");
        QVERIFY(settled());
        QCOMPARE(genes().front(), QString("SPI1"));
        QVERIFY(genes().contains("CD14"));
    }

    void has_a_page_for_every_state() {
        m_session = std::make_unique<Session>(test::immuneEngine());
        m_view = std::make_unique<GroupPlotsView>(*m_session);
        m_view->show();
        QCOMPARE(m_view->states()->page()->title(), QString("Nothing is open"));
        QSignalSpy asked(m_view.get(), &GroupPlotsView::openRequested);
        Q_EMIT m_view->states()->page()->pressed();
        QCOMPARE(asked.count(), 1);
        m_session->setDataset(test::immuneDataset());
        QVERIFY(settled());
        QVERIFY(m_view->states()->showsContent());
        look(PlotKind::Bars);  // of donors, until another column is chosen
        QVERIFY(m_view->states()->showsContent());
        QVERIFY(m_view->plot().table != nullptr);
        QCOMPARE(m_view->plot().table->row_column, std::string("donor_id"));
        look(PlotKind::Dots);  // nobody asked for groups that are divided
        QVERIFY(!m_view->plot().summary->split);
        look(PlotKind::Bars);
        m_session->setDataset([] {
            auto data = test::immuneDataset();
            std::erase_if(data->obs.columns, [](const Column& column) { return column.name == "donor_id"; });
            return data;
        }());
        QVERIFY(settled());
        QCOMPARE(m_view->states()->page()->title(), QString("Choose a second column"));
        QVERIFY(m_view->figure() == nullptr && m_view->numbers().rows.empty());
        look(PlotKind::Dots);
        QVERIFY(m_view->states()->showsContent());
        m_session->close();
        QVERIFY(settled());
        QCOMPARE(m_view->states()->page()->title(), QString("Nothing is open"));
        QVERIFY(m_view->figure() == nullptr && field().text().isEmpty());
    }

    void composition_begins_with_conditions_over_donors() {
        m_view = nullptr;
        m_session = std::make_unique<Session>(test::immuneEngine());
        auto data = test::immuneDataset();
        std::erase_if(data->obs.columns, [](const Column& column) { return column.name == "donor_id"; });
        Categorical donor{{"d0", "d1", "d2", "d3"}, {}, {}, false}, side{{"x", "y"}, {}, {}, false};
        Categorical both = side;  // in every donor, so no condition
        for (std::size_t c = 0; c < test::immune_cells; ++c) {
            donor.codes.push_back(int(c / 6 % 4));
            side.codes.push_back(int(c / 6 % 4 > 1));
            both.codes.push_back(int(c / 24 % 2));
        }
        data->obs.columns.push_back({"donor_id", donor});
        data->obs.columns.push_back({"both", both});
        data->obs.columns.push_back({"site", side});
        m_session->setDataset(data);
        m_view = std::make_unique<GroupPlotsView>(*m_session);
        m_view->resize(1000, 600);
        m_view->show();
        QVERIFY(settled());
        for (const PlotKind kind : {PlotKind::Donors, PlotKind::Bars}) {
            look(kind);
            QVERIFY2(m_view->states()->showsContent(), qPrintable(m_view->states()->page()->title()));
            const auto made = m_view->composition()->made();
            QVERIFY(made && made->donors);
            QCOMPARE(made->conditions.column, std::string("site"));
            QCOMPARE(m_view->composition()->donors()->currentData().toString(), QString("donor_id"));
        }
        // Never across the groups themselves.
        edit([](PlotSettings& s) { s.column = s.across = "site"; });
        QVERIFY(m_view->plot().table && m_view->plot().table->row_column != "site");
        // Donors across themselves are no comparison, and that is what is said.
        edit([](PlotSettings& s) {
            s.column = "cell_type";
            s.across = "donor_id";
            s.look.kind = PlotKind::Donors;
        });
        QCOMPARE(m_view->states()->page()->title(), QString("No conditions"));
    }

    void settings_are_one_value_and_undone() {
        open();
        const PlotSettings fresh = m_session->plots().settings();
        QCOMPARE(fresh, PlotSettings{});
        const QStringList markers = genes();
        type("LYZ, CD14");
        auto* const kind = m_view->bar()->findChildren<QComboBox*>().front();
        kind->setCurrentIndex(kind->findData(int(PlotKind::Boxes)));
        const PlotSettings made = m_session->plots().settings();
        QCOMPARE(made.names, QString("LYZ, CD14"));
        QVERIFY(made.look.kind == PlotKind::Boxes);
        m_session->undoStack().undo();
        QVERIFY(m_view->plot().look.kind == PlotKind::Dots);
        QCOMPARE(kind->currentData().toInt(), int(PlotKind::Dots));
        m_session->undoStack().undo();
        QVERIFY(settled());
        QCOMPARE(genes(), markers);
        QCOMPARE(m_session->plots().settings(), fresh);
        m_session->plots().set(made);
        QVERIFY(settled());
        QCOMPARE(genes(), (QStringList{"LYZ", "CD14"}));
        QCOMPARE(field().text(), QString("LYZ, CD14"));
        QCOMPARE(kind->currentData().toInt(), int(PlotKind::Boxes));
        // Of no TF: the values come with markers of their own.
        edit([](PlotSettings& s) { s.names = "LYZ"; });
        auto* const values = m_view->bar()->findChildren<QComboBox*>().at(1);
        values->setCurrentIndex(values->findData(int(ValuesOf::Activity)));
        QVERIFY(settled());
        QVERIFY(m_view->plot().summary->of == ValuesOf::Activity);
        QVERIFY(m_session->plots().settings().names.isEmpty() && !genes().isEmpty());
    }

    void a_failure_says_the_way_out() {
        m_session = std::make_unique<Session>(test::immuneEngine());
        m_session->setDataset(test::smallDataset());  // one group alone has three cells
        m_view = std::make_unique<GroupPlotsView>(*m_session);
        m_view->show();
        QVERIFY(settled());
        QCOMPARE(m_view->states()->page()->title(), QString("Nothing to plot"));
        QVERIFY2(m_view->states()->page()->text().contains("Name genes"),
                 qPrintable(m_view->states()->page()->text()));
        type("CD14");
        QCOMPARE(genes(), (QStringList{"CD14"}));
        QVERIFY(m_view->states()->showsContent());
    }

    void nothing_is_computed_before_it_is_seen() {
        m_session = test::immuneSession(false);
        m_view = std::make_unique<GroupPlotsView>(*m_session);
        QVERIFY(settled());
        QVERIFY(m_view->figure() == nullptr);
        m_view->show();
        QTRY_VERIFY(m_view->figure() != nullptr);
        QVERIFY(settled());
    }

    void a_narrow_view_shows_all_of_it() {
        open();
        m_view->resize(320, 400);
        QTest::qWait(50);
        QVERIFY(canvas().height() > 400);  // it scrolls
        const double right = canvas().width();
        for (const FigureSpot& spot : canvas().drawing().spots)
            QVERIFY(canvas().boxOf(spot).right() <= right + 1);
    }
};

QTEST_MAIN(TestGroupPlotsView)
#include "tst_group_plots_view.moc"
