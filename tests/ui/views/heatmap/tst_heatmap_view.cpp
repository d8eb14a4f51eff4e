// The regulon heatmap on a session: its numbers, what a hover and a click do, its pages.
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QJsonArray>
#include <QLabel>
#include <QMenu>
#include <QMouseEvent>
#include <QSpinBox>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "tests/ui/render/offscreen.h"
#include "tests/ui/session/regulon_cells.h"
#include "tests/ui/session/small_engine.h"
#include "ui/figures/matrix_figure.h"
#include "ui/figures/regulon_table.h"
#include "ui/views/heatmap/heatmap_canvas.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/views/parts/name_field.h"
#include "ui/views/parts/state_page.h"

using namespace regulus;

class TestHeatmapView : public QObject {
    Q_OBJECT
    std::unique_ptr<Session> m_session;
    std::unique_ptr<HeatmapView> m_view;

    HeatmapCanvas& canvas() { return *m_view->canvas(); }
    StateStack& stack() { return *m_view->findChild<StateStack*>(); }
    QPoint pixelOf(int group, int gene) {
        m_view->grab();
        for (int y = 0; y < canvas().height(); y += 2)
            for (int x = 0; x < canvas().width(); x += 2)
                if (canvas().scene().cellAt(QPointF(x, y)) == std::optional(HeatmapScene::Cell{group, gene}))
                    return {x + 2, y + 2};
        return {};
    }

  private Q_SLOTS:
    void init() {
        m_session = std::make_unique<Session>(test::smallEngine());
        m_view = std::make_unique<HeatmapView>(m_session.get());
        m_view->resize(800, 300);
        m_view->show();
    }

  private:
    void openModel() {
        m_session->setDataset(test::smallDataset());
        m_session->setModel(test::smallModel());
        QTRY_VERIFY(!canvas().scene().empty());
        QTRY_VERIFY(m_session->jobs().idle());
    }

  private Q_SLOTS:
    // Any column with a few groups, those that were made here among them; a column that becomes the labels is
    // not listed twice.
    void any_column_groups() {
        openModel();
        auto& grouping = *m_view->findChild<QComboBox*>(QStringLiteral("grouping"));
        const auto entries = [&] {
            QStringList texts;
            for (int i = 0; i < grouping.count(); ++i) texts << grouping.itemText(i);
            return texts;
        };
        QCOMPARE(entries(), (QStringList{"by label", "by prediction", "by donor_id"}));
        m_session->putColumn(
            {"mine",
             std::make_shared<const Categorical>(Categorical{{"x", "y", "z"}, {0, 0, 1, 1, 2, 2}, {}}),
             QString()});
        QCOMPARE(entries().last(), QString("by mine"));
        grouping.setCurrentIndex(3);
        QTRY_VERIFY(canvas().scene().data().groups.contains("z"));
        QCOMPARE(canvas().scene().data().groups.size(), 3);
        m_session->putColumn(
            {"mine", std::make_shared<const Categorical>(Categorical{{"p", "q"}, {0, 0, 0, 1, 1, 1}, {}}),
             QString()});
        QTRY_VERIFY(canvas().scene().data().groups.contains("q"));  // other values, other rows
        QCOMPARE(grouping.currentText(), QString("by mine"));
        m_session->setLabelColumn("mine");
        QTRY_COMPARE(grouping.currentText(), QString("by label"));
        QCOMPARE(entries(), (QStringList{"by label", "by prediction", "by cell_type", "by donor_id"}));
        m_session->removeColumn("mine");
        QCOMPARE(entries(), (QStringList{"by label", "by prediction", "by donor_id"}));
        QTRY_VERIFY(m_session->jobs().idle());
    }

    // In a workspace its groups are those of its cells, and on the way back those of all.
    void a_workspace_has_its_own_numbers() {
        openModel();
        const auto counted = [this] {
            std::size_t cells = 0;
            for (const std::size_t n : canvas().scene().data().counts) cells += n;
            return cells;
        };
        const std::size_t all = counted();
        const QStringList groups = canvas().scene().data().groups;
        QCOMPARE(all, m_session->opened().cells());
        const CellSet some = CellSet::of(all, std::vector<std::uint32_t>{0, 1, 2});
        m_session->workspaces().make(QStringLiteral("three"), some);
        QTRY_COMPARE(counted(), std::size_t{3});
        QVERIFY(canvas().scene().data().note.contains("three"));
        m_session->workspaces().leave();
        QTRY_COMPARE(counted(), all);
        QCOMPARE(canvas().scene().data().groups, groups);
        QVERIFY(!canvas().scene().data().note.contains("three"));
        QTRY_VERIFY(m_session->jobs().idle());
    }

