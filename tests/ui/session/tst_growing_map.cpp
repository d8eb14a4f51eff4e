// A map while it is computed: seen as it grows, and in nobody's way.
#include <QSemaphore>
#include <QTest>

#include "tests/ui/session/small_engine.h"
#include "ui/session/session.h"

using namespace regulus;
using namespace regulus::test;

namespace {

// Says one layout at a time, and ends when it is let go for the third time.
struct Slow {
    QSemaphore go;
    Engine engine() {
        Engine made = smallEngine();
        made.umap = [this](const Matrix& m, const EmbeddingRequest&, const MapSeen& seen, Job& job) {
            for (int epoch = 1; epoch < 3; ++epoch) {
                wait(job);
                if (seen) seen(at(m.rows, static_cast<float>(epoch)), epoch, 3);
            }
            wait(job);
            return at(m.rows, 3);
        };
        return made;
    }
    void wait(Job& job) {
        while (!go.tryAcquire(1, 5)) job.checkpoint();
    }
    static Matrix at(std::size_t rows, float x) {
        Matrix places(rows, 2);
        for (std::size_t r = 0; r < rows; ++r) places(r, 0) = x * static_cast<float>(r);
        return places;
    }
};

}  // namespace

class TestGrowingMap : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void itIsSeenAndThenThere() {
        Slow slow;
        Session session(slow.engine());
        session.setDataset(smallDataset());
        session.view().computeEmbedding({});
        QVERIFY(!session.view().growing());
        slow.go.release();
        QTRY_VERIFY(session.view().growing());
        QCOMPARE(session.view().growing()->provenance, QString("epoch 1 of 3"));
        QCOMPARE((*session.view().growing()->coordinates)(2, 0), 2.0F);
        QVERIFY(session.view().growing()->grid);
        QCOMPARE(session.view().embedding()->key, std::string("X_umap"));  // which stays what it was
        slow.go.release();
        QTRY_COMPARE(session.view().growing()->provenance, QString("epoch 2 of 3"));
        slow.go.release();
        QTRY_VERIFY(!session.view().growing());
        QCOMPARE(session.view().embedding()->key, std::string("expression:umap"));
        QCOMPARE((*session.view().embedding()->coordinates)(2, 0), 6.0F);
        QVERIFY(session.view().embedding()->provenance.contains("neighbours"));
    }

    void ofAPartTheOthersHaveNoPlace() {
        Slow slow;
        Session session(slow.engine());
        session.setDataset(smallDataset());
        session.view().computeEmbedding({}, CellSet::of(6, std::vector<std::uint32_t>{1, 4, 5}), "part");
        slow.go.release();
        QTRY_VERIFY(session.view().growing());
        const Matrix& places = *session.view().growing()->coordinates;
        QCOMPARE(places.rows, std::size_t{6});
        QVERIFY(std::isnan(places(0, 0)) && !std::isnan(places(1, 0)));
        slow.go.release(2);
    }

    void cancelledItIsGone() {
        Slow slow;
        Session session(slow.engine());
        session.setDataset(smallDataset());
        session.view().computeEmbedding({});
        slow.go.release();
        QTRY_VERIFY(session.view().growing());
        session.jobs().cancel(session.jobs().list()->rows().front().id);
        QTRY_VERIFY(!session.view().growing());
        QCOMPARE(session.view().embedding()->key, std::string("X_umap"));
    }

    // Who chose another map meanwhile is left there.
    void anotherMapIsLookedAt() {
        Slow slow;
        Session session(slow.engine());
        session.setDataset(smallDataset());
        session.view().computeEmbedding({});
        slow.go.release();
        QTRY_VERIFY(session.view().growing());
        session.view().showEmbedding("X_pca");
        QVERIFY(!session.view().growing());
        slow.go.release(2);
        QTRY_COMPARE(session.view().embeddings().size(), std::size_t{3});
        QVERIFY(!session.view().growing());
        QCOMPARE(session.view().embedding()->key, std::string("X_pca"));
    }

    void anotherDatasetIsOpened() {
        Slow slow;
        Session session(slow.engine());
        session.setDataset(smallDataset());
        session.view().computeEmbedding({});
        slow.go.release();
        QTRY_VERIFY(session.view().growing());
        session.setDataset(smallDataset());
        QVERIFY(!session.view().growing());
        QTRY_VERIFY(session.jobs().idle());
        QVERIFY(!session.view().growing());
    }
};

QTEST_GUILESS_MAIN(TestGrowingMap)
#include "tst_growing_map.moc"
