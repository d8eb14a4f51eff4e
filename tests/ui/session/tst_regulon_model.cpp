// A model that reads regulons in a session: it takes the place of what the prior shows, and gives it back.
#include <QTest>

#include "tests/ui/session/regulon_model.h"
#include "tests/ui/session/small_engine.h"
#include "ui/session/session.h"

using namespace regulus;
using namespace regulus::test;

class TestRegulonModel : public QObject {
    Q_OBJECT
    std::shared_ptr<const ModelFile> m_model = regulonModel();

    static std::unique_ptr<Session> opened() {
        auto session = std::make_unique<Session>(Engine::standard());
        session->setDataset(regulonCells());
        session->setPrior(regulonPrior());
        return session;
    }

  private Q_SLOTS:
    void itsReadingsReplaceThoseOfThePrior() {
        const auto session = opened();
        QTRY_VERIFY(session->opened().priorResults && session->opened().rewiredReaders);
        QVERIFY(session->tfResults() == session->opened().priorResults);
        session->colors().colorBy(Coloring::regulon("TF1", RegulonMeasure::TfAttention));
        QTRY_COMPARE(session->colors().data()->title, QString("TF1 regulon (untrained attention)"));
        session->setModel(m_model);
        QTRY_VERIFY(session->model().tfs && session->model().results && session->model().rewired);
        QVERIFY(!session->model().regulons && session->model().readsRegulons());
        QVERIFY(session->tfResults() == session->model().tfs);
        QVERIFY(session->rewiredReaders() == session->model().rewired);
        QCOMPARE(session->tfResults()->effect.rows, std::size_t{90});
        QVERIFY(session->opened().priorResults->effect.values.empty());
        // The colouring stays, by what the model reads now.
        QTRY_COMPARE(session->colors().data()->title, QString("TF1 regulon (attention)"));
        session->colors().colorBy(Coloring::regulon("TF1", RegulonMeasure::Effect));
        QTRY_VERIFY(session->colors().data()->coloring == session->colors().coloring());
        QCOMPARE(session->colors().data()->unit, QString("log-odds of the predicted class"));
        // Its own cells lose by cutting it.
        QVERIFY(session->colors().data()->values[1] < 0);
        QTRY_VERIFY(session->jobs().idle());
        session->setModel(nullptr);
        QVERIFY(session->tfResults() == session->opened().priorResults);
        QVERIFY(session->colors().coloring() == Coloring::column("group"));  // there is no effect any more
        QTRY_VERIFY(session->jobs().idle());
    }

    // By the heads that judge these cells, of a model that was opened and of one trained here.
    void effectsInTrainingCellsAreOutOfFold() {
        const auto session = opened();
        const auto judged = [&] {
            const auto& [tfs, results] = std::pair(session->model().tfs, session->model().results);
            if (!tfs || tfs->preliminary || !results || results->out_of_fold.empty()) return false;
            const auto& folds = tfs->reader->folds;
            if (!folds || folds != results->fold_heads) return false;
            for (std::size_t c = 0; c < 90; ++c)
                if ((folds->fold_of[c] >= 0) != results->out_of_fold.contains(c)) return false;
            return true;
        };
        session->setModel(m_model);
        QTRY_VERIFY(judged() && session->jobs().idle());
        TrainRequest request;
        request.data.label_column = "group";
        request.options = options_for(Preset::Quick);
        session->training().start(request);
        QTRY_COMPARE(session->training().progress().phase, TrainingPhase::Done);
        QTRY_VERIFY(session->jobs().idle());
        QVERIFY(session->model().file != m_model && judged());
    }

    void aModelThatReadsGenesHidesThem() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.setPrior(smallPrior());
        session.setModel(smallModel());
        QTRY_VERIFY(session.model().regulons && session.jobs().idle());
        QVERIFY(!session.model().readsRegulons() && !session.model().tfs);
        QVERIFY(session.tfResults() == session.opened().priorResults);  // activity and mRNA stay to be seen
    }

    void anotherDatasetWhileItIsRead() {
        const auto session = opened();
        session->setModel(m_model);
        session->setDataset(regulonCells());
        QVERIFY(!session->model().file && !session->tfResults());
        QTRY_VERIFY(session->opened().priorResults && session->jobs().idle());
        QVERIFY(!session->model().tfs && !session->model().rewired);
    }
};

QTEST_MAIN(TestRegulonModel)
#include "tst_regulon_model.moc"