    void means_are_those_worked_out_by_hand() {
        RegulonTableRequest request;
        auto results = std::make_shared<RegulonResults>();
        results->regulons.tfs = {"A", "B"};
        results->regulons.rows = {0, 2, 3};
        results->regulons.contested = {4, 0};
        results->regulons.choice = Matrix(3, 2);
        results->regulons.choice.values = {1, 9, 3, 9, -5, 9};
        results->regulons.attention = results->regulons.pooling = results->regulons.choice;
        request.regulons = results;
        request.groups = std::make_shared<const Categorical>(
            Categorical{{"x", "never sampled", "z"}, {0, 0, 0, 2, -1}, {}, false});
        Job job;
        HeatmapData d = regulonTable(request, job);
        QCOMPARE(d.groups, (QStringList{"x", "z"}));
        QCOMPARE(d.values(0, 0), 2.0F);
        QCOMPARE(d.values(1, 0), -5.0F);
        QVERIFY(std::isnan(d.values(0, 1)));  // no target of B has another regulator
        QCOMPARE(d.counts, (std::vector<std::size_t>{2, 1}));
        // Of some of the cells alone: the first, and one of which nothing was read.
        request.among = CellSet::of(5, std::vector<std::uint32_t>{0, 1});
        request.amongName = QStringLiteral("part");
        d = regulonTable(request, job);
        QCOMPARE(d.groups, QStringList{"x"});
        QCOMPARE(d.values(0, 0), 1.0F);
        QCOMPARE(d.counts, (std::vector<std::size_t>{1}));
        QVERIFY2(d.note.contains("of the 2 cells in part alone"), qPrintable(d.note));
        request.groupBar = GroupBar::Cells;
        QCOMPARE(regulonTable(request, job).groupBar.values, (std::vector<double>{2}));
        request.groupBar = GroupBar::None;
        request.among = {};
        request.measure = RegulonMeasure::Pooling;
        QCOMPARE(regulonTable(request, job).values(0, 1), 9.0F);
        request.zOverGroups = true;
        d = regulonTable(request, job);
        QCOMPARE(d.values(0, 0), 1.0F);
        QCOMPARE(d.values(1, 0), -1.0F);
        QCOMPARE(d.values(0, 1), 0.0F);
        job.cancel();
        QVERIFY_EXCEPTION_THROWN(regulonTable(request, job), Cancelled);
    }

    void has_a_page_for_every_state() {
        QCOMPARE(stack().page()->title(), QString("Nothing is open"));
        m_session->setDataset(test::smallDataset());
        QCOMPARE(stack().page()->title(), QString("No prior yet"));
        m_session->setPrior(test::smallPrior());  // none of its TFs has five targets
        QTRY_COMPARE(stack().page()->title(), QString("The prior does not fit"));
        openModel();
        QVERIFY(stack().showsContent());
        m_session->close();
        QVERIFY(!stack().showsContent());
    }

    // Of all TFs those are shown whose variance over the cells lies between the groups; a z-score does not
    // change that.
    void what_differs_between_groups_is_important() {
        RegulonTableRequest request;
        auto results = std::make_shared<RegulonResults>();
        results->regulons.tfs = {"A", "B", "C"};
        results->regulons.contested = {1, 1, 1};
        results->regulons.rows = {0, 1, 2, 3};
        results->regulons.choice = Matrix(4, 3);
        results->regulons.choice.values = {1, 5, 0, 1, 5, 2, 3, 5, 1, 3, 5, 3};
        request.regulons = results;
        request.groups =
            std::make_shared<const Categorical>(Categorical{{"x", "z"}, {0, 0, 1, 1}, {}, false});
        Job job;
        for (const bool z : {false, true}) {
            request.zOverGroups = z;
            const std::vector<double> importance = regulonTable(request, job).importance;
            QCOMPARE(importance[0], 1.0);
            QCOMPARE(importance[1], 0.0);
            QVERIFY(std::abs(importance[2] - 1.0 / 5) < 1e-12);  // between 1, within 4
        }
        HeatmapScene scene;
        scene.setData(regulonTable(request, job));
        scene.setLook({.most = 1});
        QCOMPARE(scene.shownGenes(), std::vector<int>{0});
    }

