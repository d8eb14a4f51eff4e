// What is remembered between starts.
#include "ui/session/session_settings.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace regulus;

class TestSessionSettings : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void recentFilesAreNewestFirstUniqueAndThere() {
        QTemporaryDir folder;
        const QString ini = folder.filePath("settings.ini");
        QStringList files;
        for (int i = 0; i < 12; ++i) {
            files << folder.filePath(QString("%1.h5ad").arg(i));
            QFile file(files.last());
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        {
            SessionSettings settings(ini);
            for (const QString& file : files) settings.addRecentFile(file);
            settings.addRecentFile(files[5]);
        }
        SessionSettings again(ini);
        QCOMPARE(again.recentFiles().size(), 10);
        QCOMPARE(again.recentFiles().first(), files[5]);
        QCOMPARE(again.recentFiles().count(files[5]), 1);
        QFile::remove(files[5]);
        QCOMPARE(again.recentFiles().first(), files[11]);
    }

    void theLastPriorAndHowItWasNarrowed() {
        QTemporaryDir folder;
        const QString ini = folder.filePath("settings.ini"), list = folder.filePath("tfs.txt");
        QFile file(list);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(SessionSettings(ini).lastPrior(), QString("starter"));  // none was chosen
        QVERIFY(!SessionSettings(ini).lastPriorOptions());
        PriorOptions options;
        options.worst_confidence = 'C';
        options.sign = SignFilter::Repressing;
        options.min_importance = 0.125;
        options.top_targets = 50;
        options.tf_list = list.toStdString();
        options.expand_complexes = true;
        SessionSettings(ini).setLastPrior("starter", options);
        QCOMPARE(SessionSettings(ini).lastPrior(), QString("starter"));
        QVERIFY(SessionSettings(ini).lastPriorOptions() == options);
        // A list that is gone is missed by whoever reads it; what nobody could have chosen is not believed.
        QFile::remove(list);
        QVERIFY(SessionSettings(ini).lastPriorOptions() == options);
        QSettings raw(ini, QSettings::IniFormat);
        raw.setValue("lastPriorOptions/confidence", "Z");
        raw.setValue("lastPriorOptions/sign", 7);
        raw.setValue("lastPriorOptions/importance", -1);
        raw.sync();
        options.worst_confidence = 0;
        options.sign = SignFilter::Both;
        options.min_importance = 0;
        QVERIFY(SessionSettings(ini).lastPriorOptions() == options);
        SessionSettings(ini).setLastPrior("starter", {});
        QVERIFY(SessionSettings(ini).lastPriorOptions() == PriorOptions{});
        SessionSettings(ini).setLastPrior(folder.filePath("gone.csv"), options);
        QCOMPARE(SessionSettings(ini).lastPrior(), QString("starter"));
        QVERIFY(!SessionSettings(ini).lastPriorOptions());
    }

    void themeAndTour() {
        QTemporaryDir folder;
        const QString ini = folder.filePath("settings.ini");
        QCOMPARE(SessionSettings(ini).theme(), ThemeChoice::System);
        SessionSettings(ini).setTheme(ThemeChoice::Dark);
        QCOMPARE(SessionSettings(ini).theme(), ThemeChoice::Dark);
        QVERIFY(!SessionSettings(ini).tourDismissed());
        SessionSettings(ini).setTourDismissed(true);
        QVERIFY(SessionSettings(ini).tourDismissed());
        SessionSettings(ini).setWindow("g", "l");
        QCOMPARE(SessionSettings(ini).layout(), QByteArray("l"));
        SessionSettings(ini).forgetWindow();
        QVERIFY(SessionSettings(ini).layout().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSessionSettings)
#include "tst_session_settings.moc"
