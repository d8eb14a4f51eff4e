// Dialogs for files: they start where files of that kind were last, and propose a name.
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "tests/ui/views/immune_session.h"
#include "ui/session/session_settings.h"
#include "ui/views/parts/file_questions.h"

using namespace regulus;

class FileQuestionsTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString m_shownFolder, m_shownName;

    // Answers the next file dialog with that file, or cancels it, and keeps what it showed.
    void answerWith(const QString& file) {
        QTimer::singleShot(0, this, [this, file] {
            auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
            QVERIFY(dialog);
            m_shownFolder = dialog->directory().absolutePath();
            m_shownName = QFileInfo(dialog->selectedFiles().value(0)).fileName();
            if (file.isEmpty()) return dialog->reject();
            dialog->selectFile(file);
            QMetaObject::invokeMethod(dialog, "accept");
        });
    }

    QString folder(const char* name) {
        QDir(m_folder.path()).mkpath(QString::fromLatin1(name));
        return m_folder.filePath(QString::fromLatin1(name));
    }

  private Q_SLOTS:
    void initTestCase() {
        test::useLightTheme();
        QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    }

    void foldersAreKeptByPurpose() {
        SessionSettings settings(m_folder.filePath("settings.ini"));
        settings.setFolder("data", folder("data"));
        const FileQuestion model{"model", "Save model", "Models (*.safetensors)"},
            prior{"prior", "Prior", "Tables (*.csv)"};
        // Beside the data, as long as nothing else is known.
        answerWith(folder("models") + "/mine");
        QCOMPARE(askWhereToSave(nullptr, settings, model, "pbmc3k-model.safetensors"),
                 folder("models") + "/mine.safetensors");
        QCOMPARE(m_shownFolder, folder("data"));
        QCOMPARE(m_shownName, QString("pbmc3k-model.safetensors"));
        answerWith({});
        QVERIFY(askWhereToSave(nullptr, settings, model, "pbmc3k-model.safetensors").isEmpty());
        QCOMPARE(m_shownFolder, folder("models"));

        QFile file(folder("priors") + "/edges.csv");
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        answerWith(file.fileName());
        QCOMPARE(askForFile(nullptr, settings, prior), file.fileName());
        QCOMPARE(m_shownFolder, folder("data"));
        answerWith({});
        QVERIFY(askForFile(nullptr, settings, prior).isEmpty());
        QCOMPARE(m_shownFolder, folder("priors"));
        QVERIFY(QDir(folder("priors")).removeRecursively());
        QCOMPARE(settings.folder("prior"), folder("data"));  // gone: no dialog starts there
    }

    // The dialog asked about the name as it was typed, not about the one with its suffix.
    void aFileIsReplacedOnlyWithLeave() {
        SessionSettings settings(m_folder.filePath("settings.ini"));
        const FileQuestion table{"table", "Save table", "Tables (*.csv)"};
        const QString typed = folder("tables") + "/mine", there = typed + ".csv";
        QFile file(there);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        for (const bool leave : {false, true}) {
            answerWith(typed);
            QTimer asked;
            asked.setInterval(5);
            int questions = 0;
            connect(&asked, &QTimer::timeout, this, [&] {
                auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
                if (box == nullptr) return;
                ++questions;
                asked.stop();
                box->button(leave ? QMessageBox::Yes : QMessageBox::No)->click();
            });
            asked.start();
            QCOMPARE(askWhereToSave(nullptr, settings, table, "numbers.csv"), leave ? there : QString());
            QCOMPARE(questions, 1);
        }
        QVERIFY(mayReplace(nullptr, folder("tables") + "/none.csv"));  // there is nothing to ask about
    }

    void namesSayWhatIsInside() {
        QCOMPARE(suggestedStem("pbmc3k.h5ad", "model"), QString("pbmc3k-model"));
        QCOMPARE(suggestedStem("GSM1.v2.h5ad.gz", "regulon-heatmap"), QString("GSM1.v2-regulon-heatmap"));
        QCOMPARE(suggestedStem("my cells/a:b", "map"), QString("my_cells_a_b-map"));
        QCOMPARE(suggestedStem({}, "map"), QString("map"));
        QCOMPARE(suggestedStem("collectri.csv", {}), QString("collectri"));
    }
};

QTEST_MAIN(FileQuestionsTest)
#include "tst_file_questions.moc"