    // Twelve cells of x, eleven of y, three of z, one of "unknown" and one without a value.
    void groups_of_few_cells_and_unlabelled_ones_come_last() {
        RegulonTableRequest request;
        auto results = std::make_shared<RegulonResults>();
        Categorical groups{{"z", "x", "unknown", "y"}, {}, {}, false};
        const auto add = [&](int code, int cells, float a, float b) {
            for (int i = 0; i < cells; ++i) {
                results->regulons.rows.push_back(std::uint32_t(groups.codes.size()));
                groups.codes.push_back(code);
                // B differs between x and y; A only in the others.
                results->regulons.choice.values.push_back(a + float(i % 2));
                results->regulons.choice.values.push_back(b + float(i % 2));
            }
        };
        add(1, 12, 0, 1);
        add(3, 11, 0, -1);
        add(0, 3, 50, 0);
        add(2, 1, 60, 0);
        add(-1, 1, 70, 0);
        results->regulons.choice.rows = groups.codes.size();
        results->regulons.choice.cols = 2;
        results->regulons.tfs = {"A", "B"};
        results->regulons.contested = {1, 1};
        request.regulons = results;
        request.groups = std::make_shared<const Categorical>(groups);
        Job job;
        HeatmapData d = regulonTable(request, job);
        QCOMPARE(d.groups, (QStringList{"x", "y", "z", "unknown", "no value"}));
        QCOMPARE(d.groupCodes, (std::vector<int>{1, 3, 0, 2, -1}));
        QCOMPARE(d.counts, (std::vector<std::size_t>{12, 11, 3, 1, 1}));
        QCOMPARE(d.aside, std::size_t{3});
        QVERIFY(d.importance[0] < 0.1 && d.importance[1] > 0.5);
        QCOMPARE(d.values(4, 0), 70.0F);
        QVERIFY(d.note.contains("under 10 cells or no label"));
        // Standard deviations are those of x and y.
        request.zOverGroups = true;
        d = regulonTable(request, job);
        QCOMPARE(d.values(0, 1), 1.0F);
        QCOMPARE(d.values(1, 1), -1.0F);
        HeatmapScene scene;
        scene.setData(d);
        scene.setLook({.most = 1});
        QCOMPARE(scene.shownGenes(), std::vector<int>{1});
        QCOMPARE(scene.groupName(4), QString("no value (1)"));
    }

    void is_compared_with_rewired_priors() {
        auto data = test::regulonCells();
        Categorical half{{"a", "b"}, {}, {}, false};
        for (int c = 0; c < 90; ++c) half.codes.push_back(c % 2);
        data->obs.columns.push_back({"half", half});
        m_session->setDataset(data);
        m_session->setLabelColumn("group");
        m_session->setPrior(test::regulonPrior());
        const HeatmapScene& scene = canvas().scene();
        QTRY_VERIFY(!scene.empty());
        QTRY_VERIFY(scene.compared());
        QTRY_VERIFY(m_session->jobs().idle());
        QCOMPARE(scene.data().reference.rewired, 20);
        // The same numbers from every cell.
        const TfResults& results = *m_session->tfResults();
        const auto deviation = [](const auto& attention, std::size_t group, std::size_t tf) {
            double own = 0, all = 0;
            for (std::size_t c = 0; c < 90; ++c) {
                all += attention(c, tf) / 90;
                own += c % 3 == group ? attention(c, tf) / 30 : 0;
            }
            return own - all;
        };
        Job job;
        std::vector<Matrix> rewired;
        for (const RegulonReader& reader : *m_session->rewiredReaders()) {
            Matrix ratios(90, 3);
            read_regulons(reader, *m_session->opened().expression, results.rows, {}, job,
                          [&](std::size_t first, const Reading& part) {
                              for (std::size_t i = 0; i < part.attention.values.size(); ++i)
                                  ratios.values[first * 3 + i] = std::log2(part.attention.values[i] * 3);
                          });
            rewired.push_back(std::move(ratios));
        }
        int standing = 0;
        for (std::size_t g = 0; g < 3; ++g) {
            for (std::size_t t = 0; t < 3; ++t) {
                const double shown = deviation(results.attention, g, t);
                int above = 0;
                for (const Matrix& other : rewired)
                    above += shown > 0 ? deviation(other, g, t) >= shown : deviation(other, g, t) <= shown;
                QCOMPARE(scene.data().reference.above[g * 3 + t], above);
                QCOMPARE(scene.muted({int(g), int(t)}), above > 0);
                standing += above == 0;
            }
        }
        QVERIFY2(
            scene.note().contains(QString("%1 of 9 fields farther from the mean of the groups than with any "
                                          "of 20 rewired priors")
                                      .arg(standing)),
            qPrintable(scene.note()));
        const auto small = [&] {
            int count = 0;
            for (int g = 0; g < 3; ++g)
                for (int t = 0; t < 3; ++t) count += scene.muted({g, t});
            return count;
        };
        const MatrixPicture picture = pictureOf(scene);
        QCOMPARE(int(std::ranges::count(picture.small, 1)), small());
        QCOMPARE(picture.scales.front().smallName, QString("within rewired priors"));
        QVERIFY(picture.note.contains("rewired priors"));
        // Other measures have no such comparison, and say so; back at attention it is still there.
        auto* const measure = m_view->findChild<QComboBox*>();
        measure->setCurrentIndex(1);
        QTRY_VERIFY(m_session->jobs().idle());
        QVERIFY(!scene.compared() && scene.note().contains("activity is not compared with rewired priors"));
        measure->setCurrentIndex(0);
        QTRY_VERIFY(m_session->jobs().idle());
        QVERIFY(scene.compared());
        // Other groups are compared anew, and so is what is open in its place.
        m_session->setLabelColumn("half");
        QTRY_COMPARE(scene.data().groups, (QStringList{"a", "b"}));
        QTRY_VERIFY(scene.compared());
        QCOMPARE(scene.data().reference.above.size(), std::size_t{6});
        m_session->setPrior(nullptr);
        QTRY_VERIFY(m_session->jobs().idle());
        QVERIFY(scene.empty());
        m_session->setPrior(test::regulonPrior());
        QTRY_VERIFY(!scene.empty() && scene.compared());
        QTRY_VERIFY(m_session->jobs().idle());
    }

