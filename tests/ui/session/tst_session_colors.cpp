// Colours of cells in a session: what they stand for, in what order answers come, and one colour a class.
#include <QTest>
#include <QUndoStack>
#include <cmath>

#include "tests/ui/session/small_engine.h"
#include "ui/render/blend_colors.h"
#include "ui/session/session.h"

using namespace regulus;
using namespace regulus::test;

class TestSessionColors : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void coloursOfColumnsGenesAndActivity() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.setPrior(smallPrior());
        session.colors().colorBy(Coloring::column("depth"));
        QTRY_VERIFY(session.colors().data()->coloring == session.colors().coloring());
        QVERIFY(session.colors().data()->continuous());
        QCOMPARE(session.colors().data()->values[2], 3.5F);

        session.colors().colorBy(Coloring::gene("CD14"));
        QVERIFY(session.colors().coloring() == Coloring::gene("CD14"));
        QTRY_VERIFY(session.colors().data()->coloring == Coloring::gene("CD14"));
        const float expected = std::log1p(10000.0F * 9 / 14);
        QVERIFY(std::abs(session.colors().data()->values[0] - expected) < 1e-4F);
        QCOMPARE(session.colors().data()->unit, QString("log1p(CP10k)"));

        session.colors().colorBy(Coloring::gene("CD14", "X"));
        QTRY_VERIFY(session.colors().data()->coloring.assay == "X");
        QCOMPARE(session.colors().data()->values[0], 9.0F);
        QCOMPARE(session.colors().data()->unit, QString("counts"));

        // PAX5 activates MS4A1 and represses CD14: high in B cells, low in monocytes.
        session.colors().colorBy(Coloring::regulon("PAX5", RegulonMeasure::Activity));
        QTRY_VERIFY(session.colors().data()->coloring.measure == RegulonMeasure::Activity);
        const std::vector<float>& activity = session.colors().data()->values;
        QCOMPARE(activity.size(), 6U);
        QVERIFY(activity[3] > 0.5F && activity[0] < -0.5F);
        // Of the first cell, as a line through four genes has it: weights 0, -1, 0, 1 against log1p(CP10k).
        const double x[] = {0, -1, 0, 1}, y[] = {std::log1p(1e4 * 5 / 14), std::log1p(1e4 * 9 / 14), 0, 0};
        double xy = 0, yy = 0, mean = (y[0] + y[1]) / 4;
        for (int g = 0; g < 4; ++g) {
            xy += x[g] * y[g];
            yy += (y[g] - mean) * (y[g] - mean);
        }
        const double r = xy / std::sqrt(2 * yy), t = r * std::sqrt(2 / (1 - r * r));
        QVERIFY(std::abs(static_cast<double>(activity[0]) - t) < 1e-4);

        session.undoStack().undo();
        QTRY_VERIFY(session.colors().data()->coloring == Coloring::gene("CD14", "X"));
    }

    void theColourMapIsThatOfTheView() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.colors().colorBy(Coloring::column("depth"));
        QTRY_VERIFY(session.colors().data()->coloring == session.colors().coloring());
        QCOMPARE(session.colors().data()->points->legend.map, ColorMap::Viridis);
        ViewSettings settings = session.view().settings();
        settings.continuousMap = "magma";
        session.view().setSettings(settings);
        QTRY_COMPARE(session.colors().data()->points->legend.map, ColorMap::Magma);
        session.undoStack().undo();
        QTRY_COMPARE(session.colors().data()->points->legend.map, ColorMap::Viridis);
    }

    void theEndsOfAScaleCanBeSet() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.colors().setRange(ColorRange{0, 1});  // of labels: nothing
        QVERIFY(!session.undoStack().canUndo());
        session.colors().colorBy(Coloring::gene("CD14"));
        session.colors().setRange(ColorRange{0, 1});  // on their way
        QVERIFY(!session.colors().coloring().range);
        QTRY_VERIFY(session.colors().data()->continuous());
        const auto legend = [&] { return session.colors().data()->points->legend; };
        const double high = legend().high;
        const auto values = session.colors().data()->values;
        session.colors().setRange(ColorRange{1, 2});
        QTRY_COMPARE(legend().high, 2.0);
        QCOMPARE(legend().low, 1.0);
        QVERIFY(legend().clippedHigh);
        QVERIFY(session.colors().data()->values == values);
        session.colors().setRange(ColorRange{1, 3});  // of a drag: one step
        QTRY_COMPARE(legend().high, 3.0);
        session.undoStack().undo();
        QTRY_COMPARE(legend().high, high);
        session.undoStack().redo();
        QTRY_COMPARE(legend().high, 3.0);
        session.colors().setRange({});
        QTRY_COMPARE(legend().high, high);
        session.undoStack().undo();
        session.colors().colorBy(Coloring::column("depth"));  // others have their own
        QTRY_VERIFY(session.colors().data()->coloring == Coloring::column("depth"));
        QVERIFY(legend().high != 3.0);
        session.undoStack().undo();
        QTRY_COMPARE(legend().high, 3.0);
        QTRY_VERIFY(session.jobs().idle());
    }

    void twoNumbersAtOnce() {
        Session session(smallEngine());
        auto data = smallDataset();
        Numeric part{{1.5, std::nan(""), 3.5, 4.5, 5.5, 6.5}, false};
        data->obs.columns.push_back({"part", part});
        session.setDataset(data);
        const Coloring blend = Coloring::blend(Coloring::gene("CD14"), Coloring::gene("MS4A1"));
        session.colors().colorBy(blend);
        QCOMPARE(session.undoStack().undoText(), QString("Colour by CD14 + MS4A1"));
        QTRY_VERIFY(session.colors().data()->coloring == blend && session.colors().data()->blended());
        const auto legend = [&] { return session.colors().data()->points->legend; };
        const auto counts = [&] {
            std::vector<std::size_t> n;
            for (const LegendEntry& entry : legend().entries) n.push_back(entry.count);
            return n;
        };
        // CD14 9 7 8 0 1 1, MS4A1 0 0 1 9 8 1.
        QVERIFY(counts() == (std::vector<std::size_t>{0, 2, 1, 3}));
        QCOMPARE(legend().unit, QString("log1p(CP10k)"));
        QVERIFY(legend().italicTitle);

        // Each number has its own scale; a drag of one is one step.
        const double high = legend().axes[0].high;
        session.colors().setRange(ColorRange{0, 3}, 1);
        QTRY_COMPARE(legend().axes[1].high, 3.0);
        session.colors().setRange(ColorRange{0, 2}, 1);
        QTRY_COMPARE(legend().axes[1].high, 2.0);
        QCOMPARE(legend().axes[0].high, high);
        QVERIFY(session.colors().range(1) == std::optional(ColorRange{0, 2}) && !session.colors().range(0));
        session.undoStack().undo();
        QTRY_VERIFY(legend().axes[1].high > 3);
        session.undoStack().redo();
        QTRY_COMPARE(legend().axes[1].high, 2.0);
        session.colors().takeBackRange({}, 1);  // a drag that was given up is no step
        QTRY_VERIFY(legend().axes[1].high > 3);
        QCOMPARE(session.undoStack().undoText(), QString("Colour by CD14 + MS4A1"));

        // The scales of both are two steps.
        session.colors().setRange(ColorRange{0, 4}, 0);
        QTRY_COMPARE(legend().axes[0].high, 4.0);
        session.colors().setRange(ColorRange{0, 2}, 1);
        QTRY_COMPARE(legend().axes[1].high, 2.0);
        session.undoStack().undo();
        QTRY_VERIFY(legend().axes[1].high > 3);
        QCOMPARE(legend().axes[0].high, 4.0);
        session.undoStack().undo();
        QTRY_COMPARE(legend().axes[0].high, high);

        // Of other numbers half are high; a cell without one of them has no colour.
        session.colors().colorBy(Coloring::blend(Coloring::gene("CD14"), Coloring::column("part")));
        QTRY_VERIFY(session.colors().data()->coloring == session.colors().coloring());
        QVERIFY(session.colors().data()->blended());
        QCOMPARE(legend().axes[1].highAbove, 4.5);
        QCOMPARE(legend().missing, std::size_t{1});
        QVERIFY(counts() == (std::vector<std::size_t>{1, 2, 0, 2}));
        QVERIFY(highText(legend()).contains("part > 4.5"));
        session.undoStack().undo();
        QTRY_VERIFY(session.colors().data()->coloring == blend);
        session.undoStack().undo();
        QTRY_VERIFY(session.colors().data()->coloring == Coloring::column("cell_type"));
        QTRY_VERIFY(session.jobs().idle());
    }

    void blendsThatCannotBeSayWhy_data() {
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("second");
        QTest::addColumn<QString>("said");
        QTest::newRow("the same twice") << "CD14"
                                        << "CD14"
                                        << "Both numbers of the blend are CD14";
        QTest::newRow("not there") << "CD14"
                                   << "NOPE"
                                   << "The gene NOPE is not in the data";
        QTest::newRow("groups") << "CD14"
                                << "cell_type"
                                << "cell_type is not a number";
        QTest::newRow("groups first") << "cell_type"
                                      << "CD14"
                                      << "cell_type is not a number";
        QTest::newRow("none") << ""
                              << "CD14"
                              << "A blend is of two numbers";
    }
    void blendsThatCannotBeSayWhy() {
        QFETCH(QString, first);
        QFETCH(QString, second);
        QFETCH(QString, said);
        Session session(smallEngine());
        session.setDataset(smallDataset());
        QStringList failed;
        connect(&session.jobs(), &JobRunner::failed, this,
                [&](const Error& error, const QString&) { failed << QString::fromUtf8(error.what()); });
        const auto named = [](const QString& name) {
            return name.isEmpty()        ? Coloring::none()
                   : name == "cell_type" ? Coloring::column("cell_type")
                                         : Coloring::gene(name.toStdString());
        };
        session.colors().colorBy(Coloring::blend(named(first), named(second)));
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY2(failed.front().contains(said), qPrintable(failed.front()));
        QVERIFY(!session.colors().data()->blended());
        QTRY_VERIFY(session.jobs().idle());
    }

    void aBlendLosesWhatItWasOf() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        OwnColumn score;
        score.name = "score";
        score.numbers = std::make_shared<const Numeric>(Numeric{{1, 2, 3, 4, 5, 6}, false});
        session.putColumn(score);
        const Coloring blend = Coloring::blend(Coloring::gene("CD14"), Coloring::column("score"));
        session.colors().colorBy(blend);
        QTRY_VERIFY(session.colors().data()->coloring == blend);
        session.removeColumn("score");
        QVERIFY(session.colors().coloring() == Coloring::column("cell_type"));
        session.undoStack().undo();
        QVERIFY(session.colors().coloring() == blend);
        QTRY_VERIFY(session.colors().data()->coloring == blend && session.jobs().idle());
    }

    // 0 is the middle whatever is asked for.
    void aDivergingScaleReachesEquallyFar() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.setPrior(smallPrior());
        session.colors().colorBy(Coloring::regulon("PAX5", RegulonMeasure::Activity));
        QTRY_VERIFY(session.colors().data()->coloring == session.colors().coloring());
        session.colors().setRange(ColorRange{-1, 4});
        QTRY_COMPARE(session.colors().data()->points->legend.high, 4.0);
        QCOMPARE(session.colors().data()->points->legend.low, -4.0);
        QTRY_VERIFY(session.jobs().idle());
    }

    void aMapChosenWhileValuesAreReadIsTheirs() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.colors().colorBy(Coloring::gene("CD14"));
        QVERIFY(!session.colors().data()->continuous());  // still the labels
        ViewSettings settings = session.view().settings();
        settings.continuousMap = "magma";
        session.view().setSettings(settings);
        QTRY_VERIFY(session.colors().data()->continuous());
        QTRY_COMPARE(session.colors().data()->points->legend.map, ColorMap::Magma);
        QTRY_VERIFY(session.jobs().idle());
    }

    // Confident everywhere is one colour, not a rainbow between .996 and .999.
    void probabilitiesAreColouredFromZeroToOne() {
        auto data = smallDataset();
        for (const char* name : {"regulus_confidence", "regulus_score", "max_prob", "depth2"})
            data->obs.columns.push_back({name, Numeric{{.996, .997, .998, .999, .9985, .9965}, false}});
        data->obs.columns.push_back({"prob of doublet, %", Numeric{{99.6, 3, 4, 5, 6, 7.5}, false}});
        Session session(smallEngine());
        session.setDataset(data);
        for (const char* name : {"regulus_confidence", "regulus_score", "max_prob"}) {
            session.colors().colorBy(Coloring::column(name));
            QTRY_VERIFY(session.colors().data()->coloring == session.colors().coloring());
            QCOMPARE(session.colors().data()->points->legend.low, 0.0);
            QCOMPARE(session.colors().data()->points->legend.high, 1.0);
        }
        for (const char* name : {"depth2", "prob of doublet, %"}) {
            session.colors().colorBy(Coloring::column(name));
            QTRY_VERIFY(session.colors().data()->coloring == session.colors().coloring());
            QVERIFY(session.colors().data()->points->legend.low > 0.9);
        }
        session.setModel(smallModel());
        QTRY_VERIFY(session.model().results);
        session.colors().colorBy(Coloring::confidence());
        QTRY_VERIFY(session.colors().data()->coloring == session.colors().coloring());
        QCOMPARE(session.colors().data()->title, QStringLiteral("score"));
        QCOMPARE(session.colors().data()->unit, QStringLiteral("of the predicted class, not calibrated"));
        QCOMPARE(session.colors().data()->points->legend.low, 0.0);
        QCOMPARE(session.colors().data()->points->legend.high, 1.0);
    }

    // The answer to an older question never replaces that to a newer one.
    void theLastColouringAskedForWins() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        QStringList shown;
        connect(&session, &Session::changed, this, [&](Changes what) {
            if (what.testFlag(Change::ColorData)) shown << session.colors().data()->title;
        });
        for (const char* gene : {"SPI1", "CD14", "PAX5", "MS4A1"})
            session.colors().colorBy(Coloring::gene(gene));
        session.colors().colorBy(Coloring::column("donor_id"));
        QTRY_VERIFY(session.jobs().idle());
        QCOMPARE(shown, QStringList("donor_id"));
        session.colors().colorBy(Coloring::gene("SPI1"));
        session.colors().colorBy(Coloring::gene("CD14"));
        QTRY_VERIFY(session.jobs().idle());
        QCOMPARE(shown, QStringList({"donor_id", "CD14"}));
    }

    void whatCannotBeColouredIsSaidAndLeavesCellsPlain() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        QStringList told;
        connect(&session.jobs(), &JobRunner::failed, this,
                [&](const Error& e, const QString&) { told << QString::fromStdString(e.problem()); });
        session.colors().colorBy(Coloring::gene("NOT1"));
        QTRY_COMPARE(told.size(), 1);
        QVERIFY(told[0].contains("NOT1"));
        QCOMPARE(session.colors().data()->title, QString());  // the map is not coloured by it
        QVERIFY(!session.colors().data()->categorical() && !session.colors().data()->continuous());
        session.colors().colorBy(Coloring::prediction());
        QTRY_COMPARE(told.size(), 2);
        session.colors().colorBy(Coloring::regulon("SPI1"));
        QTRY_COMPARE(told.size(), 3);
        QCOMPARE(session.colors().data()->points->size(), 6U);  // plain
    }

    // Legend, list, heatmap and tables ask for the classes' colours in their own ways: one answer.
    void predictedClassesHaveTheColoursOfTheLabels() {
        auto data = smallDataset();
        auto& type = std::get<Categorical>(data->obs.columns[0].values);
        type.colors.clear();  // the palette's, in the column's order, which is not that of the classes
        Session session(smallEngine());
        session.setDataset(data);
        session.setModel(smallModel());
        QTRY_VERIFY(session.model().results);
        session.colors().colorBy(Coloring::prediction());
        QTRY_VERIFY(session.colors().data()->coloring == session.colors().coloring());
        const auto labels = categoricalColors(*session.groups().categorical("cell_type"));
        const std::vector<QRgb> expected{labels[1], labels[0]};
        const auto& entries = session.colors().data()->points->legend.entries;
        QCOMPARE((std::vector<QRgb>{entries[0].color, entries[1].color}), expected);
        QCOMPARE(categoricalColors(*session.groups().categorical(predicted_column)), expected);
        QTRY_VERIFY(session.jobs().idle());
    }

    // A dataset without the column the model learned from: the labels chosen have the same names.
    void classesFollowTheLabelsThatWereChosen() {
        auto data = smallDataset();
        data->obs.columns[0].name = "annotation";
        auto& donors = std::get<Categorical>(data->obs.columns[1].values);
        donors.categories = {"Mono", "other"};
        donors.colors = {"#00ff00", "#00ffff"};
        Session session(smallEngine());
        session.setDataset(data);
        QCOMPARE(session.opened().labelColumn(), std::string("annotation"));
        session.setModel(smallModel());
        QTRY_VERIFY(session.model().results);
        session.colors().colorBy(Coloring::prediction());
        QTRY_VERIFY(session.colors().data()->coloring == session.colors().coloring());
        QCOMPARE(session.colors().data()->points->legend.entries[1].color, QRgb(0xffff0000));
        session.setLabelColumn("donor_id");
        QTRY_COMPARE(session.colors().data()->points->legend.entries[1].color, QRgb(0xff00ff00));
        QCOMPARE(categoricalColors(*session.groups().categorical(predicted_column))[1], QRgb(0xff00ff00));
        QTRY_VERIFY(session.jobs().idle());
    }
};

QTEST_GUILESS_MAIN(TestSessionColors)
#include "tst_session_colors.moc"
