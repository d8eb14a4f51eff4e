// Cells that are open, placed on the map of another file.
#include "ui/dialogs/place_dialog.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>
#include <cmath>

#include "core/io/anndata/h5ad_export.h"
#include "tests/ui/session/small_engine.h"
#include "ui/dialogs/path_field.h"
#include "ui/session/session_settings.h"
#include "ui/views/parts/tone_label.h"

using namespace regulus;
using namespace regulus::test;

namespace {

template <class Widget>
Widget& part(QWidget& dialog, const char* name) {
    return *dialog.findChild<Widget*>(QString::fromLatin1(name));
}

}  // namespace

class TestPlaceDialog : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::unique_ptr<SessionSettings> m_settings;

    // The small dataset; Mono lie left on its map and B right.
    QString reference(const char* name, bool withMap = true) const {
        const QString path = m_folder.filePath(QString::fromLatin1(name));
        Job job;
        write_with_results(*smallDataset(withMap), path.toStdString(), {}, {}, job);
        return path;
    }
    static void choose(PlaceDialog& dialog, const QString& path) {
        dialog.findChild<PathField*>()->setPath(path);
    }

  private Q_SLOTS:
    void init() { m_settings = std::make_unique<SessionSettings>(m_folder.filePath("settings.ini")); }

    void cellsAreSeenOverTheOldMap() {
        Session session(smallEngine());
        session.setDataset(smallDataset(false));
        PlaceDialog dialog(session, *m_settings);
        dialog.show();
        auto& place = part<QPushButton>(dialog, "place");
        QVERIFY(!place.isEnabled());
        choose(dialog, reference("reference.h5ad"));
        QTRY_VERIFY(place.isEnabled());
        auto& map = part<QComboBox>(dialog, "map");
        QCOMPARE(map.currentText(), QString("UMAP"));
        QVERIFY2(part<ToneLabel>(dialog, "note").text().startsWith("6 cells of reference.h5ad"),
                 qPrintable(part<ToneLabel>(dialog, "note").text()));
        part<QSpinBox>(dialog, "neighbours").setValue(2);
        const int steps = session.undoStack().count();
        QTest::mouseClick(&place, Qt::LeftButton);
        QTRY_VERIFY(session.view().embedding() && session.view().embedding()->reference);
        const auto shown = session.view().embedding();
        QCOMPARE(shown->title, QString("UMAP of reference.h5ad"));
        QVERIFY2(shown->provenance.contains("2 neighbours, 4 genes"), qPrintable(shown->provenance));
        QVERIFY(!shown->fromFile && shown->ground && shown->ground->placed() == 6);
        QCOMPARE(shown->coordinates->rows, std::size_t{6});
        for (const float x : shown->coordinates->values) QVERIFY(std::isfinite(x));
        QVERIFY(session.opened().own.size() == 2);
        QCOMPARE(QString::fromStdString(session.opened().own[0].name), QString("regulus_reference_distance"));
        QCOMPARE(session.opened().own[0].numbers->values.size(), std::size_t{6});
        QVERIFY(session.groups().categorical("regulus_unlike_reference"));
        QCOMPARE(session.undoStack().count(), steps + 1);
        QCOMPARE(QString::fromStdString(shown->recipe.value("--embedding")), QString("X_umap"));
        // Once more on the same map: in place of the first.
        placeOnMap(session, {std::make_shared<Dataset>(*smallDataset()), "X_umap", 3});
        QTRY_VERIFY(session.jobs().idle());
        const std::size_t maps = session.view().embeddings().size();
        placeOnMap(session, {std::make_shared<Dataset>(*smallDataset()), "X_umap", 3, 0.3, 5});
        QTRY_VERIFY(session.jobs().idle());
        QCOMPARE(session.view().embeddings().size(), maps);
        QCOMPARE(session.opened().own.size(), std::size_t{2});
        QVERIFY(session.view().embedding()->provenance.contains("seed 5"));
    }

    void whatCannotPlaceIsSaid() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        PlaceDialog dialog(session, *m_settings);
        choose(dialog, reference("plain.h5ad", false));
        QTRY_VERIFY2(dialog.problem().contains("plain.h5ad has no map"), qPrintable(dialog.problem()));
        QVERIFY(!part<QPushButton>(dialog, "place").isEnabled());
        choose(dialog, m_folder.filePath("gone.h5ad"));
        QTRY_VERIFY(!dialog.problem().isEmpty() && !dialog.problem().contains("plain"));
        choose(dialog, reference("reference.h5ad"));
        QTRY_VERIFY(part<QPushButton>(dialog, "place").isEnabled());
        QVERIFY(dialog.problem().isEmpty());
        // Genes of another world: refused, and nothing is changed.
        auto other = smallDataset();
        auto var = std::make_shared<Table>();
        var->index = {"A1", "A2", "A3", "A4"};
        other->assays[0].var = var;
        QSignalSpy failed(&session.jobs(), &JobRunner::failed);
        placeOnMap(session, {other, "X_umap"});
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(session.opened().own.empty());
        QVERIFY(session.view().embedding()->fromFile);
    }
};

QTEST_MAIN(TestPlaceDialog)
#include "tst_place_dialog.moc"