    void shows_the_prior_before_training() {
        m_session->setDataset(test::regulonCells());
        m_session->setPrior(test::regulonPrior());
        QTRY_VERIFY(!canvas().scene().empty());
        QTRY_VERIFY(m_session->jobs().idle());
        QVERIFY(stack().showsContent());
        auto* const measure = m_view->findChild<QComboBox*>();
        QCOMPARE(measure->count(), 3);
        QCOMPARE(measure->itemText(0), QString("Attention"));
        QCOMPARE(canvas().scene().data().valueName, QString("untrained attention"));
        const auto highest = [&](const QString& group) {
            const HeatmapData& data = canvas().scene().data();
            const auto row = std::size_t(data.groups.indexOf(group));
            std::size_t best = 0;
            for (std::size_t t = 0; t < data.values.cols; ++t)
                if (data.values(row, t) > data.values(row, best)) best = t;
            return data.genes[qsizetype(best)];
        };
        for (int i = 0; i < measure->count(); ++i) {
            measure->setCurrentIndex(i);
            QTRY_VERIFY(m_session->jobs().idle());
            QCOMPARE(canvas().scene().data().title, QString("Regulons without a model, by group"));
            QCOMPARE(highest("one"), QString("TF0"));
            QCOMPARE(highest("three"), QString("TF2"));
        }
        QCOMPARE(canvas().scene().data().valueName, QString("mRNA"));
        QVERIFY(canvas().scene().data().importanceName.contains("of their variance lies between groups"));
        m_session->setPrior(nullptr);
        QTRY_COMPARE(stack().page()->title(), QString("No prior yet"));
    }

    void shows_the_groups_of_the_labels() {
        openModel();
        QCOMPARE(QSet<QString>(canvas().scene().data().groups.begin(), canvas().scene().data().groups.end()),
                 (QSet<QString>{"Mono", "B", "no value"}));
        const int mono = int(canvas().scene().data().groups.indexOf("Mono"));
        const int spi1 = int(canvas().scene().data().genes.indexOf("SPI1"));
        QCOMPARE(canvas().scene().data().values(std::size_t(mono), std::size_t(spi1)), 1.0F);
    }

