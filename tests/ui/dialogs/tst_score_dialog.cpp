// Scores of gene sets from the dialog: a file whose sets are found by typing, a pasted list, names that are
// taken, what is missing, and every way in which nothing can be scored.
#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/views/immune_session.h"
#include "ui/dialogs/gene_set_chooser.h"
#include "ui/dialogs/path_field.h"
#include "ui/dialogs/score_dialog.h"
#include "ui/models/gene_set_model.h"
#include "ui/session/session_settings.h"
#include "ui/views/parts/tone_label.h"

using namespace regulus;
using namespace regulus::test;

class TestScoreDialog : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::unique_ptr<SessionSettings> m_settings;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<ScoreDialog> m_dialog;

    bool settled() {
        return QTest::qWaitFor([this] { return m_session->jobs().idle(); });
    }
    QString write(const QString& name, const QByteArray& text) {
        QFile file(m_folder.filePath(name));
        if (file.open(QIODevice::WriteOnly)) file.write(text);
        return file.fileName();
    }
    QString result() { return m_dialog->findChild<ToneLabel*>("result")->text(); }
    QPushButton& button(const char* name) { return *m_dialog->findChild<QPushButton*>(name); }
    void useAuCell() {
        auto* method = m_dialog->findChild<QComboBox*>("method");
        method->setCurrentIndex(method->findData(int(ScoreMethod::AuCell)));
    }

  private Q_SLOTS:
    void init() {
        m_settings = std::make_unique<SessionSettings>(m_folder.filePath("settings.ini"));
        m_session = std::make_unique<Session>(immuneEngine());
        m_session->setDataset(immuneDataset());
        QVERIFY(settled());
        m_dialog = std::make_unique<ScoreDialog>(*m_session, *m_settings);
        m_dialog->show();
    }
    void cleanup() { m_dialog.reset(); }

    void sets_of_a_file_are_found_by_typing() {
        GeneSetChooser& chooser = *m_dialog->chooser();
        QAbstractItemModelTester tester(chooser.model());
        QVERIFY(!button("score").isEnabled());
        QVERIFY2(m_dialog->problem().contains("Choose a file"), qPrintable(m_dialog->problem()));
        QByteArray text;
        for (int i = 0; i < 700; ++i)
            text += "SET_" + QByteArray::number(i) + "\t\tCD14\tLYZ\tNOSUCH" + QByteArray::number(i) + "\n";
        text += "HALLMARK_INTERFERON_ALPHA\t\tSTAT1\tIRF8\tCD14\ncell_type\t\tMS4A1\tCD79A\n";
        chooser.path()->setPath(write("many.gmt", text));
        QVERIFY(settled());
        QCOMPARE(chooser.model()->rowCount(), 702);
        QVERIFY2(m_dialog->problem().contains("Tick"), qPrintable(m_dialog->problem()));
        chooser.typed()->setText("alpha inter");
        QCOMPARE(chooser.model()->rowCount(), 1);
        QVERIFY(chooser.model()->setData(chooser.model()->index(0), Qt::Checked, Qt::CheckStateRole));
        chooser.typed()->setText("cell_t");
        chooser.model()->tickShown(true);
        QCOMPARE(chooser.model()->tickedCount(), std::size_t{2});
        // The name of a column of the file is not taken.
        QCOMPARE(chooser.sets().back().name, std::string("cell_type_score"));
        QVERIFY(m_dialog->problem().isEmpty());
        useAuCell();
        QTest::mouseClick(&button("score"), Qt::LeftButton);
        QVERIFY(settled());
        QCOMPARE(m_session->scores().state().columns,
                 (std::vector<std::string>{"HALLMARK_INTERFERON_ALPHA", "cell_type_score"}));
        QCOMPARE(m_session->colors().coloring(), Coloring::column("HALLMARK_INTERFERON_ALPHA"));
        QSignalSpy plotted(m_dialog.get(), &ScoreDialog::plotRequested);
        QTest::mouseClick(&button("plot"), Qt::LeftButton);
        QCOMPARE(plotted.count(), 1);
        // All of them at once are more columns than anyone asked for.
        chooser.typed()->clear();
        chooser.model()->tickShown(true);
        QVERIFY2(m_dialog->problem().contains("702 sets are ticked"), qPrintable(m_dialog->problem()));
        QVERIFY(!button("score").isEnabled());
    }

    void a_list_is_pasted() {
        GeneSetChooser& chooser = *m_dialog->chooser();
        chooser.tabs()->setCurrentIndex(GeneSetChooser::Pasted);
        QVERIFY2(m_dialog->problem().contains("Paste"), qPrintable(m_dialog->problem()));
        chooser.pasted()->setPlainText("CD14, lyz\nCSF1R;\"S100A8\" NOSUCH");
        chooser.name()->setText("  ");
        QVERIFY2(m_dialog->problem().contains("needs a name"), qPrintable(m_dialog->problem()));
        chooser.name()->setText("mono/cytes");
        QVERIFY(m_dialog->problem().isEmpty());
        QTest::mouseClick(&button("score"), Qt::LeftButton);
        QVERIFY(settled());
        const OwnColumn* made = ownColumn(m_session->opened().own, "mono_cytes");
        QVERIFY(made && made->numbers->values.size() == immune_cells);
        QVERIFY2(result().contains("NOSUCH"), qPrintable(result()));
        double own = 0, others = 0;  // of CD14 monocytes, whose genes they are
        for (std::size_t cell = 0; cell < immune_cells; ++cell)
            (typeOf(cell) == 0 ? own : others) += made->numbers->values[cell];
        QVERIFY(own / 60 > others / 300 + 0.5);
        m_session->undoStack().undo();
        m_session->undoStack().undo();
        QVERIFY(!ownColumn(m_session->opened().own, "mono_cytes"));
        QVERIFY(!button("plot").isEnabled());
    }

    void what_cannot_be_scored_is_said() {
        GeneSetChooser& chooser = *m_dialog->chooser();
        chooser.path()->setPath(write("broken.gmt", "only a name\n"));
        QVERIFY(settled());
        QVERIFY(!m_dialog->problem().isEmpty() && !button("score").isEnabled());
        chooser.path()->setPath(m_folder.filePath("not there.gmt"));
        QVERIFY(settled());
        QVERIFY(!m_dialog->problem().isEmpty() && !m_session->geneSets().sets());
        chooser.tabs()->setCurrentIndex(GeneSetChooser::Pasted);
        chooser.pasted()->setPlainText("NOSUCH1 NOSUCH2");
        useAuCell();
        QTest::mouseClick(&button("score"), Qt::LeftButton);
        QVERIFY(settled());
        QVERIFY(m_session->scores().state().phase == ScoreState::Phase::Failed);
        QVERIFY2(result().contains("is in the data"), qPrintable(result()));
        QVERIFY(m_session->opened().own.empty());
        m_session->scores().start({{{"x", {"CD14"}}}, ScoreMethod::AuCell});
        m_session->scores().cancel();
        QVERIFY(settled());
        QVERIFY(m_session->opened().own.empty() && !m_session->scores().busy());
    }
};

QTEST_MAIN(TestScoreDialog)
#include "tst_score_dialog.moc"
