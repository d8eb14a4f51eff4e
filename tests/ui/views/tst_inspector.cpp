#include <QLabel>
#include <QPushButton>

#include "tests/ui/views/immune_session.h"
#include "ui/views/inspector/inspector_view.h"
#include "ui/views/inspector/network_scene.h"
#include "ui/views/inspector/reading.h"
#include "ui/views/inspector/subject_header.h"
#include "ui/views/inspector/tf_detail.h"
#include "ui/views/inspector/tf_section.h"
#include "ui/views/parts/score_bars.h"
#include "ui/views/parts/state_page.h"

using namespace regulus;
using namespace regulus::test;

class InspectorTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { useLightTheme(); }

    void states_explain_themselves() {
        Session empty(immuneEngine());
        InspectorView nothing(empty);
        QVERIFY(!nothing.states()->showsContent());
        QCOMPARE(nothing.states()->page()->title(), QStringLiteral("Nothing is open"));
        QSignalSpy open(&nothing, &InspectorView::openRequested);
        nothing.states()->page()->findChild<QPushButton*>()->click();
        QCOMPARE(open.count(), 1);
        QVERIFY(picture(nothing, QStringLiteral("inspector_nothing"), {336, 600}));

        auto session = immuneSession(false);
        InspectorView view(*session);
        QCOMPARE(view.states()->page()->title(), QStringLiteral("No cell selected"));
        session->focusCell(6);
        QVERIFY(settle(*session));
        QVERIFY(view.states()->showsContent());
        QCOMPARE(view.header().title(), QStringLiteral("CD14+ Mono"));
        QCOMPARE(view.header().badge(), QString());
        QSignalSpy train(&view, &InspectorView::trainRequested);
        view.detail().findChild<StatePage*>()->findChild<QPushButton*>()->click();
        QCOMPARE(train.count(), 1);
        QVERIFY(picture(view, QStringLiteral("inspector_no_model"), {336, 600}));
    }

    void a_cell_shows_what_the_model_attended_to() {
        auto session = immuneSession();
        InspectorView view(*session);
        session->focusCell(6);  // CD14+ Mono
        session->focusTf("SPI1");
        QVERIFY(settle(*session));
        QCOMPARE(view.header().title(), QStringLiteral("CD14+ Mono"));
        QCOMPARE(view.header().badge(), QStringLiteral("agrees with label"));
        QVERIFY2(view.header().line().contains(QStringLiteral("of 15 neighbours share this label")),
                 qPrintable(view.header().line()));
        QCOMPARE(view.header().scores()->bars().front().name, QStringLiteral("CD14+ Mono"));
        const TfRankModel& tfs = view.tfSection().tfs();
        QCOMPARE(tfs.rowCount(), 12);
        QCOMPARE(tfs.at(0).tf, QStringLiteral("SPI1"));
        QVERIFY(toldApart(tfs.at(0)));
        QVERIFY(std::abs(tfs.at(0).cut + 1.9) < 1e-5);
        QVERIFY(tfs.at(0).expression > 0);
        QCOMPARE(view.detail().tf(), QStringLiteral("SPI1"));
        QCOMPARE(view.detail().targets().rowCount(), tfs.at(0).targets);
        QVERIFY(picture(view, QStringLiteral("inspector_cell"), {336, 780}));
        QVERIFY(picture(view, QStringLiteral("inspector_cell_short"), {336, 545}));
        const_cast<TfDetail&>(view.detail()).showTable(true);
        QVERIFY(picture(view, QStringLiteral("inspector_cell_wide"), {620, 780}));
    }

    void a_disagreement_is_said() {
        auto session = immuneSession();
        InspectorView view(*session);
        session->focusCell(7);
        QVERIFY(settle(*session));
        QCOMPARE(view.header().badge(), QStringLiteral("differs from label"));
        QCOMPARE(view.header().title(), QStringLiteral("FCGR3A+ Mono \u2192 DC"));
        session->focusCell(immune_cells - 1);
        QVERIFY(settle(*session));
        QCOMPARE(view.header().badge(), QStringLiteral("no label"));
        QVERIFY(picture(view, QStringLiteral("inspector_no_label"), {336, 700}));
    }

    void a_group_and_what_separates_two() {
        auto session = immuneSession();
        InspectorView view(*session);
        const CellSet monocytes = session->cellsOf("cell_type", 0), b = session->cellsOf("cell_type", 3);
        session->select(monocytes);
        QVERIFY(settle(*session));
        QCOMPARE(view.subject().kind, Subject::Kind::Group);
        QCOMPARE(view.header().title(), QStringLiteral("CD14+ Mono"));
        QVERIFY(view.header().line().startsWith(QStringLiteral("60 cells")));
        QCOMPARE(view.tfSection().tfs().at(0).tf, QStringLiteral("SPI1"));
        QVERIFY(view.tfSection().tfs().at(0).choice_sd > 0);
        session->focusTf("SPI1");
        QVERIFY(settle(*session));
        QVERIFY(picture(view, QStringLiteral("inspector_group"), {336, 780}));

        session->focusGroups({{QStringLiteral("CD14+ Mono"), monocytes}, {QStringLiteral("B"), b}});
        QVERIFY(settle(*session));
        QCOMPARE(view.subject().kind, Subject::Kind::Pair);
        QVERIFY(view.tfSection().showsDifferences());
        const TfDifferenceModel& differences = view.tfSection().differences();
        QCOMPARE(differences.rowCount(), 12);
        const QSet<QString> first{differences.at(0).tf, differences.at(1).tf};
        QVERIFY2(first.contains(QStringLiteral("SPI1")) || first.contains(QStringLiteral("PAX5")),
                 qPrintable(differences.at(0).tf));
        QVERIFY(picture(view, QStringLiteral("inspector_pair"), {380, 780}));
        session->focusGroups({});
        QVERIFY(settle(*session));
        QCOMPARE(view.subject().kind, Subject::Kind::Group);
    }

    void clicks_become_commands() {
        auto session = immuneSession();
        InspectorView view(*session);
        session->focusCell(6);
        QVERIFY(settle(*session));
        Q_EMIT const_cast<TfSection&>(view.tfSection()).tfChosen(QStringLiteral("CEBPB"));
        QVERIFY(settle(*session));
        QCOMPARE(session->focusedTf(), std::string("CEBPB"));
        QCOMPARE(view.detail().tf(), QStringLiteral("CEBPB"));
        Q_EMIT const_cast<TfDetail&>(view.detail()).geneChosen(QStringLiteral("LYZ"));
        QCOMPARE(session->coloring(), Coloring::gene("LYZ"));
        Q_EMIT const_cast<TfDetail&>(view.detail()).colorByRegulon(QStringLiteral("CEBPB"));
        QCOMPARE(session->coloring(), Coloring::regulon("CEBPB"));
    }

    void closing_the_dataset_empties_the_view() {
        auto session = immuneSession();
        InspectorView view(*session);
        session->focusCell(6);
        session->focusTf("SPI1");
        session->close();  // with readings on their way
        QVERIFY(settle(*session));
        QVERIFY(!view.states()->showsContent());
    }

    void neighbours_are_the_nearest() {
        Matrix points(5, 1);
        points.values = {0, 1, 2, 10, std::nanf("")};
        const std::vector<std::int32_t> codes{0, 0, 1, 1, 0};
        Job job;
        const Neighbours two = neighboursAlike(points, 0, codes, 2, job);
        QCOMPARE(two.of, 2);
        QCOMPARE(two.alike, 1);
        const Neighbours all = neighboursAlike(points, 0, codes, 15, job);
        QCOMPARE(all.of, 3);
        QCOMPARE(all.alike, 1);
    }

    void samples_are_spread() {
        const auto sample = spreadSample(CellSet::all(1000), 10);
        QCOMPARE(sample.size(), 10U);
        QCOMPARE(sample[1], 100U);
        QCOMPARE(spreadSample(CellSet::all(3), 10).size(), 3U);
        QCOMPARE(spreadSample(CellSet(), 10).size(), 0U);
    }

    void network_keeps_the_strongest() {
        std::vector<TargetRow> rows;
        for (int i = 0; i < 100; ++i) {
            rows.push_back({QStringLiteral("G%1").arg(i), i, 1, 0.01 * i, 0.1, 0.1, 1.0, 3});
        }
        NetworkScene scene;
        scene.setNetwork(QStringLiteral("SPI1"), rows);
        QCOMPARE(scene.shown(), NetworkScene::most_targets);
        QCOMPARE(scene.targets(), 100U);
        QCOMPARE(scene.numbers().rows.front()[1], std::string("G99"));
        QImage image(300, 200, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::white);
        QPainter painter(&image);
        scene.paint(painter, QRectF(0, 0, 300, 200), PaintStyle::screen());
        int named = 0;
        for (int y = 0; y < 200; y += 2) named += scene.targetAt(QPointF(150, y)).has_value() ? 1 : 0;
        QVERIFY(named > 0);
    }
};

QTEST_MAIN(InspectorTest)
#include "tst_inspector.moc"