    void a_click_opens_the_tf_and_selects_the_group() {
        openModel();
        const int mono = int(canvas().scene().data().groups.indexOf("Mono"));
        const int spi1 = int(canvas().scene().data().genes.indexOf("SPI1"));
        const Coloring colored = m_session->colors().coloring();
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, pixelOf(mono, spi1));
        QCOMPARE(m_session->focus().tf(), std::string("SPI1"));
        QCOMPARE(m_session->cells().selection().rows(), (std::vector<std::uint32_t>{0, 1, 2}));
        // A double click colours the map by what the heatmap shows of it, and so does C.
        QVERIFY(m_session->colors().coloring() == colored);
        QTest::mouseDClick(&canvas(), Qt::LeftButton, {}, pixelOf(mono, spi1));
        QVERIFY(m_session->colors().coloring() == Coloring::regulon("SPI1", RegulonMeasure::Choice));
        m_session->colors().colorBy(colored);
        QTest::keyClick(&canvas(), Qt::Key_Right);
        QTest::keyClick(&canvas(), Qt::Key_C);
        QVERIFY(m_session->colors().coloring().source == ColorSource::Regulon);
        const int b = int(canvas().scene().data().groups.indexOf("B"));
        QTest::mouseClick(&canvas(), Qt::LeftButton, Qt::ShiftModifier, pixelOf(b, -1));
        QCOMPARE(m_session->cells().selection().count(), std::size_t(5));
        QTest::keyClick(&canvas(), Qt::Key_Escape);
        QVERIFY(m_session->cells().selection().empty());
    }

    void the_menu_acts_on_what_is_pointed_at() {
        openModel();
        const int mono = int(canvas().scene().data().groups.indexOf("Mono"));
        const int spi1 = int(canvas().scene().data().genes.indexOf("SPI1"));
        QStringList similar;
        int inspected = 0;
        connect(m_view.get(), &HeatmapView::similarAsked, this,
                [&](const QString& gene) { similar << gene; });
        connect(m_view.get(), &HeatmapView::inspectAsked, this, [&] { ++inspected; });
        const auto press = [&](QMenu& menu, const char* name) {
            auto* action = menu.findChild<QAction*>(QLatin1String(name));
            if (action != nullptr) action->trigger();
            return action != nullptr;
        };
        QMenu both;
        m_view->fillMenu(both, pixelOf(mono, spi1));
        QVERIFY(press(both, "openTf"));
        QCOMPARE(m_session->focus().tf(), std::string("SPI1"));
        QCOMPARE(inspected, 1);
        QVERIFY(press(both, "colorByTf"));
        QVERIFY(m_session->colors().coloring() == Coloring::regulon("SPI1", RegulonMeasure::Choice));
        QVERIFY(press(both, "similarGenes"));
        QCOMPARE(similar, QStringList{"SPI1"});
        QVERIFY(press(both, "selectGroup"));
        QCOMPARE(m_session->cells().selection().rows(), (std::vector<std::uint32_t>{0, 1, 2}));
        QMenu ofGroup;  // its name: no TF
        m_view->fillMenu(ofGroup, pixelOf(int(canvas().scene().data().groups.indexOf("B")), -1));
        QVERIFY(!press(ofGroup, "openTf"));
        QVERIFY(press(ofGroup, "addGroup"));
        QCOMPARE(m_session->cells().selection().count(), std::size_t(5));
        QVERIFY(press(ofGroup, "subtractGroup"));
        QCOMPARE(m_session->cells().selection().count(), std::size_t(3));
        QTest::keyClick(&canvas(), Qt::Key_Right);  // from the keyboard: what the arrow keys stand on
        const HeatmapScene::Cell now = *canvas().scene().hovered();
        QMenu keyed;
        m_view->fillMenu(keyed, QPoint(1, 1));
        QVERIFY(press(keyed, "openTf"));
        QCOMPARE(QString::fromStdString(m_session->focus().tf()), canvas().scene().data().genes[now.gene]);
    }

    void a_hover_highlights_the_group() {
        openModel();
        QString said;
        connect(m_view.get(), &HeatmapView::hovered, this, [&](const QString& text) { said = text; });
        const int mono = int(canvas().scene().data().groups.indexOf("Mono"));
        QTest::mouseMove(&canvas(), {1, 1});
        QTest::mouseMove(&canvas(), pixelOf(mono, 0));
        QTRY_COMPARE(m_session->cells().highlight().count(), std::size_t(3));
        QVERIFY(said.contains("Mono"));
    }

    // One value: what a control writes, undo takes back, and a session has.
    void settings_are_undone_and_kept() {
        openModel();
        auto* const which = m_view->findChild<QComboBox*>(QStringLiteral("whichTfs"));
        auto* const ofEach = m_view->findChild<QSpinBox*>(QStringLiteral("ofEach"));
        const int steps = m_session->undoStack().count();
        which->setCurrentIndex(1);
        QVERIFY(ofEach->isVisibleTo(m_view.get()));
        ofEach->setValue(6);
        ofEach->setValue(7);
        ofEach->setValue(1);
        QTRY_VERIFY(m_session->jobs().idle());
        QCOMPARE(canvas().scene().look().tfs, ShownTfs::Leading);
        QCOMPARE(canvas().scene().look().ofEach, 1);
        QCOMPARE(m_session->undoStack().count(), steps + 2);  // turning a number is one
        const QJsonObject kept = m_session->memory().of("heatmap");
        m_session->undoStack().undo();
        QTRY_COMPARE(canvas().scene().look().ofEach, 5);
        m_session->undoStack().undo();
        QTRY_COMPARE(canvas().scene().look().tfs, ShownTfs::Differing);
        QCOMPARE(which->currentIndex(), 0);
        QVERIFY(!ofEach->isVisibleTo(m_view.get()));
        QVERIFY(m_session->memory().of("heatmap").isEmpty());
        m_session->undoStack().redo();
        m_session->undoStack().redo();
        QTRY_COMPARE(canvas().scene().look().ofEach, 1);
        QCOMPARE(m_session->memory().of("heatmap"), kept);
        QTRY_VERIFY(m_session->jobs().idle());
    }

    // Numbers of two controls that are turned one after the other are two steps.
    void one_undo_takes_back_the_blocks_of_one_side() {
        openModel();
        auto* const groups = m_view->findChild<QSpinBox*>(QStringLiteral("groupBlocks"));
        auto* const tfs = m_view->findChild<QSpinBox*>(QStringLiteral("tfBlocks"));
        const int steps = m_session->undoStack().count();
        groups->setValue(2);
        groups->setValue(3);
        tfs->setValue(2);
        tfs->setValue(3);
        QCOMPARE(m_session->undoStack().count(), steps + 2);
        QTRY_COMPARE(canvas().scene().look().geneBlocks, 3);
        m_session->undoStack().undo();
        QTRY_COMPARE(canvas().scene().look().geneBlocks, 1);
        QCOMPARE(canvas().scene().look().groupBlocks, 3);
        m_session->undoStack().undo();
        QTRY_COMPARE(canvas().scene().look().groupBlocks, 1);
        QTRY_VERIFY(m_session->jobs().idle());
    }

    void undo_brings_the_first_measure_back() {
        openModel();
        auto* const measure = m_view->findChild<QComboBox*>(QStringLiteral("measure"));
        QVERIFY(measure && measure->count() > 1);
        measure->setCurrentIndex(1);
        m_session->undoStack().undo();
        QCOMPARE(measure->currentIndex(), 0);
        QTRY_VERIFY(m_session->jobs().idle());
    }

    void words_are_those_of_the_settings() {
        HeatmapSettings settings;
        QVERIFY(heatmapWords(settings).isEmpty());
        settings.measure = int(RegulonMeasure::Activity);
        settings.groups = "column:x";
        settings.look = {.tfs = ShownTfs::Named,
                         .most = 3,
                         .ofEach = 9,
                         .clusterGroups = false,
                         .clusterGenes = false,
                         .groupBlocks = 4,
                         .geneBlocks = 5};
        settings.names = "A, B";
        settings.z = false;
        settings.turned = settings.eachCell = true;
        settings.order = CellOrder::Value;
        settings.groupBar = GroupBar::Shares;
        settings.across = "donor_id";
        settings.tfBar = TfBar::Expression;
        QVERIFY(heatmapSettings(heatmapWords(settings)) == settings);
        // Of a file that somebody else wrote: what means nothing is passed over.
        QJsonObject odd = heatmapWords(settings);
        for (const QString& key : odd.keys()) odd[key] = QJsonArray{1e300, "x"};
        QVERIFY(heatmapSettings(odd) == HeatmapSettings{});
        for (const QString& key : odd.keys()) odd[key] = 1e9;
        const HeatmapSettings borne = heatmapSettings(odd);
        QVERIFY(borne.look.groupBlocks <= most_blocks && borne.look.ofEach <= most_of_each_group);
        QVERIFY(borne.look.tfs == ShownTfs::Differing && borne.groupBar == GroupBar::None);
    }

    // Forty are asked for where there are fewer.
    void the_number_of_tfs_is_never_more_than_there_are() {
        openModel();
        QSpinBox* limit = nullptr;
        for (QSpinBox* box : m_view->findChildren<QSpinBox*>())
            if (box->accessibleName() == QStringLiteral("Number of TFs")) limit = box;
        QVERIFY(limit);
        const auto there = m_session->model().regulons->regulons.tfs.size();
        QVERIFY(there < 40);
        QCOMPARE(limit->text(), QStringLiteral("all %1 TFs").arg(there));
        QCOMPARE(limit->maximum(), int(there));
        limit->setValue(1);
        QTRY_COMPARE(canvas().scene().shownGenes().size(), std::size_t{1});
        limit->setValue(0);
        QTRY_COMPARE(canvas().scene().shownGenes().size(), there);
        QTRY_VERIFY(m_session->jobs().idle());
    }

    void tfs_are_named_and_the_unknown_ones_said() {
        openModel();
        const auto seen = [&] {
            QStringList found;
            for (const int gene : canvas().scene().shownGenes()) found << canvas().scene().data().genes[gene];
            return found;
        };
        const QStringList before = seen();
        QVERIFY(before.size() > 1);
        m_view->findChild<QComboBox*>(QStringLiteral("whichTfs"))->setCurrentIndex(2);
        auto* const names = m_view->findChild<NameField*>();
        auto* const unknown = m_view->findChild<QLabel*>(QStringLiteral("unknownTfs"));
        QVERIFY(names->isVisibleTo(m_view.get()) && !unknown->isVisibleTo(m_view.get()));
        QTRY_VERIFY(m_session->jobs().idle());
        // It begins with those that were seen, in one step.
        QCOMPARE(names->text(), before.join(", "));
        QCOMPARE(seen().size(), before.size());
        QCOMPARE(m_session->undoStack().count(), 1);
        names->setText({});
        QTest::keyClick(names, Qt::Key_Return);
        QTRY_VERIFY(canvas().scene().shownGenes().empty());  // and nothing breaks
        m_view->grab();
        names->setText("spi1; NOSUCH");
        QTest::keyClick(names, Qt::Key_Return);
        QTRY_COMPARE(canvas().scene().shownGenes().size(), std::size_t{1});
        QCOMPARE(canvas().scene().data().genes[canvas().scene().shownGenes()[0]], QString("SPI1"));
        QVERIFY(unknown->isVisibleTo(m_view.get()) && unknown->text().contains("NOSUCH"));
        m_view->grab();
        QTRY_VERIFY(m_session->jobs().idle());
    }

    // However many names are taken from what is offered, until Return: one step.
    void a_typed_list_is_one_step() {
        openModel();
        m_view->findChild<QComboBox*>(QStringLiteral("whichTfs"))->setCurrentIndex(2);
        QTRY_VERIFY(m_session->jobs().idle());
        auto* const names = m_view->findChild<NameField*>();
        const int steps = m_session->undoStack().count();
        const auto take = [&](const char* name) {  // from the list of completions
            QTest::keyClicks(names, QString::fromLatin1(name).left(3));
            auto* const completer = names->findChild<QCompleter*>();
            Q_EMIT completer->activated(QString::fromLatin1(name));
        };
        QTRY_COMPARE(names->text(), QString("SPI1, PAX5"));  // what is seen
        names->setFocus();
        names->clear();
        take("PAX5");
        take("SPI1");
        QTest::keyClick(names, Qt::Key_Return);
        QTRY_COMPARE(canvas().scene().shownGenes().size(), std::size_t{2});
        QCOMPARE(m_session->undoStack().count(), steps + 1);
        names->setText("SPI1");  // another list
        QTest::keyClick(names, Qt::Key_Return);
        QTRY_COMPARE(canvas().scene().shownGenes().size(), std::size_t{1});
        QCOMPARE(m_session->undoStack().count(), steps + 2);
        m_session->undoStack().undo();
        QTRY_COMPARE(canvas().scene().shownGenes().size(), std::size_t{2});
        m_session->undoStack().undo();
        QCOMPARE(m_session->undoStack().index(), steps);
        QTRY_VERIFY(m_session->jobs().idle());
    }

    void branches_select() {
        openModel();
        std::vector<std::string> asked;
        connect(m_view.get(), &HeatmapView::tfsAsked, this, [&](const auto& names) { asked = names; });
        const auto pixel = [&](bool ofGenes) {
            m_view->grab();
            for (int y = 0; y < canvas().height(); ++y)
                for (int x = 0; x < canvas().width(); ++x)
                    if (const auto branch = canvas().scene().branchAt(QPointF(x, y));
                        branch && branch->ofGenes == ofGenes)
                        return QPoint(x, y);
            return QPoint();
        };
        const QPoint tfs = pixel(true);
        QVERIFY(!tfs.isNull());
        QTest::mouseMove(&canvas(), {1, 1});
        QTest::mouseMove(&canvas(), tfs);
        QTRY_VERIFY(canvas().scene().hoveredBranch());
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, tfs);
        QVERIFY(asked.size() >= 2);
        QVERIFY(std::ranges::all_of(asked, [](const auto& n) { return n.starts_with("regulon:"); }));
        const QPoint groups = pixel(false);
        QVERIFY(!groups.isNull());
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, groups);
        QCOMPARE(m_session->cells().selection().count(), std::size_t(5));  // both labels
        // The same with keys.
        m_session->cells().clearSelection();
        QTest::keyClick(&canvas(), Qt::Key_Right);
        QTest::keyClick(&canvas(), Qt::Key_B, Qt::ShiftModifier);
        QVERIFY(canvas().scene().hoveredBranch() && !canvas().scene().hoveredBranch()->ofGenes);
        QTest::keyClick(&canvas(), Qt::Key_Return);
        QCOMPARE(m_session->cells().selection().count(), std::size_t(5));
        QTest::keyClick(&canvas(), Qt::Key_Escape);
        QVERIFY(!canvas().scene().hoveredBranch());
        QCOMPARE(m_session->cells().selection().count(), std::size_t(5));
    }

    void a_drag_selects_groups_and_cells() {
        m_session->setDataset(test::regulonCells());
        m_session->setPrior(test::regulonPrior());
        QTRY_VERIFY(!canvas().scene().empty());
        QTRY_VERIFY(m_session->jobs().idle());
        const auto drag = [&](QPoint from, QPoint to) {
            QTest::mousePress(&canvas(), Qt::LeftButton, {}, from);
            for (const QPoint& at : {from + (to - from) / 2, to}) {
                QMouseEvent move(QEvent::MouseMove, at, canvas().mapToGlobal(at), Qt::NoButton,
                                 Qt::LeftButton, {});
                QCoreApplication::sendEvent(&canvas(), &move);
            }
            QTest::mouseRelease(&canvas(), Qt::LeftButton, {}, to);
        };
        const std::vector<int> groups = canvas().scene().shownGroups();
        drag(pixelOf(groups[0], 0), pixelOf(groups[1], 0));
        QCOMPARE(m_session->cells().selection().count(), std::size_t(60));
        auto* const each = m_view->findChildren<QCheckBox*>().last();
        QCOMPARE(each->text(), QString("Each cell"));
        each->setChecked(true);
        QTRY_VERIFY(canvas().scene().cells());
        QTRY_VERIFY(m_session->jobs().idle());
        const HeatmapScene& scene = canvas().scene();
        QVERIFY(scene.transposed());
        QVERIFY2(scene.note().contains("sorted by the first principal component"), qPrintable(scene.note()));
        QCOMPARE(pictureOf(scene).note, scene.note());
        QCOMPARE(scene.cells()->cells.size(), std::size_t(90));
        QCOMPARE(std::set<std::uint32_t>(scene.cells()->cells.begin(), scene.cells()->cells.end()).size(),
                 std::size_t(90));
        // z-scores over cells: of each TF mean 0 and deviation 1.
        for (const CellValues& values : scene.cells()->genes) {
            double sum = 0, squares = 0;
            for (const float v : values.values()) sum += double(v), squares += double(v) * double(v);
            QVERIFY(std::abs(sum) < 1e-3 && std::abs(squares / 90 - 1) < 1e-3);
        }
        // From the middle of the second group to the middle of the third.
        m_view->grab();
        const auto edges = [&](int group) {
            int first = -1, last = -1;
            const int y = pixelOf(group, 0).y();
            for (int x = 0; x < canvas().width(); ++x)
                if (const auto c = scene.cellAt(QPointF(x + 0.5, y)); c && c->group == group && c->gene >= 0)
                    last = x, first = first < 0 ? x : first;
            return std::pair(first, last);
        };
        const std::vector<int> order = scene.shownGroups();
        const auto [a0, a1] = edges(order[1]);
        const auto [b0, b1] = edges(order[2]);
        drag({(a0 + a1) / 2, pixelOf(order[1], 0).y()}, {(b0 + b1) / 2, pixelOf(order[1], 0).y()});
        const CellSet& chosen = m_session->cells().selection();
        QVERIFY2(std::abs(double(chosen.count()) - 30) <= 3, qPrintable(QString::number(chosen.count())));
        const auto labels = m_session->groups().categorical("group");
        std::map<int, int> of;
        for (const std::uint32_t cell : chosen.rows()) ++of[labels->codes[cell]];
        QCOMPARE(of.size(), std::size_t{2});
        QVERIFY(
            scene.tooltip({order[1], 0}, QPointF((a0 + a1) / 2, pixelOf(order[1], 0).y())).contains("here"));
        QVERIFY(!m_view->figure()->title().isEmpty());
        // Back to groups, by undo; the layout of before is back, too.
        while (m_session->undoStack().canUndo() && canvas().scene().cells()) {
            m_session->undoStack().undo();
            QTRY_VERIFY(m_session->jobs().idle());
        }
        QVERIFY(!scene.transposed());
    }

    // What is drawn at a pixel is the mean of the cells there.
    void means_of_runs_of_cells_are_exact() {
        std::vector<float> values;
        for (int i = 0; i < 1000; ++i) values.push_back(i % 7 == 0 ? NAN : float((i * 37) % 101));
        const CellValues cells(values);
        for (const auto& [first, last] :
             {std::pair(0, 1000), {0, 1}, {1, 2}, {3, 64}, {63, 65}, {64, 128}, {5, 700}, {999, 1000}}) {
            double sum = 0, n = 0;
            for (int i = first; i < last; ++i)
                if (std::isfinite(values[std::size_t(i)])) sum += double(values[std::size_t(i)]), ++n;
            const double mean = cells.mean(std::size_t(first), std::size_t(last));
            if (n == 0)
                QVERIFY(std::isnan(mean));
            else
                QVERIFY(std::abs(mean - sum / n) < 1e-9);
        }
        QVERIFY(std::isnan(cells.mean(7, 8)) && std::isnan(CellValues().mean(0, 0)));
    }

    void keys_walk_over_the_cells() {
        openModel();
        QTest::keyClick(&canvas(), Qt::Key_Right);
        QVERIFY(canvas().scene().hovered());
        const auto first = *canvas().scene().hovered();
        QTest::keyClick(&canvas(), Qt::Key_Down);
        QVERIFY(canvas().scene().hovered()->group != first.group);
        QTest::keyClick(&canvas(), Qt::Key_Return);
        QVERIFY(!m_session->focus().tf().empty());
    }
};

QTEST_MAIN(TestHeatmapView)
#include "tst_heatmap_view.moc"
