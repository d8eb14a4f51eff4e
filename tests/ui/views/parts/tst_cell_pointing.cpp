// What is said of a cell under the cursor, and of what lies around it.
#include <QTest>

#include "tests/ui/session/small_engine.h"
#include "ui/views/parts/cell_pointing.h"

using namespace regulus;
using namespace regulus::test;

class TestCellPointing : public QObject {
    Q_OBJECT

    std::unique_ptr<Session> m_session;

    const PointColors& colors() { return *m_session->colors().data()->points; }
    void colorBy(const Coloring& coloring) {
        m_session->colors().colorBy(coloring);
        QTRY_VERIFY(m_session->colors().data()->coloring == coloring && m_session->jobs().idle());
    }

  private Q_SLOTS:
    void init() {
        m_session = std::make_unique<Session>(smallEngine());
        m_session->setDataset(smallDataset());
        QTRY_VERIFY(m_session->jobs().idle());
    }

    // cell_type: Mono, Mono, Mono, B, B, none.
    void aroundACellAreGroups() {
        colorBy(Coloring::column("cell_type"));
        QCOMPARE(surroundingsText(*m_session, colors(), {0, 1, 2, 3}),
                 QStringLiteral("4 nearest on the map: 3 Mono, 1 B"));
        QCOMPARE(surroundingsText(*m_session, colors(), {5, 4}),
                 QStringLiteral("2 nearest on the map: 1 B, 1 without a value"));
        QCOMPARE(surroundingsText(*m_session, colors(), {0}), QString());
    }

    // depth: 1.5, 2.5 ... 6.5; the labels are those of the cells all the same.
    void ofNumbersTheMeanIsSaidToo() {
        colorBy(Coloring::column("depth"));
        m_session->setLabelColumn("cell_type");
        QTRY_VERIFY(m_session->opened().labels && m_session->jobs().idle());
        QCOMPARE(surroundingsText(*m_session, colors(), {0, 1, 2, 3}),
                 QStringLiteral("4 nearest on the map: mean 3; 3 Mono, 1 B"));
    }

    void theFewestAreCountedTogether() {
        auto data = smallDataset();
        Categorical clones;
        for (int i = 0; i < 6; ++i) {
            clones.categories.push_back("clone " + std::to_string(i));
            clones.codes.push_back(i);
        }
        data->obs.columns.push_back({"clone", clones});
        m_session->setDataset(data);
        colorBy(Coloring::column("clone"));
        QCOMPARE(surroundingsText(*m_session, colors(), {0, 1, 2, 3, 4, 5}),
                 QStringLiteral("6 nearest on the map: 1 clone 0, 1 clone 1, 1 clone 2, 3 others"));
        // One more name is as short as a number of others.
        QCOMPARE(surroundingsText(*m_session, colors(), {0, 1, 2, 3}),
                 QStringLiteral("4 nearest on the map: 1 clone 0, 1 clone 1, 1 clone 2, 1 clone 3"));
    }

    void aPredictionIsSaid() {
        QVERIFY(!cellText(*m_session, colors(), 0, true).contains(QStringLiteral("predicted")));
        m_session->setModel(smallModel());
        QTRY_VERIFY(m_session->model().results && m_session->jobs().idle());
        const QString card = cellText(*m_session, colors(), 0, true);
        const auto& results = *m_session->model().results;
        const QString name = QString::fromStdString(
            m_session->model().file->classes[static_cast<std::size_t>(results.predicted[0])]);
        QVERIFY2(card.contains(QStringLiteral("predicted %1, ").arg(name)), qPrintable(card));
        QVERIFY2(card.contains(valueText(static_cast<double>(results.confidence[0]))), qPrintable(card));
    }
};

QTEST_MAIN(TestCellPointing)
#include "tst_cell_pointing.moc"
