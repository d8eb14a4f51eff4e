// The demo of real cells: a click, a download from a server of the test, a coloured and labelled map; and
// without a server.
#include <QAbstractButton>
#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "app/window/main_window.h"
#include "app/window/start_page.h"
#include "core/io/files/real_demo.h"
#include "tests/core/io/files/demo_server.h"
#include "tests/support/test_data.h"
#include "ui/dialogs/error_presenter.h"
#include "ui/session/session_settings.h"

using namespace regulus;
using namespace regulus::test;

class TestRealDemo : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QProcess m_server;
    QByteArray m_base;
    std::unique_ptr<SessionSettings> m_settings;

    void click(MainWindow& window) const {
        auto* card = window.startPage().findChild<QAbstractButton*>("realDemo");
        QVERIFY(card && card->isEnabled());
        QTest::mouseClick(card, Qt::LeftButton);
    }
    QStringList kept() const {
        return QDir(m_folder.filePath("regulus/demo")).entryList(QDir::Files | QDir::Hidden);
    }

  private Q_SLOTS:
    void initTestCase() {
        const QString real = data_file("pbmc68k/10x_pbmc68k_reduced.h5ad");
        REGULUS_NEED_DATA(real);
        REGULUS_NEED_PYTHON("http.server");
        for (const char* proxy : {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"}) qunsetenv(proxy);
        qputenv("no_proxy", "127.0.0.1");
        qputenv("XDG_DATA_HOME", m_folder.path().toUtf8());
        m_settings = std::make_unique<SessionSettings>(m_folder.filePath("settings.ini"));
        m_settings->setTourDismissed(true);
        m_server.start("/usr/bin/python3", {"-I", "-c", QString::fromUtf8(demo_server), real});
        QVERIFY(m_server.waitForReadyRead(30000));
        m_base = "http://127.0.0.1:" + m_server.readLine().trimmed() + '/';
    }
    void cleanupTestCase() {
        m_server.closeWriteChannel();
        if (m_server.state() != QProcess::NotRunning && !m_server.waitForFinished(5000)) m_server.kill();
        m_server.waitForFinished(5000);
    }

    void aFailureIsSaidAndNothingKept_data() {
        QTest::addColumn<QString>("said");
        QTest::newRow("changed") << "checksum differs";
        QTest::newRow("missing") << "no such file";
    }
    void aFailureIsSaidAndNothingKept() {
        QFETCH(QString, said);
        qputenv("REGULUS_DEMO", m_base + QTest::currentDataTag());
        MainWindow window(Engine{}, *m_settings);
        window.show();
        click(window);
        auto* errors = window.findChild<ErrorPresenter*>();
        QTRY_VERIFY2_WITH_TIMEOUT(errors->text().contains(said), qPrintable(errors->text()), 20000);
        QVERIFY(window.showsStartPage());
        QVERIFY(kept().isEmpty());
    }

    void itOpensOnALabelledMap() {
        qputenv("REGULUS_DEMO", m_base + "fine");
        MainWindow window(Engine{}, *m_settings);
        window.show();
        click(window);
        QTRY_VERIFY_WITH_TIMEOUT(window.session().opened().dataset && !window.session().loading(), 60000);
        QCOMPARE(window.session().opened().cells(), real_demo().cells);
        QCOMPARE(QString::fromStdString(window.session().opened().labelColumn()),
                 QString::fromLatin1(real_demo().labels));
        QCOMPARE(QString::fromStdString(window.session().view().embedding()->key), QString("X_umap"));
        QVERIFY(window.session().view().settings().labels);
        QCOMPARE(window.session().colors().data()->points->legend.entries.size(), std::size_t{10});
        QVERIFY(!window.session().simulated());
        QCOMPARE(kept(), QStringList{real_demo().file});
    }

    void thenItNeedsNoServer() {
        qputenv("REGULUS_DEMO", "http://127.0.0.1:9/demo");
        MainWindow window(Engine{}, *m_settings);
        window.show();
        window.action("realDemo")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(window.session().opened().dataset, 60000);
        QCOMPARE(window.session().opened().cells(), real_demo().cells);
    }
};

QTEST_MAIN(TestRealDemo)
#include "tst_real_demo.moc"
