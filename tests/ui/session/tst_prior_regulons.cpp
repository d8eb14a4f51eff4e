// What a session shows of a prior before any model is trained.
#include <QSignalSpy>
#include <QTest>

#include "tests/ui/session/regulon_cells.h"
#include "tests/ui/session/small_engine.h"
#include "ui/session/session.h"

using namespace regulus;
using namespace regulus::test;

class TestPriorRegulons : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void areReadOnceBothAreOpen() {
        Session session(smallEngine());
        Changes heard;
        connect(&session, &Session::changed, this, [&](Changes what) { heard |= what; });
        session.setDataset(regulonCells());
        QTRY_VERIFY(session.jobs().idle());
        QVERIFY(!session.opened().priorResults);
        heard = {};
        session.setPrior(regulonPrior());
        QTRY_VERIFY(session.opened().priorResults);
        QVERIFY(heard.testFlag(Change::Regulons));
        QCOMPARE(session.opened().priorResults->tfs.size(), std::size_t{3});
        QTRY_VERIFY(session.opened().rewiredReaders);
        QCOMPARE(session.opened().rewiredReaders->size(), std::size_t{20});
        // Another dataset: those of the one before are gone at once.
        session.setDataset(smallDataset());
        QVERIFY(!session.opened().priorResults && !session.opened().rewiredReaders);
        QTRY_VERIFY(!session.opened().priorProblem.isEmpty());
        session.setDataset(regulonCells());
        QVERIFY(session.opened().priorProblem.isEmpty());
        QTRY_VERIFY(session.opened().priorResults);
        session.setPrior(smallPrior());
        QVERIFY(!session.opened().priorResults);
        QTRY_VERIFY(session.opened().priorProblem.contains("has 5 targets"));
        session.setPrior(nullptr);
        QVERIFY(session.opened().priorProblem.isEmpty());
        QTRY_VERIFY(session.jobs().idle());
    }

    void colourTheCells() {
        Session session(smallEngine());
        session.setDataset(regulonCells());
        session.setPrior(regulonPrior());
        QTRY_VERIFY(session.opened().priorResults);
        session.colors().colorBy(Coloring::regulon("TF1", RegulonMeasure::TfAttention));
        QTRY_VERIFY(session.colors().data()->coloring == session.colors().coloring());
        const auto data = session.colors().data();
        QCOMPARE(data->title, QString("TF1 regulon (untrained attention)"));
        QCOMPARE(data->unit, QString("log2 of times uniform"));
        for (std::size_t c = 0; c < 90; ++c) QCOMPARE(data->values[c] > 0.1F, c % 3 == 1);
        // Of another prior there is no such regulon: the usual colours come back, in what undo keeps, too.
        session.setPrior(smallPrior());
        QVERIFY(session.colors().coloring() == Coloring::column("group"));
        QTRY_VERIFY(session.colors().data()->categorical());
        QTRY_VERIFY(session.jobs().idle());
    }
};

QTEST_GUILESS_MAIN(TestPriorRegulons)
#include "tst_prior_regulons.moc"
