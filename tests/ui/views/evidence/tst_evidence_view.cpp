// An evaluation in the window: started, its page as it grows, stopped, gone on with, and saved.
#include "ui/views/evidence/evidence_view.h"

#include <QDir>
#include <QFile>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>

#include "tests/ui/session/regulon_cells.h"
#include "ui/views/parts/state_page.h"

using namespace regulus;

class EvidenceViewTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    EvaluationRequest request(const QString& name, std::size_t rewired) const {
        EvaluationRequest made;
        made.data.label_column = "group";
        made.plan = PlanOptions::quick();
        made.plan.splits = 1;
        made.plan.rewired = rewired;
        made.plan.renamed = 1;
        made.plan.few = {};
        made.options = options_for(Preset::Quick);
        made.folder = m_folder.filePath(name);
        return made;
    }
    static QPushButton* button(const QWidget& in, const QString& text) {
        for (QPushButton* const found : in.findChildren<QPushButton*>()) {
            if (found->text() == text) return found;
        }
        return nullptr;
    }

  private Q_SLOTS:
    void what_is_missing_is_said() {
        Session session(Engine{});
        EvidenceView view(session);
        QSignalSpy open(&view, &EvidenceView::openRequested),
            evaluate(&view, &EvidenceView::evaluateRequested);
        QCOMPARE(view.states()->page()->title(), QStringLiteral("Nothing is open"));
        button(*view.states()->page(), "Open…")->click();
        QCOMPARE(open.size(), 1);
        session.setDataset(test::regulonCells());
        QCOMPARE(view.states()->page()->title(), QStringLiteral("No evaluation yet"));
        button(*view.states()->page(), "Evaluate…")->click();
        QCOMPARE(evaluate.size(), 1);
    }

    void a_page_grows_and_is_saved() {
        Session session(Engine{});
        EvidenceView view(session);
        view.resize(900, 500);
        view.show();
        session.setDataset(test::regulonCells());
        session.setPrior(test::regulonPrior());
        session.evidence().start(request("whole", 2));
        QCOMPARE(view.states()->page()->title(), QStringLiteral("Evaluating…"));
        QTRY_VERIFY_WITH_TIMEOUT(!session.evidence().state().active, 60000);
        QCOMPARE(session.evidence().state().problem, QString());
        QVERIFY(view.states()->showsContent());
        const std::size_t planned = plan_runs(request("whole", 2).plan).size();
        QCOMPARE(view.headline(), QStringLiteral("%1 runs").arg(planned));
        QVERIFY(view.pageText().contains("In short") && view.pageText().contains("not supported"));
        QVERIFY(!view.pageText().contains("preliminary"));
        // Plots are drawn: colours of their bars are on the page.
        auto* const page = view.findChild<QTextBrowser*>();
        QVERIFY(page->document()->size().height() > 1500);
        const QImage shot = page->grab().toImage();
        QVERIFY(!shot.isNull());
        QVERIFY(QFile::exists(m_folder.filePath("whole/evidence.json")));

        QSignalSpy saved(&view, &EvidenceView::saved);
        for (const char* const name : {"page.pdf", "page.html"}) {
            view.save(m_folder.filePath(name));
            QTRY_COMPARE(saved.size(), name == std::string("page.pdf") ? 1 : 2);
            QFile file(m_folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly) && file.size() > 5000);
            const QByteArray begin = file.read(15);
            QVERIFY(begin.startsWith("%PDF") || begin.startsWith("<!DOCTYPE html>"));
        }

        // The same folder again: nothing is done anew.
        session.evidence().start(request("whole", 2));
        QTRY_VERIFY_WITH_TIMEOUT(!session.evidence().state().active, 60000);
        QCOMPARE(session.evidence().state().done, planned);

        // Another dataset has another page, or none.
        session.setDataset(test::regulonCells());
        QVERIFY(!view.states()->showsContent());
    }

    void stopped_it_goes_on() {
        Session session(Engine{});
        EvidenceView view(session);
        view.show();
        session.setDataset(test::regulonCells());
        session.setPrior(test::regulonPrior());
        session.evidence().start(request("stopped", 300));
        QTRY_VERIFY_WITH_TIMEOUT(session.evidence().state().done > 3 && session.evidence().state().page,
                                 60000);
        QPushButton* const stop = button(*view.states()->content(), "Stop");
        QTRY_VERIFY(stop->isVisible());
        stop->click();
        QTRY_VERIFY(!session.evidence().state().active);
        QVERIFY2(view.headline().endsWith("stopped"), qPrintable(view.headline()));
        QVERIFY(!stop->isVisible());
        QTRY_VERIFY(session.jobs().idle());
        const auto done = QDir(m_folder.filePath("stopped/runs")).entryList({"*.json"}).size();
        QVERIFY(done > 3 && done < 300);
        session.evidence().start(request("stopped", 300));
        QTRY_VERIFY_WITH_TIMEOUT(session.evidence().state().done >= static_cast<std::size_t>(done), 60000);
        session.evidence().stop();
        QTRY_VERIFY(session.jobs().idle());
    }

    void what_goes_wrong_is_said() {
        Session session(Engine{});
        EvidenceView view(session);
        session.setDataset(test::regulonCells());
        session.setPrior(test::regulonPrior());
        QSignalSpy failed(&session.jobs(), &JobRunner::failed);
        QFile file(m_folder.filePath("file"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        session.evidence().start(request("file", 1));
        QTRY_COMPARE(failed.size(), 1);
        QTRY_VERIFY(!session.evidence().state().active);
        QCOMPARE(view.states()->page()->title(), QStringLiteral("The evaluation did not start"));
        QVERIFY(view.states()->page()->text().contains("needs a folder"));
    }
};

QTEST_MAIN(EvidenceViewTest)
#include "tst_evidence_view.moc"
